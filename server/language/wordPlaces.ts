import { foldedWords, foldWord } from "../corpus/words.ts";
import type { Document } from "../documents/document.ts";

/** What stands further behind in a document is not looked for. */
const MOST_TEXT = 400_000;
/** A word that stands more often is found in its first places. */
const MOST_TRIES = 1000;

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:\+\+|#(?![\p{L}\p{N}]))?/uy;
/** Between two words of one name. */
const GAP = /[^\p{L}\p{M}\p{N}\n]{0,3}/uy;
const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u;
/** Written without spaces between words: there every place counts. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Finds where words stand in a document, in any of their forms, outside of its tags. */
export class WordPlaces {
  readonly #text: string;

  constructor({ text, tags }: Document) {
    let plain = "";
    let at = 0;
    for (const { span } of tags) {
      if (span.start < at) continue;
      plain += text.slice(at, span.start) + text.slice(span.start, span.end).replace(/[^\n]/g, " ");
      at = span.end;
    }
    this.#text = (plain + text.slice(at)).slice(0, MOST_TEXT).toLowerCase();
  }

  /** The first lines, from 0, in which the words of `phrase` begin to stand one after the other. */
  lines(phrase: string, most: number): number[] {
    const words = foldedWords(phrase);
    if (words.length === 0) return [];
    const text = this.#text;
    const stem = stemOf(words[0]);
    const found: number[] = [];
    let line = 0;
    let counted = 0;
    let at = text.indexOf(stem);
    for (let tries = 0; at >= 0 && tries < MOST_TRIES && found.length < most; tries++) {
      const stands = this.#standsAt(at, words);
      if (stands) {
        line += newLines(text, counted, at);
        counted = at;
        found.push(line);
      }
      at = text.indexOf(stem, stands ? lineEnd(text, at) : at + 1);
    }
    return found;
  }

  #standsAt(start: number, words: readonly string[]): boolean {
    const text = this.#text;
    if (UNSPACED.test(words[0])) return text.startsWith(words.join(""), start);
    if (ENDS_IN_WORD.test(text.slice(Math.max(0, start - 2), start))) return false;
    let at = start;
    for (const [number, word] of words.entries()) {
      if (number > 0) at = endOf(GAP, text, at) ?? at;
      const end = endOf(WORD, text, at);
      if (end === undefined || foldWord(text.slice(at, end)) !== word) return false;
      at = end;
    }
    return true;
  }
}

/** What all forms of a folded word begin with: `studies` folds to `study`. */
function stemOf(word: string): string {
  return word.length > 1 && word.endsWith("y") ? word.slice(0, -1) : word;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function newLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
