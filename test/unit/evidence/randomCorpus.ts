import { noMentions } from "../../../server/corpus/mentions.ts";
import { rowOf, type SparseRow, stackRows } from "../../../server/corpus/sparseRow.ts";
import { assignFolds, Labels } from "../../../server/evidence/labels.ts";
import type { EvidenceQuery } from "../../../server/evidence/query.ts";
import { SimilarityIndex } from "../../../server/evidence/similarity.ts";
import type { CsrMatrix } from "../../../server/kernels/index.ts";
import { createRandom, type Random } from "../../../server/sdlgm/random.ts";

export interface RandomCorpus {
  /** n × V, rows of unit length. */
  readonly matrix: CsrMatrix;
  /** n × V. */
  readonly logCounts: CsrMatrix;
  /** The tags of each document, ascending. */
  readonly documentTags: readonly Int32Array[];
  readonly foldOf: Uint8Array;
  readonly tags: number;
  readonly labels: Labels;
}

/** Sparse rows of random numbers, with tags that follow from the words in part. Tag 0 is on one document only. */
export function randomCorpus(
  documents: number,
  words: number,
  tags: number,
  seed: number,
  folds = 5,
): RandomCorpus {
  const random = createRandom(seed);
  const counts = Array.from({ length: documents }, () => randomRow(words, random));
  const documentTags = counts.map(({ columns }, i) => {
    const own = new Set<number>(i === 3 ? [0] : []);
    for (const column of columns) {
      if (random() < 0.4) own.add(1 + (column % (tags - 1)));
    }
    return Int32Array.from(own).sort();
  });
  const foldOf = assignFolds(
    Int32Array.from(counts, (_, i) => i),
    folds,
  );
  return {
    matrix: stackRows(counts.map(unit), words),
    logCounts: stackRows(counts, words),
    documentTags,
    foldOf,
    tags,
    labels: new Labels(documentTags, tags, foldOf),
  };
}

/** The labels with those of document i exchanged for all the tags that it does not have. */
export function flipped({ documentTags, foldOf, tags }: RandomCorpus, i: number): Labels {
  const others = Int32Array.from(Array(tags).keys()).filter((tag) => !documentTags[i].includes(tag));
  return new Labels(documentTags.with(i, others), tags, foldOf);
}

export function randomRow(words: number, random: Random): SparseRow {
  const columns = Int32Array.from(Array(words).keys()).filter(() => random() < 0.3);
  return { columns, values: Float32Array.from(columns, () => Math.log1p(1 + Math.floor(4 * random()))) };
}

export function unit({ columns, values }: SparseRow): SparseRow {
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) || 1;
  return { columns, values: values.map((value) => value / norm) };
}

/** A query without mentions: for training document `self` as it was learned, or with other counts; or for a new document. */
export function queryFor(corpus: RandomCorpus, self: number, otherCounts?: SparseRow): EvidenceQuery {
  const logCounts = otherCounts ?? rowOf(corpus.logCounts, self);
  const row = otherCounts === undefined ? rowOf(corpus.matrix, self) : unit(otherCounts);
  return {
    row,
    logCounts,
    mentions: noMentions(),
    similarities: new SimilarityIndex(corpus.matrix).similarities(row, self),
    self,
    edited: self >= 0 && otherCounts !== undefined,
  };
}

/** What a kind of evidence says in one column, for every tag. */
export function columnOf(
  evidence: { readonly columns: readonly string[]; score: (...args: ScoreArguments) => void },
  name: string,
  query: EvidenceQuery,
  tags: number,
): number[] {
  const stride = evidence.columns.length;
  const out = new Float64Array(tags * stride);
  evidence.score(query, out, stride, 0);
  const column = evidence.columns.indexOf(name);
  if (column < 0) throw new Error(`No column ${name}`);
  return Array.from({ length: tags }, (_, tag) => out[tag * stride + column]);
}

type ScoreArguments = [query: EvidenceQuery, out: Float64Array, stride: number, offset: number];

export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  if (actual.length !== expected.length)
    throw new Error(`${actual.length} numbers instead of ${expected.length}`);
  for (let i = 0; i < actual.length; i++) {
    if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
      throw new Error(`Number ${i} is ${actual[i]} instead of ${expected[i]}, more than ${tolerance} apart.`);
    }
  }
}

/** Asks about the words of document i, as a new document or as training document `self`. */
export function queryOf(corpus: RandomCorpus, i: number, self: number): EvidenceQuery {
  const row = rowOf(corpus.matrix, i);
  return {
    row,
    logCounts: rowOf(corpus.logCounts, i),
    mentions: noMentions(),
    similarities: new SimilarityIndex(corpus.matrix).similarities(row, self),
    self,
    edited: self >= 0 && self !== i,
  };
}
