import { describe, expect, it } from "vitest";
import { plainNetwork } from "../../../../server/kernels/network/index.ts";
import * as model from "../../../../server/sdlgm/kSubset.ts";
import { largestDifference, randomValues } from "../matrices.ts";
import { differences, dot } from "./networkArrays.ts";

const { logElementarySymmetric, subsetInclusion, subsetInclusionBackward } = plainNetwork;

describe("the k-subset distribution of a batch", () => {
  const shape = { rows: 3, tags: 6, limit: 4 };
  const theta = randomValues(18, 1).map((score) => 4 * score);
  const coefficients = randomValues(15, 2);

  it("is the model's own in every row, −Infinity and impossible sizes included", () => {
    const scores = theta.slice();
    scores.set([-Infinity, 1, -Infinity, 2, -Infinity, -Infinity], 6);
    const logE = new Float64Array(15);
    logElementarySymmetric(shape, scores, logE);
    for (let d = 0; d < 3; d++) {
      const row = scores.slice(6 * d, 6 * d + 6);
      expect(logE.slice(5 * d, 5 * d + 5)).toEqual(model.logElementarySymmetric(row, 4));
      const inclusion = model.inclusionProbabilities(row, 4);
      for (let l = 1; l <= 4; l++) {
        const unit = Float64Array.from({ length: 5 }, (_, at) => Number(at === l));
        const found = new Float64Array(6);
        subsetInclusion({ rows: 1, tags: 6, limit: 4 }, row, unit, found);
        const expected = inclusion
          .subarray(6 * l, 6 * l + 6)
          .map((share) => (Number.isNaN(share) ? 0 : share));
        expect(largestDifference(found, expected)).toBeLessThan(1e-14);
      }
    }
  });

  it("has inclusion for the gradient of log e", () => {
    const logE = new Float64Array(15);
    const loss = () => {
      logElementarySymmetric(shape, theta, logE);
      return dot(logE, coefficients);
    };
    const inclusion = new Float64Array(18);
    subsetInclusion(shape, theta, coefficients, inclusion);
    expect(largestDifference(inclusion, differences(loss, theta))).toBeLessThan(1e-9);
  });

  it("has the gradients of inclusion that finite differences have", () => {
    const direction = randomValues(18, 3);
    const inclusion = new Float64Array(18);
    const loss = () => {
      subsetInclusion(shape, theta, coefficients, inclusion);
      return dot(inclusion, direction);
    };
    const [dCoefficients, dTheta] = [new Float64Array(15), new Float64Array(18)];
    subsetInclusionBackward(shape, theta, coefficients, direction, dCoefficients, dTheta);
    expect(largestDifference(dTheta, differences(loss, theta))).toBeLessThan(1e-8);
    expect(largestDifference(dCoefficients, differences(loss, coefficients))).toBeLessThan(1e-8);
  });
});
