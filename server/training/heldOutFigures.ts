import { expectedCalibrationError, reliability } from "../evaluation/calibration.ts";
import { evaluate } from "../evaluation/metrics.ts";
import { medianLevel } from "../sdlgm/decision.ts";
import type { ExampleSet } from "../sdlgm/example.ts";
import type { Fit } from "../sdlgm/fit.ts";
import { decide } from "../sdlgm/model.ts";
import { topIndices } from "../sdlgm/ranking.ts";

/** What is shown of a document, and what calibration is measured on: the many tags near nought would hide every error. */
const SHOWN = 20;

/**
 * How well the training documents' own tags are found again when they are served without them.
 *
 * @param checkpoint called for each document; throws to give up
 */
export function heldOutFigures(
  examples: ExampleSet,
  { parameters, heldOut }: Fit,
  checkpoint: () => void,
): Record<string, number> {
  const probabilities: number[] = [];
  const outcomes: number[] = [];
  const judgements = heldOut.map(({ marginals, levelProbabilities }, i) => {
    checkpoint();
    const p = Float64Array.from(marginals);
    const truth = examples.tagsOf(i);
    const ranking = topIndices(p, Math.min(SHOWN, p.length));
    for (const tag of ranking) {
      probabilities.push(Math.min(p[tag], 1));
      outcomes.push(truth.includes(tag) ? 1 : 0);
    }
    return {
      truth,
      ranking,
      predicted: decide(parameters, { marginals: p, levelProbabilities }),
      level: medianLevel(levelProbabilities),
    };
  });
  const calibrationError = expectedCalibrationError(reliability(probabilities, outcomes));
  return { ...evaluate(judgements), calibrationError };
}
