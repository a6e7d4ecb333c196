import { Lexicon } from "./lexicon.ts";
import type { TokenizedDocument, WordDictionary } from "./tokenizedDocument.ts";
import { foldedWords } from "./words.ts";

/** Where the words of tags' names stand in one document. One entry a mentioned tag; tags ascend. */
export interface Mentions {
  readonly tags: Int32Array;
  readonly title: Float32Array;
  /** In headings or the description. */
  readonly heading: Float32Array;
  readonly path: Float32Array;
  readonly body: Float32Array;
  /** In the first hundred words of the body. */
  readonly opening: Float32Array;
  /** Anywhere, in an inflected form; nought unless the matcher looks for those. */
  readonly inflected: Float32Array;
  /** How many of the name's different words stand in the document, weighted by their idf, as a share of all: in (0, 1]. */
  readonly share: Float32Array;
}

const ZONES = ["title", "heading", "path", "body", "opening", "inflected"] as const;
type Zone = (typeof ZONES)[number];

const OPENING_WORDS = 100;

/** Of a document without words. */
export function noMentions(): Mentions {
  const none = new Float32Array(0);
  return {
    tags: new Int32Array(0),
    title: none,
    heading: none,
    path: none,
    body: none,
    opening: none,
    inflected: none,
    share: none,
  };
}

export interface MentionOptions {
  /** The tags' names, by tag number. */
  readonly names: readonly string[];
  /** Two-word spellings of one-word names, see {@link compoundSplits}. */
  readonly splits: readonly CompoundSplit[];
  /** Inverse document frequency of each folded word of the names. */
  readonly idf: ReadonlyMap<string, number>;
  /** Whether a word that shares most of a name's letters counts as an inflected form of it. */
  readonly inflections: boolean;
}

export interface CompoundSplit {
  readonly tag: number;
  readonly parts: readonly [string, string];
}

/** The ways to write a one-word name as two words that the documents know: `opensource` as `open source`. */
export function compoundSplits(
  names: readonly string[],
  isKnown: (word: string) => boolean,
): CompoundSplit[] {
  const splits: CompoundSplit[] = [];
  names.forEach((name, tag) => {
    const words = nameWords(name);
    if (words.length !== 1) return;
    for (let at = 3; at <= words[0].length - 3; at++) {
      const parts = [words[0].slice(0, at), words[0].slice(at)] as const;
      if (parts.every(isKnown)) splits.push({ tag, parts });
    }
  });
  return splits;
}

/** The words that a tag is mentioned by; of a nested name, `area/topic`, those of its last part. */
export function nameWords(name: string): string[] {
  const leaf = name.slice(name.lastIndexOf("/") + 1);
  return foldedWords(leaf.trim() === "" ? name : leaf);
}

/** A node of the trie over tag-word numbers. */
interface TrieNode {
  readonly next: Map<number, TrieNode>;
  /** The tags whose name ends here. */
  readonly tags: number[];
}

/**
 * Finds every tag's own words in one pass over a document, with a trie over the words of all names. Case, hyphens, underscores and
 * spaces do not matter; neither does writing the words as one (`open source`, `opensource`).
 */
export class MentionMatcher {
  readonly tags: number;
  readonly #root: TrieNode = { next: new Map(), tags: [] };
  readonly #tagWords = new Lexicon();
  readonly #nameWords: Int32Array[] = [];
  readonly #tagsOfWord: number[][] = [];
  readonly #dictionary: WordDictionary;
  readonly #inflections: boolean;
  readonly #wordIdf: Float32Array;
  readonly #alternatives: (Int32Array | undefined)[] = [];
  readonly #prefixes = new Map<string, number[]>();
  readonly #counts: Record<Zone, Float32Array>;

  constructor(options: MentionOptions, dictionary: WordDictionary) {
    this.tags = options.names.length;
    this.#dictionary = dictionary;
    this.#inflections = options.inflections;
    for (const [tag, name] of options.names.entries()) this.#addName(name, tag);
    for (const { tag, parts } of options.splits) this.#addPattern(parts, tag);
    this.#wordIdf = Float32Array.from(this.#tagWords.strings, (word) => options.idf.get(word) ?? 1);
    if (options.inflections) this.#indexPrefixes();
    this.#counts = Object.fromEntries(ZONES.map((zone) => [zone, new Float32Array(this.tags)])) as Record<
      Zone,
      Float32Array
    >;
  }

