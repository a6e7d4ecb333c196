/** What counts as a word: letters and digits, with the `++` or `#` of language names (`c++`, `c#`). */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:\+\+|#(?![\p{L}\p{N}]))?/gu;

/** Scripts that write words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A longer run of letters is data, not a word. */
const MAX_WORD_LENGTH = 40;

/** Intl.Segmenter takes quadratic time in the length of its input on Node 20, so long runs are cut. */
const SEGMENT_LENGTH = 256;

let segmenter: Intl.Segmenter | undefined;

/**
 * Calls `visit` with every word of `text` in order, lower-cased, not folded.
 * Runs of a script without spaces are split by the dictionary of `Intl.Segmenter`.
 */
export function forEachWord(text: string, visit: (word: string) => void): void {
  const lower = text.toLowerCase();
  for (const match of lower.matchAll(WORD)) {
    const run = match[0];
    if (isAscii(run)) {
      if (run.length <= MAX_WORD_LENGTH) visit(run);
    } else if (UNSPACED.test(run)) {
      segmentRun(run.normalize("NFC"), visit);
    } else if (run.length <= MAX_WORD_LENGTH) {
      visit(run.normalize("NFC"));
    }
  }
}

/** The words of `text`, folded: what a document and a tag's name are compared by. */
export function foldedWords(text: string): string[] {
  const words: string[] = [];
  forEachWord(text, (word) => words.push(foldWord(word)));
  return words;
}

/**
 * Light plural folding, the same for documents and tag names: `studies` and `study`, `boxes` and `box`, `users` and `user`
 * become one. Only endings are looked at, so a word of another language may lose an `s`; it loses it everywhere. `movies` could
 * come from `movy`, so `movie` is folded to that as well.
 */
export function foldWord(word: string): string {
  const n = word.length;
  if (n > 4 && word.endsWith("ie")) return `${word.slice(0, -2)}y`;
  if (n < 4 || word.charCodeAt(n - 1) !== 115) return word;
  if (word.endsWith("ies")) return n > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  // Words in `is` are mostly singular; these few plurals are common in tags.
  if (/(?:ss|us|(?<!api|gui|wiki|emoji)(?<=i)s)$/.test(word)) return word;
  if (/(?:sses|shes|(?<![^eot]a|[^tw]i)ches|xes|zzes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** Whether a word is a number, which says little about a document. */
export function isNumber(word: string): boolean {
  return /^\p{N}+$/u.test(word);
}

function segmentRun(run: string, visit: (word: string) => void): void {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "word" });
  for (let start = 0; start < run.length; ) {
    const cut = Math.min(start + SEGMENT_LENGTH, run.length);
    const end = isHighSurrogate(run.charCodeAt(cut - 1)) ? cut - 1 : cut;
    for (const part of segmenter.segment(run.slice(start, end))) {
      if (part.isWordLike !== false) visit(part.segment);
    }
    start = end;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isAscii(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) > 127) return false;
  return true;
}
