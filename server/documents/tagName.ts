/** The longest name that counts as a tag, in UTF-16 code units. */
export const MAX_TAG_LENGTH = 100;

/** What most names look like: their own fold. */
const FOLDED = /^[a-z\d]+(?:-[a-z\d]+)*$/;

/**
 * The identity of a tag name: two names with the same fold are the same tag. NFKC, lower case, without leading `#`,
 * runs of white space, hyphens and underscores folded to one hyphen; `/` stays, it makes a hierarchy. Plurals are not folded.
 */
export function foldTag(name: string): string {
  if (FOLDED.test(name)) return name;
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^[\s#]+/, "")
    .replace(/[\s_\-\u2010-\u2015]+/g, "-")
    .replace(/^-(?=.)|(?<=.)-$/g, "");
}

/** Whether a name can be a tag: not empty, no more than `MAX_TAG_LENGTH` units, no control characters, no lone surrogates. */
export function isUsableTag(name: string): boolean {
  return tagDefect(name) === undefined;
}

/** What keeps a name from being a tag. */
export type TagDefect = "empty" | "too-long" | "control-characters";

export function tagDefect(name: string): TagDefect | undefined {
  if (name.length > MAX_TAG_LENGTH) return "too-long";
  if (foldTag(name) === "") return "empty";
  return /\p{Cc}|\p{Cs}|[\u2028\u2029\ufeff]/u.test(name) ? "control-characters" : undefined;
}

/** A name as it stands in a field: without surrounding white space and without the `#` that some editors put before it. */
export function plainTagName(written: string): string {
  return written.trim().replace(/^#+\s*/, "");
}
