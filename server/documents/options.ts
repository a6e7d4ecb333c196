import { foldTag } from "./tagName.ts";

/** What counts as a tag when a document is read. */
export interface ReadOptions {
  /** Names of the fields that hold tags, the preferred one first. Case and plural do not matter: `tags` also means `tag`. */
  readonly tagKeys: readonly string[];
  /** Whether `#tag` in the prose counts. */
  readonly inlineTags: boolean;
}

export const DEFAULT_READ_OPTIONS: ReadOptions = {
  tagKeys: ["tags", "topics", "keywords", "categories", "related"],
  inlineTags: true,
};

/** How a document's field is recognised as one that holds tags. */
export interface TagKey {
  /** Position in `ReadOptions.tagKeys`: the lower, the more preferred. */
  readonly rank: number;
  /** `tag` where the option says `tags`: such a field holds one tag, so words in it are not parted at spaces. */
  readonly singular: boolean;
}

export function tagKey(key: string, options: ReadOptions): TagKey | undefined {
  const folded = foldTag(key);
  for (const [rank, wanted] of options.tagKeys.entries()) {
    const plural = foldTag(wanted);
    if (folded === plural) return { rank, singular: false };
    if (folded === singularOf(plural) && folded !== plural) return { rank, singular: true };
  }
  return undefined;
}

/** Keys such as `tag_list` or `post-categories`: no tag field, yet their values would give the tags away. */
export function leaksTags(key: string, options: ReadOptions): boolean {
  if (tagKey(key, options)) return true;
  return foldTag(key)
    .split(/[-.:/]/)
    .some(
      (part) => tagKey(part, options) !== undefined || /^(?:alias|aliases|taglist|hashtags?)$/.test(part),
    );
}

function singularOf(plural: string): string {
  if (plural.endsWith("ies")) return `${plural.slice(0, -3)}y`;
  return plural.endsWith("s") ? plural.slice(0, -1) : plural;
}
