import type { CsrMatrix } from "../../kernels/index.ts";
import { countTags, tagsOf } from "../tagLists.ts";
import { tuneThreshold } from "../threshold.ts";
import {
  type Baseline,
  type BaselineOptions,
  type SplitCorpus,
  tuningRows,
  withThreshold,
} from "./baseline.ts";

/**
 * The tags whose name stands in the document, the more often the better; of equally frequent ones the commoner tag first.
 * Only tags of the training documents are known; for tuning the least count, only those of the others.
 */
export const literal: Baseline = {
  name: "literal",
  fit(corpus, options = {}) {
    const { tags, tagCount, trainRows } = corpus;
    const counts = countTags(tags, trainRows, tagCount);
    const mentions = corpus.mentionCounts;
    const score = (row: number, known: Int32Array) => mentionScores(mentions, row, known, trainRows.length);
    const heldOut = leaveOneOut(corpus, counts, score, options);
    return withThreshold((row) => score(row, counts), tuneThreshold(heldOut));
  },
};

function* leaveOneOut(
  { tags, trainRows }: SplitCorpus,
  counts: Int32Array,
  score: (row: number, known: Int32Array) => Float64Array,
  options: BaselineOptions,
) {
  for (const row of tuningRows(trainRows, options)) {
    const truth = tagsOf(tags, row);
    const known = counts.slice();
    for (const tag of truth) known[tag]--;
    yield { scores: score(row, known), truth };
  }
}

function mentionScores(
  mentions: CsrMatrix | undefined,
  row: number,
  known: Int32Array,
  documents: number,
): Float64Array {
  const scores = new Float64Array(known.length).fill(Number.NEGATIVE_INFINITY);
  if (mentions === undefined) return scores;
  for (let p = mentions.rowStart[row]; p < mentions.rowStart[row + 1]; p++) {
    const tag = mentions.columnIndex[p];
    const count = mentions.values[p];
    // The share is below 1 and halved, so that it never outweighs one more mention.
    if (known[tag] > 0 && count > 0) scores[tag] = count + known[tag] / documents / 2;
  }
  return scores;
}
