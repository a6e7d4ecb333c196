import { isSlip, softForm } from "./slipOfWord.ts";

/**
 * Finds names that are probably meant to be the same tag: the same letters and digits with other separators, singular and plural,
 * one word mistyped. Names are folds (`foldTag`). Which of them are worth a word is for the caller to say, by how often they occur.
 */
export class NearDuplicates {
  readonly #bySquash = new Names<string>();
  readonly #bySlip = new Names<number>();

  add(fold: string): void {
    this.#bySquash.add(squashKey(fold), fold);
    for (const key of slipKeys(fold)) this.#bySlip.add(key, fold);
  }

  delete(fold: string): void {
    this.#bySquash.delete(squashKey(fold), fold);
    for (const key of slipKeys(fold)) this.#bySlip.delete(key, fold);
  }

  /** The names near `fold`, which need not be one of those added, the surest kind first; within a kind in no order. */
  near(fold: string): string[][] {
    const same: string[] = [];
    const plural: string[] = [];
    const slips = new Set<string>();
    const squashed = squash(fold);
    for (const other of this.#bySquash.get(squashKey(fold))) {
      if (other !== fold && squashed.length >= LEAST_LENGTH)
        (squash(other) === squashed ? same : plural).push(other);
    }
    for (const key of slipKeys(fold)) {
      for (const other of this.#bySlip.get(key)) if (differsByASlip(fold, other)) slips.add(other);
    }
    return [same, plural, [...slips]];
  }
}

/** Of a name without its separators. Shorter ones are too often abbreviations of different things. */
const LEAST_LENGTH = 4;

/** The name without the marks between its letters. Between digits they stay (`1.2` is not `12`), and so does `.` in `.net`. */
function squash(fold: string): string {
  return fold.replace(
    /(?<=[\p{L}\p{M}\p{N}])[-.'’:·](?=[\p{L}\p{M}])|(?<=[\p{L}\p{M}])[-.'’:·](?=\p{N})/gu,
    "",
  );
}

/** What singular and plural of a name, with any separators, have in common. Names at different levels of a hierarchy never share it. */
function squashKey(fold: string): string {
  return singular(squash(fold));
}

/**
 * By the rules of English, for words of a to z. Endings that are seldom a plural stay (`redis`, `status`, `access`, `electronics`,
 * `pandas`), and so does `https`.
 */
function singular(name: string): string {
  const word = /[a-z]{4,}$/.exec(name)?.[0] ?? "";
  if (word === "" || /(?:[suai]s|ics)$/.test(word)) return name;
  if (/[^aeiou](?:ie|ies)$/.test(word) && word.length > 4) return name.replace(/ies?$/, "y");
  if (/(?:x|ch|sh|ss|zz)es$/.test(word)) return name.slice(0, -2);
  return /[aeiouy].*s$/.test(word) && word.length > 4 ? name.slice(0, -1) : name;
}

/** The words and the marks between them, in turn. */
function parts(fold: string): string[] {
  return fold.split(/([^\p{L}\p{M}\p{N}]+)/u);
}

/**
 * Keys of which two names share one where they differ by one slip in one word. Hashes of texts, since a folder has hundreds of
 * thousands of them; two that fall together by chance are told apart by `differsByASlip`.
 */
function slipKeys(fold: string): Set<number> {
  const keys = new Set<number>();
  for (const match of fold.matchAll(/(?<![\p{L}\p{M}\p{N}])[a-z]{5,}(?![\p{L}\p{M}\p{N}])/gu)) {
    const soft = softForm(match[0]);
    const before = fold.slice(0, match.index);
    const name = `${before}${soft}${fold.slice(match.index + match[0].length)}`;
    keys.add(hashWithout(name, -1));
    // Two letters that changed places leave the same text when one of the two is left out. The first letter never differs.
    for (let at = 1; at < soft.length; at++) keys.add(hashWithout(name, before.length + at));
  }
  return keys;
}

/** FNV-1a over the text without the unit at `skip`. */
function hashWithout(text: string, skip: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    if (at !== skip) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  // Thirty bits, which the engine keeps as a small integer.
  return hash & 0x3fffffff;
}

function differsByASlip(a: string, b: string): boolean {
  const left = parts(a);
  const right = parts(b);
  if (left.length !== right.length) return false;
  const apart = left.flatMap((word, index) => (word === right[index] ? [] : [index]));
  return apart.length === 1 && isSlip(left[apart[0]!]!, right[apart[0]!]!);
}

/** Names by key. Most keys have one name, so a set is made only where there is a second. */
class Names<Key> {
  readonly #byKey = new Map<Key, string | Set<string>>();

  get(key: Key): Iterable<string> {
    const known = this.#byKey.get(key) ?? [];
    return typeof known === "string" ? [known] : known;
  }

  add(key: Key, name: string): void {
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, name);
    else if (typeof known !== "string") known.add(name);
    else if (known !== name) this.#byKey.set(key, new Set([known, name]));
  }

  delete(key: Key, name: string): void {
    const known = this.#byKey.get(key);
    if (known === name) this.#byKey.delete(key);
    else if (typeof known === "object" && known.delete(name) && known.size === 0) this.#byKey.delete(key);
  }
}
