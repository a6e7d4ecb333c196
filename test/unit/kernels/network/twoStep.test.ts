import { describe, expect, it } from "vitest";
import { plainNetwork, type TwoStepSample } from "../../../../server/kernels/network/index.ts";
import { gumbel, streamOf } from "../../../../server/kernels/network/noise.ts";
import {
  createSampleTape,
  relaxedTwoStepBackward,
  relaxedTwoStepForward,
} from "../../../../server/sdlgm/sampler.ts";
import { largestDifference, randomValues } from "../matrices.ts";
import { differences, dot } from "./networkArrays.ts";

const { twoStepForward, twoStepBackward } = plainNetwork;
const options = {
  rows: 3,
  features: 7,
  limit: 4,
  levelTemperature: 0.8,
  temperature: 0.6,
  seed: 11,
};

function emptySample(rows: number, features: number, limit: number): TwoStepSample {
  return {
    code: new Float64Array(rows * features),
    relaxedLevel: new Float64Array(rows * (limit + 1)),
    attention: new Float64Array(rows * limit * features),
    level: new Int32Array(rows),
    order: new Int32Array(rows * limit),
  };
}

describe("Gumbel noise", () => {
  it("has the mean .5772 and the variance π²/6, and no two streams share it", () => {
    const draws = Array.from({ length: 100_000 }, (_, i) => gumbel(streamOf(3, i % 10), Math.floor(i / 10)));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0.5772, 1);
    expect(variance).toBeCloseTo(Math.PI ** 2 / 6, 1);
    expect(new Set(draws.slice(0, 1000)).size).toBeGreaterThan(995);
  });
});

describe("the two-step sample", () => {
  const levelLogits = randomValues(3 * 5, 1).map((g) => 2 * g);
  const theta = randomValues(3 * 7, 2).map((score) => 3 * score);
  const sample = emptySample(3, 7, 4);

  it("is the model's own for the same noise, row by row, forward and backward", () => {
    twoStepForward(options, levelLogits, theta, sample);
    const dCode = randomValues(3 * 7, 3);
    const [dLevel, dTheta] = [new Float64Array(3 * 5), new Float64Array(3 * 7)];
    twoStepBackward(options, sample, dCode, dLevel, dTheta);
    for (let d = 0; d < 3; d++) {
      const tape = createSampleTape(7, 4);
      const stream = streamOf(options.seed, d);
      tape.gumbelLevel.forEach((_, l) => {
        tape.gumbelLevel[l] = gumbel(stream, 0x40000000 + l);
      });
      tape.gumbelTags.forEach((_, k) => {
        tape.gumbelTags[k] = gumbel(stream, k);
      });
      const [g, scores] = [levelLogits.slice(5 * d, 5 * d + 5), theta.slice(7 * d, 7 * d + 7)];
      relaxedTwoStepForward(g, scores, { level: 0.8, subset: 0.6 }, 1e-6, tape);
      expect(largestDifference(sample.code.subarray(7 * d, 7 * d + 7), tape.code)).toBeLessThan(1e-13);
      const [expectedLevel, expectedTheta] = [new Float64Array(5), new Float64Array(7)];
      relaxedTwoStepBackward(dCode.slice(7 * d, 7 * d + 7), tape, expectedLevel, expectedTheta);
      expect(largestDifference(dLevel.subarray(5 * d, 5 * d + 5), expectedLevel)).toBeLessThan(1e-12);
      expect(largestDifference(dTheta.subarray(7 * d, 7 * d + 7), expectedTheta)).toBeLessThan(1e-12);
    }
  });

  it("has the gradients of finite differences", () => {
    const dCode = randomValues(3 * 7, 3);
    const loss = () => {
      twoStepForward(options, levelLogits, theta, sample);
      return dot(sample.code, dCode);
    };
    loss();
    const [dLevel, dTheta] = [new Float64Array(3 * 5), new Float64Array(3 * 7)];
    twoStepBackward(options, sample, dCode, dLevel, dTheta);
    expect(largestDifference(dLevel, differences(loss, levelLogits))).toBeLessThan(1e-7);
    expect(largestDifference(dTheta, differences(loss, theta))).toBeLessThan(1e-7);
  });

  it("if hard has so many ones as its level says, at the largest perturbed scores, and the relaxed one's gradients", () => {
    const relaxed = emptySample(3, 7, 4);
    twoStepForward(options, levelLogits, theta, relaxed);
    twoStepForward({ ...options, hard: true }, levelLogits, theta, sample);
    expect(sample.attention).toEqual(relaxed.attention);
    for (let d = 0; d < 3; d++) {
      const ones = [...sample.code.subarray(7 * d, 7 * d + 7).keys()].filter(
        (k) => sample.code[7 * d + k] === 1,
      );
      const drawn = [...sample.order.subarray(4 * d, 4 * d + sample.level[d])];
      expect(ones).toEqual(drawn.sort((a, b) => a - b));
    }
  });

  it("has −1 for the features that there are not", () => {
    const few = emptySample(1, 2, 4);
    const shape = { ...options, rows: 1, features: 2 };
    twoStepForward(shape, levelLogits.subarray(0, 5), theta.subarray(0, 2), few);
    expect([...few.order].sort((a, b) => a - b)).toEqual([-1, -1, 0, 1]);
  });
});