  match(document: TokenizedDocument): Mentions {
    const found = new Set<number>();
    const seenWords = new Set<number>();
    this.#scan(document.title, "title", found, seenWords);
    this.#scan(document.headings, "heading", found, seenWords);
    this.#scan(document.description, "heading", found, seenWords);
    this.#scan(document.pathWords, "path", found, seenWords);
    this.#scan(document.body, "body", found, seenWords);
    const share = this.#shares(seenWords);
    for (const tag of share.keys()) found.add(tag);
    const tags = Int32Array.from(found).sort();
    const take = (zone: Zone): Float32Array => {
      const counts = this.#counts[zone];
      return Float32Array.from(tags, (tag) => counts[tag]);
    };
    const mentions: Mentions = {
      tags,
      title: take("title"),
      heading: take("heading"),
      path: take("path"),
      body: take("body"),
      opening: take("opening"),
      inflected: take("inflected"),
      share: Float32Array.from(tags, (tag) => share.get(tag) ?? 0),
    };
    for (const zone of ZONES) for (const tag of tags) this.#counts[zone][tag] = 0;
    return mentions;
  }

  #addName(name: string, tag: number): void {
    const words = nameWords(name);
    this.#nameWords.push(Int32Array.from(new Set(words), (word) => this.#tagWords.intern(word)));
    for (const word of this.#nameWords[tag]) {
      this.#tagsOfWord[word] ??= [];
      this.#tagsOfWord[word].push(tag);
    }
    if (words.length === 0) return;
    this.#addPattern(words, tag);
    if (words.length > 1) this.#addPattern([words.join("")], tag);
  }

  #addPattern(words: readonly string[], tag: number): void {
    let node = this.#root;
    for (const word of words) {
      const id = this.#tagWords.intern(word);
      let next = node.next.get(id);
      if (next === undefined) {
        next = { next: new Map(), tags: [] };
        node.next.set(id, next);
      }
      node = next;
    }
    if (!node.tags.includes(tag)) node.tags.push(tag);
  }

  #indexPrefixes(): void {
    this.#tagWords.strings.forEach((word, id) => {
      if (word.length < 4) return;
      const prefix = word.slice(0, Math.max(3, word.length - 2, Math.ceil(0.6 * word.length)));
      const ids = this.#prefixes.get(prefix);
      if (ids === undefined) this.#prefixes.set(prefix, [id]);
      else ids.push(id);
    });
  }

  /** The tag words that a dictionary word stands for: itself first (or −1), then those it may be an inflected form of. */
  #alternativesOf(word: number): Int32Array {
    let alternatives = this.#alternatives[word];
    if (alternatives === undefined) {
      const written = this.#dictionary.words.strings[word];
      const exact = this.#tagWords.find(written);
      const inflected: number[] = [];
      if (this.#inflections) {
        for (let length = 3; length <= written.length; length++) {
          for (const id of this.#prefixes.get(written.slice(0, length)) ?? []) {
            const longest = this.#tagWords.strings[id].length + (length < 6 ? 4 : 6);
            if (id !== exact && written.length <= longest) inflected.push(id);
          }
        }
      }
      alternatives = Int32Array.of(exact, ...inflected);
      this.#alternatives[word] = alternatives;
    }
    return alternatives;
  }

  #scan(words: Int32Array, zone: Zone, found: Set<number>, seenWords: Set<number>): void {
    for (let at = 0; at < words.length; at++) {
      const alternatives = this.#alternativesOf(words[at]);
      if (alternatives.length === 1 && alternatives[0] < 0) continue;
      if (alternatives[0] >= 0) seenWords.add(alternatives[0]);
      this.#walk(this.#root, words, at, at, true, zone, found);
    }
  }

  #walk(
    node: TrieNode,
    words: Int32Array,
    start: number,
    at: number,
    exact: boolean,
    zone: Zone,
    found: Set<number>,
  ): void {
    for (const tag of node.tags) {
      found.add(tag);
      this.#counts[exact ? zone : "inflected"][tag]++;
      if (exact && zone === "body" && start < OPENING_WORDS) this.#counts.opening[tag]++;
    }
    if (at >= words.length) return;
    const alternatives = this.#alternativesOf(words[at]);
    for (let a = 0; a < alternatives.length; a++) {
      const next = alternatives[a] < 0 ? undefined : node.next.get(alternatives[a]);
      if (next !== undefined) this.#walk(next, words, start, at + 1, exact && a === 0, zone, found);
    }
  }

  #shares(seenWords: ReadonlySet<number>): Map<number, number> {
    const present = new Map<number, number>();
    const idf = (id: number): number => this.#wordIdf[id];
    for (const id of seenWords) {
      for (const tag of this.#tagsOfWord[id] ?? []) present.set(tag, (present.get(tag) ?? 0) + idf(id));
    }
    for (const [tag, weight] of present) {
      const all = this.#nameWords[tag].reduce((sum, id) => sum + idf(id), 0);
      present.set(tag, all > 0 ? weight / all : 0);
    }
    return present;
  }
}
