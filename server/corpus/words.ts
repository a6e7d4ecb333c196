import { TextUnits } from "./textUnits.ts";

/** What counts as a word: letters and digits, with the `++` or `#` of language names (`c++`, `c#`). */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:\+\+|#(?![\p{L}\p{N}]))?/uy;

/** Scripts that write words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A longer run of letters is data, not a word. */
const MAX_WORD_LENGTH = 40;

/** Intl.Segmenter takes quadratic time in the length of its input on Node 20, so long runs are cut. */
const SEGMENT_LENGTH = 256;

let segmenter: Intl.Segmenter | undefined;

/** What is told of the words of a text, in order. */
export interface WordVisitor {
  /** A word of ASCII alone: `units[start .. end-1]` of the lower-cased text. */
  span(units: Uint16Array, start: number, end: number): void;
  /** Any other word. */
  word(word: string): void;
}

/**
 * Calls `visit` with every word of `text` in order, lower-cased, not folded.
 * Runs of a script without spaces are split by the dictionary of `Intl.Segmenter`.
 */
export function forEachWord(text: string, visit: (word: string) => void): void {
  const lower = text.toLowerCase();
  visitLowerWords(lower, { span: (_, start, end) => visit(lower.slice(start, end)), word: visit });
}

/** As `forEachWord`, without a string for a word of ASCII. */
export function visitWords(text: string, visitor: WordVisitor): void {
  visitLowerWords(text.toLowerCase(), visitor);
}

const textUnits = new TextUnits();

function visitLowerWords(lower: string, visitor: WordVisitor): void {
  const units = textUnits.of(lower);
  for (let at = 0; at < lower.length; ) {
    const unit = units[at];
    if (unit < 128) {
      if (ASCII_WORD[unit] === 0) {
        at++;
        continue;
      }
      const end = asciiEnd(units, at);
      if (end > 0) {
        if (end - at <= MAX_WORD_LENGTH) visitor.span(units, at, end);
        at = end;
        continue;
      }
    } else if (!isInWord(unit)) {
      at++;
      continue;
    }
    WORD.lastIndex = at;
    const run = WORD.exec(lower)?.[0];
    if (run !== undefined) visitRun(run, visitor);
    at += run?.length ?? (lower.codePointAt(at)! > 0xffff ? 2 : 1);
  }
}

/** 1 for lower-case letters and digits. */
const ASCII_WORD = Uint8Array.from({ length: 128 }, (_, unit) =>
  /[a-z0-9]/.test(String.fromCharCode(unit)) ? 1 : 0,
);

/** Where the ASCII word that starts at `start` ends, or −1 where what follows makes it a word of other letters as well. */
function asciiEnd(units: Uint16Array, start: number): number {
  let end = start + 1;
  let unit = units[end];
  while (unit < 128 && ASCII_WORD[unit] === 1) unit = units[++end];
  if (unit >= 128) return isInWord(unit) ? -1 : end;
  if (unit === 43 && units[end + 1] === 43) return end + 2;
  if (unit !== 35) return end;
  const next = units[end + 1];
  if (next >= 128) return -1;
  return ASCII_WORD[next] === 1 ? end : end + 1;
}

/** By UTF-16 unit from 128 on: 0 not asked for yet, 1 part of a word, 2 not. */
const UNITS_IN_WORDS = new Uint8Array(1 << 16);

/** Whether a unit from 128 on is, or may be, part of a word. Half of a surrogate pair may. */
function isInWord(unit: number): boolean {
  let known = UNITS_IN_WORDS[unit];
  if (known === 0) {
    known = /[\p{L}\p{M}\p{N}\p{Cs}]/u.test(String.fromCharCode(unit)) ? 1 : 2;
    UNITS_IN_WORDS[unit] = known;
  }
  return known === 1;
}

function visitRun(run: string, visitor: WordVisitor): void {
  if (UNSPACED.test(run)) segmentRun(run.normalize("NFC"), (word) => visitor.word(word));
  else if (run.length <= MAX_WORD_LENGTH) visitor.word(run.normalize("NFC"));
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
