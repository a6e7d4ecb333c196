import { type ReliabilityBin, reliability } from "../evaluation/calibration.ts";
import type { Judgement } from "../evaluation/metrics.ts";

/** So many tags are shown of a document, and calibration is measured on: the many tags near nought would hide every error. */
export const SHOWN = 20;

/** What a model said of one document whose own tags it did not see, beside these. Tags are numbers. */
export interface JudgedDocument extends Judgement {
  readonly truth: Int32Array;
  /** At most 20. */
  readonly ranking: Int32Array;
  /** Of the ranking, one each, 0..1. */
  readonly probabilities: Float64Array;
  readonly predicted: Int32Array;
  /** The median of the level. */
  readonly level: number;
}

/** The probabilities that were shown beside what came true, in ten bins. */
export function reliabilityOf(judged: readonly JudgedDocument[]): ReliabilityBin[] {
  const probabilities: number[] = [];
  const outcomes: number[] = [];
  for (const { ranking, probabilities: shown, truth } of judged) {
    for (let r = 0; r < ranking.length; r++) {
      probabilities.push(shown[r]);
      outcomes.push(truth.includes(ranking[r]) ? 1 : 0);
    }
  }
  return reliability(probabilities, outcomes);
}
