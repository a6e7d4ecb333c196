import { countTags, tagsOf } from "../tagLists.ts";
import { tuneThreshold } from "../threshold.ts";
import { type Baseline, tuningRows, withThreshold } from "./baseline.ts";

/**
 * The same answer for every document: a tag's share of the training documents. The threshold, which only says how many of
 * the commonest tags everyone gets, is tuned on those shares themselves.
 */
export const popularity: Baseline = {
  name: "popularity",
  fit({ tags, tagCount, trainRows }, options = {}) {
    const scores = Float64Array.from(countTags(tags, trainRows, tagCount), (count) =>
      count === 0 ? Number.NEGATIVE_INFINITY : count / trainRows.length,
    );
    const training = function* () {
      for (const row of tuningRows(trainRows, options)) yield { scores, truth: tagsOf(tags, row) };
    };
    return withThreshold(() => scores, tuneThreshold(training()));
  },
};
