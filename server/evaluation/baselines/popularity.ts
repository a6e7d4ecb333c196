import { countTags, tagsOf } from "../tagLists.ts";
import { tuneThreshold } from "../threshold.ts";
import { type Baseline, withThreshold } from "./baseline.ts";

/**
 * The same answer for every document: a tag's share of the training documents. The threshold, which only says how many of
 * the commonest tags everyone gets, is tuned on those shares themselves.
 */
export const popularity: Baseline = {
  name: "popularity",
  fit({ tags, tagCount, trainRows }) {
    const scores = Float64Array.from(countTags(tags, trainRows, tagCount), (count) =>
      count === 0 ? Number.NEGATIVE_INFINITY : count / trainRows.length,
    );
    const training = Array.from(trainRows, (row) => ({ scores, truth: tagsOf(tags, row) }));
    return withThreshold(() => scores, tuneThreshold(training));
  },
};
