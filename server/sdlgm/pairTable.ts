import type { ExampleSet } from "./example.ts";
import type { Random } from "./random.ts";

/** Training pairs (document, tag): P rows of M numbers, whether the tag is there, and how many pairs each stands for. */
export interface PairTable {
  readonly columns: number;
  /** P × M. */
  readonly evidence: Float32Array;
  readonly present: Uint8Array;
  readonly weight: Float32Array;
  /** The tag and the document of each pair. */
  readonly tag: Int32Array;
  readonly document: Int32Array;
}

/** More pairs than this teach the few weights of the head nothing more. */
const MOST_PAIRS = 300_000;

export interface PairTableOptions {
  /** About how many pairs are kept at most. */
  readonly mostPairs?: number;
  /** Called for each document; throw to give up. */
  readonly checkpoint?: (() => void) | undefined;
  /** Told the share of the documents that is done, now and then. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Pairs of a document's most active tags are all kept; of the rest a sample stands for all, each with the weight of those it stands for. */
const ACTIVE_SHARE = 0.5;

/**
 * The pairs that the head learns from. All of them, if they are few; else every tag that a document has, its `active` others, and a
 * weighted sample of the rest, so that sums over the table are unbiased estimates of sums over all pairs.
 *
 * @param activity a column by whose value the pairs most worth keeping are told: the larger, the more worth
 * @throws what `checkpoint` throws
 */
export function buildPairTable(
  examples: ExampleSet,
  activity: number,
  random: Random,
  { mostPairs = MOST_PAIRS, checkpoint, onProgress }: PairTableOptions = {},
): PairTable {
  const M = examples.columns.length;
  const all = examples.count * examples.tags;
  const perDocument = activePerDocument(examples.count, mostPairs);
  const sampled = all <= mostPairs ? 1 : Math.min(1, (mostPairs * (1 - ACTIVE_SHARE)) / all);
  const table = new GrowingTable(M, Math.min(all, mostPairs * 2));
  const scores = new Float64Array(examples.tags);
  for (let i = 0; i < examples.count; i++) {
    checkpoint?.();
    if (i % 64 === 0) onProgress?.(i / examples.count);
    const { evidence, candidates, tags } = examples.read(i);
    const cut =
      sampled < 1 ? activityCut(evidence, M, activity, perDocument, scores) : Number.NEGATIVE_INFINITY;
    let t = 0;
    for (let k = 0; k < examples.tags; k++) {
      if (candidates[k] === 0) continue;
      while (t < tags.length && tags[t] < k) t++;
      const present = tags[t] === k;
      if (present || sampled === 1 || evidence[k * M + activity] > cut) table.add(evidence, i, k, present, 1);
      else if (random() < sampled) table.add(evidence, i, k, present, 1 / sampled);
    }
  }
  return table.finish();
}

/**
 * How many pairs a table has at most, from so many documents.
 *
 * @param present how often a document has a tag
 */
export function largestPairTable(
  documents: number,
  tags: number,
  present: number,
  mostPairs = MOST_PAIRS,
): number {
  const all = documents * tags;
  if (all <= mostPairs) return all;
  // The sample is a binomial number of pairs, and a tenth is many times its standard deviation.
  const sampled = 1.1 * mostPairs * (1 - ACTIVE_SHARE) + 1000;
  return Math.min(all, Math.ceil(present + documents * activePerDocument(documents, mostPairs) + sampled));
}

function activePerDocument(documents: number, mostPairs: number): number {
  return Math.max(8, Math.floor((mostPairs * ACTIVE_SHARE) / Math.max(1, documents)));
}

/** The activity that `count` tags of the document exceed. */
function activityCut(
  evidence: ArrayLike<number>,
  stride: number,
  activity: number,
  count: number,
  scores: Float64Array,
): number {
  for (let k = 0; k < scores.length; k++) scores[k] = evidence[k * stride + activity];
  scores.sort();
  return count >= scores.length ? Number.NEGATIVE_INFINITY : scores[scores.length - 1 - count];
}

class GrowingTable {
  readonly #columns: number;
  #rows = 0;
  #evidence: Float32Array;
  #present: Uint8Array;
  #weight: Float32Array;
  #tag: Int32Array;
  #document: Int32Array;

  constructor(columns: number, capacity: number) {
    this.#columns = columns;
    this.#evidence = new Float32Array(capacity * columns);
    this.#present = new Uint8Array(capacity);
    this.#weight = new Float32Array(capacity);
    this.#tag = new Int32Array(capacity);
    this.#document = new Int32Array(capacity);
  }

  add(evidence: ArrayLike<number>, document: number, tag: number, present: boolean, weight: number): void {
    if (this.#rows === this.#present.length) this.#grow();
    const at = this.#rows * this.#columns;
    const from = tag * this.#columns;
    for (let m = 0; m < this.#columns; m++) this.#evidence[at + m] = evidence[from + m];
    this.#tag[this.#rows] = tag;
    this.#document[this.#rows] = document;
    this.#present[this.#rows] = present ? 1 : 0;
    this.#weight[this.#rows++] = weight;
  }

  finish(): PairTable {
    return {
      columns: this.#columns,
      evidence: this.#evidence.subarray(0, this.#rows * this.#columns),
      present: this.#present.subarray(0, this.#rows),
      weight: this.#weight.subarray(0, this.#rows),
      tag: this.#tag.subarray(0, this.#rows),
      document: this.#document.subarray(0, this.#rows),
    };
  }

  #grow(): void {
    const capacity = 2 * this.#rows + 1024;
    this.#evidence = enlarged(this.#evidence, new Float32Array(capacity * this.#columns));
    this.#present = enlarged(this.#present, new Uint8Array(capacity));
    this.#weight = enlarged(this.#weight, new Float32Array(capacity));
    this.#tag = enlarged(this.#tag, new Int32Array(capacity));
    this.#document = enlarged(this.#document, new Int32Array(capacity));
  }
}

function enlarged<T extends Float32Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
