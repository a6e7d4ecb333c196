import type { Prose } from "../documents/document.ts";
import { Lexicon } from "./lexicon.ts";
import { foldWord, forEachWord } from "./words.ts";

/** A document as word numbers, zone by zone. Numbers are those of the dictionary's `words`. */
export interface TokenizedDocument {
  readonly title: Int32Array;
  readonly description: Int32Array;
  readonly headings: Int32Array;
  readonly body: Int32Array;
  readonly pathWords: Int32Array;
  /** `key=value` of front-matter fields, and folders, as they are: never split into words. */
  readonly fields: readonly string[];
  readonly folders: readonly string[];
}

/** The words of a corpus: written forms to folded words. One map look-up a token, folding once a written form. */
export class WordDictionary {
  readonly words: Lexicon;
  readonly #written = new Map<string, number>();

  constructor(words: Iterable<string> = []) {
    this.words = new Lexicon(words);
  }

  /** The number of the folded form of a lower-cased `word`. */
  number(word: string): number {
    let id = this.#written.get(word);
    if (id === undefined) {
      id = this.words.intern(foldWord(word));
      this.#written.set(word, id);
    }
    return id;
  }
}

/** More words than this in one zone add time and nothing else: the rest is not read. */
const MAX_ZONE_WORDS = 50_000;

const MAX_FIELD_LENGTH = 80;

/** Splits the zones of a document into words; unknown words are added to `dictionary`. */
export function tokenize(prose: Prose, path: string, dictionary: WordDictionary): TokenizedDocument {
  const { folders, name } = splitPath(path);
  return {
    title: wordNumbers([prose.title], dictionary),
    description: wordNumbers([prose.description], dictionary),
    headings: wordNumbers(prose.headings, dictionary),
    body: wordNumbers([prose.body], dictionary),
    pathWords: wordNumbers([...folders, name], dictionary),
    fields: prose.fields
      .filter((field) => field.value.length <= MAX_FIELD_LENGTH)
      .map((field) => `${field.key}=${field.value}`.toLowerCase()),
    folders: folders.map((_, depth) => folders.slice(0, depth + 1).join("/")),
  };
}

function splitPath(path: string): { folders: string[]; name: string } {
  const parts = path.split("/").filter((part) => part !== "" && part !== "." && part !== "..");
  const file = parts.pop() ?? "";
  const dot = file.indexOf(".", 1);
  return { folders: parts, name: dot > 0 ? file.slice(0, dot) : file };
}

function wordNumbers(texts: readonly string[], dictionary: WordDictionary): Int32Array {
  const numbers: number[] = [];
  for (const text of texts) {
    forEachWord(text, (word) => {
      if (numbers.length < MAX_ZONE_WORDS) numbers.push(dictionary.number(word));
    });
  }
  return Int32Array.from(numbers);
}
