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
  return keyMeaning(key, tagKeys).rank;
}

/** As `tagKeyRank` for the singular of a key, `tag` where the options say `tags`. */
export function singularTagKeyRank(key: string, { tagKeys }: ReadOptions): number | undefined {
  return keyMeaning(key, tagKeys).singularRank;
}

/** Keys such as `tag`, `tag_list` or `post-categories`: no tag field, yet their values would give the tags away. */
export function leaksTags(key: string, { tagKeys }: ReadOptions): boolean {
  return keyMeaning(key, tagKeys).leaks;
}

/** What a field of this name means for tags. */
interface KeyMeaning {
  readonly rank: number | undefined;
  readonly singularRank: number | undefined;
  readonly leaks: boolean;
}

/** Documents of a folder have a few keys in common, each of which is asked about in every document. */
const meanings = new WeakMap<readonly string[], Map<string, KeyMeaning>>();
const MOST_KEPT = 5_000;

function keyMeaning(key: string, tagKeys: readonly string[]): KeyMeaning {
  let known = meanings.get(tagKeys);
  if (known === undefined || known.size > MOST_KEPT) {
    known = new Map();
    meanings.set(tagKeys, known);
  }
  let meaning = known.get(key);
  if (meaning === undefined) {
    meaning = meaningOf(key, tagKeys);
    known.set(key, meaning);
  }
  return meaning;
}

function meaningOf(key: string, tagKeys: readonly string[]): KeyMeaning {
  const rankOf = (folded: string): number => tagKeys.findIndex((wanted) => foldTag(wanted) === folded);
  const singularRankOf = (folded: string): number =>
    tagKeys.findIndex((wanted) => singularOf(foldTag(wanted)) === folded);
  const isLike = (name: string): boolean => rankOf(foldTag(name)) >= 0 || singularRankOf(foldTag(name)) >= 0;
  const folded = foldTag(key);
  const rank = rankOf(folded);
  const singularRank = singularRankOf(folded);
  const leaks =
    isLike(key) ||
    folded.split(/[-.:/]/).some((part) => isLike(part) || /^(?:alias|aliases|taglist|hashtags?)$/.test(part));
  return {
    rank: rank < 0 ? undefined : rank,
    singularRank: singularRank < 0 ? undefined : singularRank,
    leaks,
  };
}

function singularOf(plural: string): string {
  if (plural.endsWith("ies")) return `${plural.slice(0, -3)}y`;
  return plural.endsWith("s") ? plural.slice(0, -1) : plural;
}
