import { expectedCalibrationError } from "../evaluation/calibration.ts";
import { evaluate } from "../evaluation/metrics.ts";
import { medianLevel } from "../sdlgm/decision.ts";
import type { ExampleSet } from "../sdlgm/example.ts";
import type { Fit } from "../sdlgm/fit.ts";
import { fillMarginals } from "../sdlgm/fitDecision.ts";
import { decide } from "../sdlgm/model.ts";
import { topIndices } from "../sdlgm/ranking.ts";
import { type JudgedDocument, reliabilityOf, SHOWN } from "./judgedDocument.ts";

/**
 * What the model says of the training documents, each served without its own tags.
 *
 * @param checkpoint called for each document; throws to give up
 */
export function judgeHeldOut(
  examples: ExampleSet,
  { parameters, heldOut }: Pick<Fit, "parameters" | "heldOut">,
  checkpoint: () => void,
): JudgedDocument[] {
  const p = new Float64Array(examples.tags);
  return heldOut.map((document, i) => {
    checkpoint();
    const { levelProbabilities } = document;
    fillMarginals(document, p);
    const ranking = topIndices(p, SHOWN);
    return {
      truth: examples.tagsOf(i),
      ranking,
      probabilities: Float64Array.from(ranking, (tag) => Math.min(p[tag], 1)),
      predicted: decide(parameters, { marginals: p, levelProbabilities }),
      level: medianLevel(levelProbabilities),
    };
  });
}

/** How well the training documents' own tags are found again when they are served without them. */
export function heldOutFigures(judged: readonly JudgedDocument[]): Record<string, number> {
  return { ...evaluate(judged), calibrationError: expectedCalibrationError(reliabilityOf(judged)) };
}
