import { type Analyzer, termsOf } from "./analyzer.ts";
import { Lexicon } from "./lexicon.ts";
import type { SparseRow } from "./sparseRow.ts";
import { TermCounter } from "./termCounter.ts";
import { TermExpansions } from "./termExpansions.ts";
import { weigh } from "./tfIdf.ts";
import type { WordDictionary } from "./tokenizedDocument.ts";
import type { BlockName, FittedBlock, VectorizedDocument, VectorizerInput } from "./vectorized.ts";

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
  readonly #expansions: readonly TermExpansions[];
  readonly #counter: TermCounter;

  constructor(analyzer: Analyzer, blocks: readonly FittedBlock[], dictionary: WordDictionary) {
    this.analyzer = analyzer;
    this.blocks = blocks;
    this.columns = blocks.reduce((sum, block) => sum + block.terms.length, 0);
    this.#columnOf = blocks.map((block) => new Lexicon(block.terms));
    this.#expansions = this.#columnOf.map(
      (lexicon) =>
        new TermExpansions((word) =>
          termsOf(dictionary.words.strings[word], analyzer)
            .map((term) => lexicon.find(term))
            .filter((column) => column >= 0),
        ),
    );
    this.#counter = new TermCounter();
  }

  transform(input: VectorizerInput): VectorizedDocument {
    const blocks = this.blocks.map((block, b) => {
      const lexicon = this.#columnOf[b];
      const counts = this.#counter.count(input, block.name, this.#expansions[b], (term) =>
        lexicon.find(term),
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
    return this.#expansions[text].of(word).map((column) => column + offset);
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
    const expansions = new TermExpansions((word) =>
      termsOf(dictionary.words.strings[word], analyzer).map((term) => lexicon.intern(term)),
    );
    const counts = documents.map((input, i) => {
      checkpoint?.((fitted.length + i / documents.length) / BLOCKS.length);
      return counter.count(input, name, expansions, (term) => lexicon.intern(term));
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
  const columns = new Int32Array(row.columns.length);
  const values = new Float32Array(row.columns.length);
  let kept = 0;
  for (let j = 0; j < row.columns.length; j++) {
    const column = renumber[row.columns[j]];
    if (column < 0) continue;
    columns[kept] = column;
    values[kept++] = row.values[j];
  }
  return { columns: columns.subarray(0, kept), values: values.subarray(0, kept) };
}
