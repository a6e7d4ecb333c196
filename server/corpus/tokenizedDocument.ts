import type { Prose } from "../documents/document.ts";
import { Lexicon } from "./lexicon.ts";
import { foldWord, visitWords } from "./words.ts";
import { WordTable } from "./wordTable.ts";

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

/** The words of a corpus: written forms to folded words. Folds once a written form. */
export class WordDictionary {
  readonly words: Lexicon;
  readonly #written = new WordTable();
  #zone = new Int32Array(1024);

  constructor(words: Iterable<string> = []) {
    this.words = new Lexicon(words);
  }

  /** The number of the folded form of a lower-cased `word`. */
  number(word: string): number {
    return this.#numberAt(word, 0, word.length);
  }

  /** The numbers of the words of all texts, in order, at most so many. Unknown words are added. */
  numbers(texts: readonly string[], most: number): Int32Array {
    let size = 0;
    const add = (number: number): void => {
      if (size === most) return;
      if (size === this.#zone.length) this.#growZone();
      this.#zone[size++] = number;
    };
    const visitor = {
      span: (text: string, start: number, end: number) => add(this.#numberAt(text, start, end)),
      word: (word: string) => add(this.number(word)),
    };
    for (const text of texts) {
      if (size < most) visitWords(text, visitor);
    }
    return this.#zone.slice(0, size);
  }

  #numberAt(text: string, start: number, end: number): number {
    let number = this.#written.find(text, start, end);
    if (number < 0) {
      const word = copyOf(text, start, end);
      number = this.words.intern(foldWord(word));
      this.#written.add(word, number);
    }
    return number;
  }

  #growZone(): void {
    const larger = new Int32Array(2 * this.#zone.length);
    larger.set(this.#zone);
    this.#zone = larger;
  }
}

/** A slice would keep the whole text in memory. */
function copyOf(text: string, start: number, end: number): string {
  return String.fromCharCode(...Array.from({ length: end - start }, (_, at) => text.charCodeAt(start + at)));
}

/** More words than this in one zone add time and nothing else: the rest is not read. */
const MAX_ZONE_WORDS = 50_000;

const MAX_FIELD_LENGTH = 80;

/** Splits the zones of a document into words; unknown words are added to `dictionary`. */
export function tokenize(prose: Prose, path: string, dictionary: WordDictionary): TokenizedDocument {
  const { folders, name } = splitPath(path);
  return {
    title: dictionary.numbers([prose.title], MAX_ZONE_WORDS),
    description: dictionary.numbers([prose.description], MAX_ZONE_WORDS),
    headings: dictionary.numbers(prose.headings, MAX_ZONE_WORDS),
    body: dictionary.numbers([prose.body], MAX_ZONE_WORDS),
    pathWords: dictionary.numbers([...folders, name], MAX_ZONE_WORDS),
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
