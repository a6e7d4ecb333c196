import { foldTag } from "./tagName.ts";

/** What counts as a tag when a document is read. */
export interface ReadOptions {
  /** Names of the fields that hold tags, the preferred one first. Case, hyphens and underscores do not matter. */
  readonly tagKeys: readonly string[];
  /** Whether `#tag` in the prose counts. */
  readonly inlineTags: boolean;
}

export const DEFAULT_READ_OPTIONS: ReadOptions = {
  tagKeys: ["tags", "topics", "keywords", "categories", "related"],
  inlineTags: true,
};

/**
 * The position in `ReadOptions.tagKeys` of the field `key`, the lower the more preferred; undefined for a field that holds no tags.
 * `tag` is not `tags`: on real sites the singular mostly says what a page lists, not what it is about.
 */
export function tagKeyRank(key: string, { tagKeys }: ReadOptions): number | undefined {
  const folded = foldTag(key);
  const rank = tagKeys.findIndex((wanted) => foldTag(wanted) === folded);
  return rank < 0 ? undefined : rank;
}

/** As `tagKeyRank` for the singular of a key, `tag` where the options say `tags`. */
export function singularTagKeyRank(key: string, { tagKeys }: ReadOptions): number | undefined {
  const folded = foldTag(key);
  const rank = tagKeys.findIndex((wanted) => singularOf(foldTag(wanted)) === folded);
  return rank < 0 ? undefined : rank;
}

/** Keys such as `tag`, `tag_list` or `post-categories`: no tag field, yet their values would give the tags away. */
export function leaksTags(key: string, options: ReadOptions): boolean {
  const isLike = (name: string): boolean =>
    tagKeyRank(name, options) !== undefined || singularTagKeyRank(name, options) !== undefined;
  return (
    isLike(key) ||
    foldTag(key)
      .split(/[-.:/]/)
      .some((part) => isLike(part) || /^(?:alias|aliases|taglist|hashtags?)$/.test(part))
  );
}

function singularOf(plural: string): string {
  if (plural.endsWith("ies")) return `${plural.slice(0, -3)}y`;
  return plural.endsWith("s") ? plural.slice(0, -1) : plural;
}
