import { type CsrMatrix, throwIfStopped, type Watch } from "../../kernels/index.ts";
import type { Judgement } from "../metrics.ts";
import { rank, rankAtLeast } from "../ranking.ts";
import { type TagLists, tagsOf } from "../tagLists.ts";

/** A corpus as numbers, split in two. Rows are documents; those in neither list are seen by no baseline. */
export interface SplitCorpus {
  features: CsrMatrix;
  /** Of all documents; a baseline reads those of `trainRows` alone. */
  tags: TagLists;
  tagCount: number;
  trainRows: Int32Array;
  testRows: Int32Array;
  /** Documents × tags: how often a document names the tag in its prose. Without it the literal match finds nothing. */
  mentionCounts?: CsrMatrix;
}

export interface BaselineOptions {
  /** Of folds and of the order of descent. Default 1. */
  seed?: number;
  /** At most so many training documents tune the threshold, where that costs more than the rest. Default: all. */
  mostTuning?: number | undefined;
  watch?: Watch;
}

/** A known way of tagging that the model has to beat. */
export interface Baseline {
  name: string;
  /** @throws Cancelled when `watch.shouldStop` answers true. */
  fit(corpus: SplitCorpus, options?: BaselineOptions): FittedBaseline;
}

/** Answers for the test rows of the corpus that it was fitted on. */
export interface FittedBaseline {
  /** One score a tag, the higher the likelier; −Infinity where nothing speaks for the tag. */
  score(row: number): Float64Array;
  /** The tags chosen, best first. */
  predict(row: number): Int32Array;
}

/** Chooses the tags whose score reaches the threshold. */
export function withThreshold(score: (row: number) => Float64Array, threshold: number): FittedBaseline {
  return { score, predict: (row) => rankAtLeast(score(row), threshold) };
}

/**
 * What a fitted baseline says about each test document, for the metrics; rankings of 5.
 *
 * @throws Cancelled when `watch.shouldStop` answers true
 */
export function judge(fitted: FittedBaseline, corpus: SplitCorpus, watch?: Watch): Judgement[] {
  return Array.from(corpus.testRows, (row) => {
    throwIfStopped(watch);
    return {
      truth: tagsOf(corpus.tags, row),
      ranking: rank(fitted.score(row), 5),
      predicted: fitted.predict(row),
    };
  });
}

/** Of the rows at most so many, evenly spread; each is a moment to stop, and says how far it is. */
export function* tuningRows(
  rows: Int32Array,
  { mostTuning = Number.POSITIVE_INFINITY, watch }: BaselineOptions,
): Generator<number> {
  const count = Math.min(rows.length, mostTuning);
  for (let n = 0; n < count; n++) {
    throwIfStopped(watch);
    watch?.onProgress?.(n / count);
    yield rows[Math.floor((n * rows.length) / count)];
  }
  watch?.onProgress?.(1);
}
