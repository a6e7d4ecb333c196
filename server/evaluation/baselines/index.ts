import type { Baseline } from "./baseline.ts";
import { literal } from "./literal.ts";
import { nearestNeighbours } from "./nearestNeighbours.ts";
import { oneVsRest } from "./oneVsRest.ts";
import { popularity } from "./popularity.ts";

export {
  type Baseline,
  type BaselineOptions,
  type FittedBaseline,
  judge,
  type SplitCorpus,
} from "./baseline.ts";

/** The known ways of tagging that a report sets beside the model, the simplest first. */
export const baselines: readonly Baseline[] = [popularity, literal, nearestNeighbours(), oneVsRest()];
