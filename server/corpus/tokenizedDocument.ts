import type { Prose } from "../documents/document.ts";
import { Lexicon } from "./lexicon.ts";
import { TextUnits } from "./textUnits.ts";
import { foldWord, visitWords, type WordVisitor } from "./words.ts";
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
  readonly #units = new TextUnits();
  readonly #zone = new WordNumbers();

  constructor(words: Iterable<string> = []) {
    this.words = new Lexicon(words);
  }

  /** The number of the folded form of a lower-cased `word`. */
  number(word: string): number {
    return this.#numberAt(this.#units.of(word), 0, word.length);
  }

  /** The numbers of the words of all texts, in order, at most so many. Unknown words are added. */
  numbers(texts: readonly string[], most: number): Int32Array {
    const zone = this.#zone;
    zone.begin(most);
    const visitor: WordVisitor = {
      span: (units, start, end) => zone.add(this.#numberAt(units, start, end)),
      word: (word) => zone.add(this.number(word)),
    };
    for (const text of texts) if (!zone.isFull) visitWords(text, visitor);
    return zone.finish();
  }

  #numberAt(units: Uint16Array, start: number, end: number): number {
    let number = this.#written.find(units, start, end);
    if (number < 0) {
      // Not a slice of the text, which would keep the whole text in memory.
      number = this.words.intern(foldWord(String.fromCharCode(...units.subarray(start, end))));
      this.#written.add(units, start, end, number);
    }
    return number;
  }
}

/** The word numbers of one zone; its array is used again for the next one. */
class WordNumbers {
  #numbers = new Int32Array(1024);
  #size = 0;
  #most = 0;

  get isFull(): boolean {
    return this.#size === this.#most;
  }

  begin(most: number): void {
    this.#size = 0;
    this.#most = most;
  }

  /** Beyond the most that there may be, nothing is added. */
  add(number: number): void {
    if (this.#size === this.#most) return;
    if (this.#size === this.#numbers.length) {
      const larger = new Int32Array(2 * this.#size);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#size++] = number;
  }

  finish(): Int32Array {
    return this.#numbers.slice(0, this.#size);
  }
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
