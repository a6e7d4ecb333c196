import { type Analyzer, termsOf } from "./analyzer.ts";
import { Lexicon } from "./lexicon.ts";
import type { SparseRow } from "./sparseRow.ts";
import type { TokenizedDocument, WordDictionary } from "./tokenizedDocument.ts";

/** What a document is turned into numbers from: its words, or features that came ready. */
export interface VectorizerInput {
  readonly tokens?: TokenizedDocument;
  /** Column numbers, ascending, and their values. */
  readonly features?: { readonly columns: Int32Array; readonly values: Float64Array };
}

export type BlockName = "text" | "title" | "fields" | "path" | "features";

/** One family of terms: its own vocabulary, idf and weight. */
export interface FittedBlock {
  readonly name: BlockName;
  readonly weight: number;
  readonly terms: readonly string[];
  /** Inverse document frequency, `log((1 + N) / (1 + df)) + 1`, one a term. */
  readonly idf: Float32Array;
  /** The column of its first term. */
  readonly offset: number;
}

export interface VectorizedDocument {
  /** tf-idf, each block and then the whole of unit length. */
  readonly row: SparseRow;
  /** `log(1 + tf)` over the text (or ready-feature) columns: what the naive-Bayes decoder reads. */
  readonly logCounts: SparseRow;
}

const BLOCKS: readonly { name: BlockName; weight: number }[] = [
  { name: "text", weight: 1 },
  { name: "title", weight: 0.5 },
  { name: "fields", weight: 0.4 },
  { name: "path", weight: 0.4 },
  { name: "features", weight: 1 },
];

/**
 * tf-idf over weighted blocks: running text; title and description; front-matter fields; folders and path words; ready features.
 * A term counts if at least two documents have it and at most half of them.
 */
export class Vectorizer {
  readonly analyzer: Analyzer;
  readonly blocks: readonly FittedBlock[];
  readonly columns: number;
  readonly #columnOf: readonly Lexicon[];
  readonly #dictionary: WordDictionary;
  readonly #expansions: Int32Array[][];
  readonly #counter: TermCounter;

  constructor(analyzer: Analyzer, blocks: readonly FittedBlock[], dictionary: WordDictionary) {
    this.analyzer = analyzer;
    this.blocks = blocks;
    this.columns = blocks.reduce((sum, block) => sum + block.terms.length, 0);
    this.#columnOf = blocks.map((block) => new Lexicon(block.terms));
    this.#dictionary = dictionary;
    this.#expansions = blocks.map(() => []);
    this.#counter = new TermCounter();
  }

  transform(input: VectorizerInput): VectorizedDocument {
    const blocks = this.blocks.map((block, b) => {
      const lexicon = this.#columnOf[b];
      const counts = this.#counter.count(
        input,
        block.name,
        (word) => this.#expand(b, word),
        (term) => lexicon.find(term),
      );
      return { block, counts };
    });
    return weigh(blocks);
  }

  /** The block and the term of a column. */
  termOf(column: number): { readonly block: BlockName; readonly term: string } {
    const block = this.blocks.findLast(
      (candidate) => candidate.offset <= column && candidate.terms.length > 0,
    );
    if (block === undefined || column >= this.columns) throw new RangeError(`There is no column ${column}.`);
    return { block: block.name, term: block.terms[column - block.offset] };
  }

  /** The text columns that a word (by its number in the dictionary) counts in. */
  textColumnsOf(word: number): Int32Array {
    const text = this.blocks.findIndex(({ name }) => name === "text");
    const { offset } = this.blocks[text];
    return this.#expand(text, word).map((column) => column + offset);
  }

  #expand(block: number, word: number): Int32Array {
    const cache = this.#expansions[block];
    let columns = cache[word];
    if (columns === undefined) {
      const lexicon = this.#columnOf[block];
      const terms = termsOf(this.#dictionary.words.strings[word], this.analyzer);
      columns = Int32Array.from(terms.map((term) => lexicon.find(term)).filter((column) => column >= 0));
      cache[word] = columns;
    }
    return columns;
  }
}

export interface FittedVectorizer {
  readonly vectorizer: Vectorizer;
  readonly rows: readonly VectorizedDocument[];
}

/**
 * Learns vocabulary and idf from all documents, tagged or not, and turns them into rows.
 *
 * @param checkpoint called with the share done; throws to give up
 */
export function fitVectorizer(
  documents: readonly VectorizerInput[],
  dictionary: WordDictionary,
  analyzer: Analyzer,
  checkpoint?: (fraction: number) => void,
): FittedVectorizer {
  const counter = new TermCounter();
  const fitted: FittedBlock[] = [];
  const perBlock: SparseRow[][] = [];
  let offset = 0;
  for (const { name, weight } of BLOCKS) {
    const lexicon = new Lexicon();
    const expansions: Int32Array[] = [];
    const expand = (word: number): Int32Array => {
      expansions[word] ??= Int32Array.from(
        termsOf(dictionary.words.strings[word], analyzer).map((term) => lexicon.intern(term)),
      );
      return expansions[word];
    };
    const counts = documents.map((input, i) => {
      checkpoint?.((fitted.length + i / documents.length) / BLOCKS.length);
      return counter.count(input, name, expand, (term) => lexicon.intern(term));
    });
    const { kept, idf, renumber } = selectTerms(counts, lexicon, documents.length, name);
    perBlock.push(counts.map((row) => renumberRow(row, renumber)));
    fitted.push({ name, weight, terms: kept, idf, offset });
    offset += kept.length;
  }
  const rows = documents.map((_, i) => weigh(fitted.map((block, b) => ({ block, counts: perBlock[b][i] }))));
  return { vectorizer: new Vectorizer(analyzer, fitted, dictionary), rows };
}

