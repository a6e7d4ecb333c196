import { stackRows } from "../../server/corpus/sparseRow.ts";
import type { CsrMatrix, MachineTargets } from "../../server/kernels/index.ts";
import { createRandom, type Random } from "../../server/sdlgm/random.ts";
import { prepareCorpus, vectorize } from "../../server/training/prepareCorpus.ts";
import { corpusOf } from "../../server/training/readCorpus.ts";
import { openSources } from "../../server/workspace/source.ts";

export { openEngine } from "../../server/kernels/engine.ts";
export { startKernelThreads } from "../../server/training/kernelThreads.ts";

/** Documents to learn from and to be judged by. */
export interface LinearProblem {
  readonly train: CsrMatrix;
  readonly test: CsrMatrix;
  /** How many tags the corpus has. */
  readonly tags: number;
  /** Some of them: the rows of `train` that have each. */
  readonly targets: MachineTargets;
  /** For each row of `test`, which of these it has; empty for none. */
  readonly truth: readonly number[][];
}

/**
 * A corpus made of a real one. Each document is a real one, drawn at random, that keeps 70 % of its words; it belongs to one of so many
 * worlds as it takes to have about the tags wanted. The tags of each world are its own; of the words, those in more than 5 % of the real
 * documents are common to all worlds, and of the others each occurrence is the world's own with a chance of 60 %. Words in a single
 * document are dropped.
 */
export async function linearProblem(
  folder: string,
  {
    documents,
    held,
    tags,
    learned,
    seed,
  }: { documents: number; held: number; tags: number; learned: number; seed: number },
): Promise<LinearProblem> {
  const corpus = prepareCorpus(corpusOf(await openSources([folder])).documents, () => {});
  const { rows, vectorizer } = vectorize(corpus, "words", () => {}, corpus.tagged);
  const random = createRandom(seed);
  const real = corpus.inventory.tags.length;
  // Some of the tags are so rare that no document with them is drawn.
  const worlds = Math.ceil((1.1 * tags) / real);
  const V = vectorizer.columns;
  const frequency = new Int32Array(V);
  for (const { row } of rows) for (const v of row.columns) frequency[v]++;
  const made = Array.from({ length: documents + held }, () => {
    const n = Math.floor(random() * rows.length);
    const world = Math.floor(random() * worlds);
    const { columns, values } = rows[n].row;
    const words = new Map<number, number>();
    for (let j = 0; j < columns.length; j++) {
      if (random() > 0.7) continue;
      const own = frequency[columns[j]] <= rows.length / 20 && random() < 0.6;
      words.set(columns[j] + (own ? (world + 1) * V : 0), values[j]);
    }
    return {
      words,
      tags: Array.from(corpus.inventory.documentTags[corpus.tagged[n]], (tag) => tag + world * real),
    };
  });
  const seen = new Set<number>();
  const columnOf = new Map<number, number>();
  for (const { words } of made) {
    for (const word of words.keys()) {
      if (seen.has(word) && !columnOf.has(word)) columnOf.set(word, columnOf.size);
      seen.add(word);
    }
  }
  const stack = (part: typeof made): CsrMatrix =>
    stackRows(
      part.map(({ words }) => unitRow(words, columnOf)),
      columnOf.size,
    );
  const chosen = someTags(
    made.slice(0, documents).map(({ tags: own }) => own),
    learned,
    random,
  );
  const numberOf = new Map(chosen.map((tag, k) => [tag, k]));
  const known = (own: readonly number[]): number[] =>
    own.map((tag) => numberOf.get(tag)).filter((k) => k !== undefined);
  const rowsOf: number[][] = chosen.map(() => []);
  made.slice(0, documents).forEach(({ tags: own }, row) => {
    for (const k of known(own)) rowsOf[k].push(row);
  });
  const start = new Int32Array(chosen.length + 1);
  rowsOf.forEach((list, k) => {
    start[k + 1] = start[k] + list.length;
  });
  return {
    train: stack(made.slice(0, documents)),
    test: stack(made.slice(documents)),
    tags: new Set(made.flatMap(({ tags: own }) => own)).size,
    targets: { tags: chosen.length, start, rows: Int32Array.from(rowsOf.flat()) },
    truth: made.slice(documents).map(({ tags: own }) => known(own)),
  };
}

function unitRow(words: ReadonlyMap<number, number>, columnOf: ReadonlyMap<number, number>) {
  const pairs = [...words]
    .filter(([word]) => columnOf.has(word))
    .map(([word, value]) => [columnOf.get(word) ?? 0, value])
    .sort(([a], [b]) => a - b);
  const norm = Math.hypot(...pairs.map(([, value]) => value)) || 1;
  return {
    columns: Int32Array.from(pairs, ([column]) => column),
    values: Float32Array.from(pairs, ([, value]) => value / norm),
  };
}

/** So many of the tags that two documents or more have. */
function someTags(documentTags: readonly (readonly number[])[], count: number, random: Random): number[] {
  const frequency = new Map<number, number>();
  for (const tag of documentTags.flat()) frequency.set(tag, (frequency.get(tag) ?? 0) + 1);
  const shared = [...frequency].filter(([, n]) => n >= 2).map(([tag]) => tag);
  return shared
    .map((tag) => ({ tag, at: random() }))
    .sort((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ tag }) => tag);
}

/** Σ over tags of ½‖w‖² + C Σ max(0, 1 − y (w·x + b))², where ‖w‖² has b² as well, and the P@1 of the documents that have one of the tags. */
export function quality(
  { train, test, targets, truth }: LinearProblem,
  table: Float32Array,
  cost: number,
): { objective: number; precision: number } {
  const K = targets.tags;
  let objective = 0;
  for (const weight of table) objective += weight ** 2 / 2;
  const isTag = new Uint8Array(train.rows * K);
  for (let k = 0; k < K; k++) {
    for (const row of targets.rows.subarray(targets.start[k], targets.start[k + 1])) isTag[row * K + k] = 1;
  }
  const margins = new Float64Array(K);
  for (let i = 0; i < train.rows; i++) {
    fillMargins(train, i, table, margins);
    margins.forEach((margin, k) => {
      objective += cost * Math.max(0, 1 - (isTag[i * K + k] === 1 ? margin : -margin)) ** 2;
    });
  }
  let hits = 0;
  let judged = 0;
  truth.forEach((own, i) => {
    if (own.length === 0) return;
    fillMargins(test, i, table, margins);
    judged++;
    if (own.includes(margins.indexOf(Math.max(...margins)))) hits++;
  });
  return { objective, precision: hits / judged };
}

function fillMargins(matrix: CsrMatrix, i: number, table: Float32Array, margins: Float64Array): void {
  const K = margins.length;
  for (let k = 0; k < K; k++) margins[k] = table[matrix.columns * K + k];
  for (let p = matrix.rowStart[i]; p < matrix.rowStart[i + 1]; p++) {
    const from = matrix.columnIndex[p] * K;
    for (let k = 0; k < K; k++) margins[k] += matrix.values[p] * table[from + k];
  }
}
