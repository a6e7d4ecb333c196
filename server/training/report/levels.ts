import type { RunReport } from "../../protocol.ts";
import type { JudgedDocument } from "../judgedDocument.ts";

/** Documents with more tags than this are counted as having as many. */
const MOST = 200;

/** How many tags the documents have, and how many they would get. */
export function levelsOf(judged: readonly JudgedDocument[], limit: number): RunReport["levels"] {
  return {
    own: countsOf(judged.map(({ truth }) => truth.length)),
    predicted: countsOf(judged.map(({ predicted }) => predicted.length)),
    atLimit: judged.filter(({ predicted }) => predicted.length >= limit).length,
  };
}

/** How often 0, 1, … stand among these numbers. */
function countsOf(sizes: readonly number[]): number[] {
  const capped = sizes.map((size) => Math.min(size, MOST));
  const counts: number[] = new Array(capped.reduce((most, size) => Math.max(most, size), 0) + 1).fill(0);
  for (const size of capped) counts[size]++;
  return counts;
}
