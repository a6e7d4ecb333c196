import { type LinearOptions, plainKernels } from "../../kernels/index.ts";
import { hashOf } from "../split.ts";
import { countTags, tagsOf } from "../tagLists.ts";
import { tuneThreshold } from "../threshold.ts";
import { type Baseline, type SplitCorpus, withThreshold } from "./baseline.ts";

/**
 * One logistic regression a tag, on all features; scores are log-odds. The threshold is tuned on the training documents,
 * each scored by models fitted without its fold; tags of a single training document, which no such model knows, take no
 * part in that.
 */
export function oneVsRest({ cost = 30, folds = 3 }: { cost?: number; folds?: number } = {}): Baseline {
  return {
    name: "oneVsRest",
    fit(corpus, options = {}) {
      const foldOf = foldsOf(corpus.trainRows.length, folds, options.seed ?? 1);
      const settings = (seed: number): LinearOptions => ({
        cost,
        tolerance: 0.1,
        seed,
        ...(options.watch?.shouldStop && { watch: { shouldStop: options.watch.shouldStop } }),
      });
      const progress = (fold: number) => (fraction: number) =>
        options.watch?.onProgress?.((fold + fraction) / (folds + 1));
      const counts = countTags(corpus.tags, corpus.trainRows, corpus.tagCount);
      const heldOut = new Map<number, Float32Array>();
      for (let fold = 0; fold < folds; fold++) {
        const inside = corpus.trainRows.filter((_, at) => foldOf[at] !== fold);
        const outside = corpus.trainRows.filter((_, at) => foldOf[at] === fold);
        const takesPart = (tag: number) => counts[tag] > 1;
        addScores(heldOut, corpus, inside, outside, takesPart, settings(fold), progress(fold));
      }
      const scored = function* () {
        for (const row of corpus.trainRows) {
          yield { scores: Float64Array.from(heldOut.get(row)!), truth: tagsOf(corpus.tags, row) };
        }
      };
      const threshold = tuneThreshold(scored());
      const tested = new Map<number, Float32Array>();
      addScores(
        tested,
        corpus,
        corpus.trainRows,
        corpus.testRows,
        () => true,
        settings(folds),
        progress(folds),
      );
      const score = (row: number) => {
        const scores = tested.get(row);
        if (scores === undefined) throw new RangeError(`Row ${row} is not among the test rows.`);
        return Float64Array.from(scores);
      };
      return withThreshold(score, threshold);
    },
  };
}

/** Fits each tag on `fitRows` and enters the scores of `scoredRows`; a tag that no fitting row has gets −Infinity. */
function addScores(
  scores: Map<number, Float32Array>,
  { features, tags, tagCount }: SplitCorpus,
  fitRows: Int32Array,
  scoredRows: Int32Array,
  takesPart: (tag: number) => boolean,
  options: LinearOptions,
  onProgress: (fraction: number) => void,
): void {
  for (const row of scoredRows) scores.set(row, new Float32Array(tagCount).fill(Number.NEGATIVE_INFINITY));
  const rowsOfTag = rowsByTag(fitRows, tags, tagCount);
  const labels = new Int8Array(fitRows.length);
  for (let tag = 0; tag < tagCount; tag++) {
    onProgress(tag / tagCount);
    if (rowsOfTag[tag].length === 0 || !takesPart(tag)) continue;
    labels.fill(-1);
    for (const at of rowsOfTag[tag]) labels[at] = 1;
    const { weights, bias } = plainKernels.fitLogistic(features, fitRows, labels, options);
    for (const row of scoredRows) {
      let score = bias;
      for (let p = features.rowStart[row]; p < features.rowStart[row + 1]; p++) {
        score += features.values[p] * weights[features.columnIndex[p]];
      }
      scores.get(row)![tag] = score;
    }
  }
  onProgress(1);
}

/** For each tag the places in `rows` of the documents that have it. */
function rowsByTag(rows: Int32Array, tags: SplitCorpus["tags"], tagCount: number): number[][] {
  const places: number[][] = Array.from({ length: tagCount }, () => []);
  rows.forEach((row, at) => {
    for (const tag of tagsOf(tags, row)) places[tag].push(at);
  });
  return places;
}

/** A fold for each of the training documents: as even as can be, in an order drawn from the seed. */
function foldsOf(documents: number, folds: number, seed: number): Int32Array {
  const order = Array.from({ length: documents }, (_, at) => at);
  const keys = order.map((at) => hashOf(String(at), seed));
  order.sort((a, b) => keys[a] - keys[b] || a - b);
  const foldOf = new Int32Array(documents);
  order.forEach((at, place) => {
    foldOf[at] = place % folds;
  });
  return foldOf;
}