function selectTerms(counts: readonly SparseRow[], lexicon: Lexicon, documents: number, name: BlockName) {
  const frequency = new Int32Array(lexicon.size);
  for (const row of counts) for (const term of row.columns) frequency[term]++;
  const most = name === "text" || name === "title" ? documents / 2 : documents - 1;
  const renumber = new Int32Array(lexicon.size).fill(-1);
  const kept: string[] = [];
  const idf: number[] = [];
  for (let term = 0; term < lexicon.size; term++) {
    const df = frequency[term];
    if (df < 2 || df > most) continue;
    renumber[term] = kept.length;
    kept.push(lexicon.strings[term]);
    idf.push(Math.log((1 + documents) / (1 + df)) + 1);
  }
  return { kept, idf: Float32Array.from(idf), renumber };
}

function renumberRow(row: SparseRow, renumber: Int32Array): SparseRow {
  const columns: number[] = [];
  const values: number[] = [];
  for (let j = 0; j < row.columns.length; j++) {
    const column = renumber[row.columns[j]];
    if (column < 0) continue;
    columns.push(column);
    values.push(row.values[j]);
  }
  return { columns: Int32Array.from(columns), values: Float32Array.from(values) };
}

function weigh(blocks: readonly { block: FittedBlock; counts: SparseRow }[]): VectorizedDocument {
  const columns: number[] = [];
  const values: number[] = [];
  const countColumns: number[] = [];
  const countValues: number[] = [];
  let total = 0;
  for (const { block, counts } of blocks) {
    const weighted = Array.from(
      counts.values,
      (count, j) => termWeight(count) * block.idf[counts.columns[j]],
    );
    const norm = euclideanNorm(weighted);
    if (norm === 0) continue;
    const scale = block.weight / norm;
    total += block.weight * block.weight;
    for (let j = 0; j < weighted.length; j++) {
      columns.push(block.offset + counts.columns[j]);
      values.push(weighted[j] * scale);
    }
    if (block.name !== "text" && block.name !== "features") continue;
    for (let j = 0; j < weighted.length; j++) {
      if (counts.values[j] <= 0) continue;
      countColumns.push(block.offset + counts.columns[j]);
      countValues.push(Math.log1p(counts.values[j]));
    }
  }
  const unit = total > 0 ? 1 / Math.sqrt(total) : 0;
  return {
    row: { columns: Int32Array.from(columns), values: Float32Array.from(values, (value) => value * unit) },
    logCounts: { columns: Int32Array.from(countColumns), values: Float32Array.from(countValues) },
  };
}

/** `1 + log tf` for counts; a value below one, as ready features may have, stands for itself. */
function termWeight(count: number): number {
  return count >= 1 ? 1 + Math.log(count) : count;
}

function euclideanNorm(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** Counts the terms of one block of one document. Keeps its arrays between documents. */
class TermCounter {
  #count = new Float64Array(1024);

  count(
    input: VectorizerInput,
    block: BlockName,
    expand: (word: number) => Int32Array,
    find: (term: string) => number,
  ): SparseRow {
    const touched: number[] = [];
    const add = (term: number, amount: number): void => {
      if (term < 0 || amount === 0) return;
      if (term >= this.#count.length) this.#grow(term);
      if (this.#count[term] === 0) touched.push(term);
      this.#count[term] += amount;
    };
    const addWords = (words: Int32Array): void => {
      for (const word of words) for (const term of expand(word)) add(term, 1);
    };
    const { tokens, features } = input;
    if (tokens !== undefined) {
      if (block === "text") {
        addWords(tokens.title);
        addWords(tokens.headings);
        addWords(tokens.body);
      } else if (block === "title") {
        addWords(tokens.title);
        addWords(tokens.description);
      } else if (block === "fields") {
        for (const field of tokens.fields) add(find(field), 1);
      } else if (block === "path") {
        for (const folder of tokens.folders) add(find(`${folder}/`), 1);
        addWords(tokens.pathWords);
      }
    }
    if (features !== undefined && block === "features") {
      for (let j = 0; j < features.columns.length; j++) {
        add(find(String(features.columns[j])), features.values[j]);
      }
    }
    touched.sort((a, b) => a - b);
    const values = Float32Array.from(touched, (term) => this.#count[term]);
    for (const term of touched) this.#count[term] = 0;
    return { columns: Int32Array.from(touched), values };
  }

  #grow(term: number): void {
    const larger = new Float64Array(Math.max(term + 1, this.#count.length * 2));
    larger.set(this.#count);
    this.#count = larger;
  }
}
