import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { softmax } from "../../../server/sdlgm/logDomain.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import {
  createSampleTape,
  hardTwoStep,
  relaxedTwoStepBackward,
  relaxedTwoStepForward,
  type SampleTape,
  sampleRelaxed,
  sampleStraightThrough,
} from "../../../server/sdlgm/sampler.ts";
import { expectClose, numericGradient, readVectors, scores, seeded, someNumbers, sum } from "./numbers.ts";

interface Case {
  K: number;
  L0: number;
  tauL: number;
  tauZ: number;
  eps: number;
  logitsL: number[];
  theta: number[];
  gumbelL: number[];
  gumbelZ: number[];
  l: number[];
  w: number[];
  A: number[][];
  z: number[];
  c: number[];
  dot: number;
  dLogitsL: number[];
  dTheta: number[];
  hardL: number;
  hardTop: number[];
  hardSet: number[];
}
const { cases } = readVectors<{ cases: Case[] }>("relaxed_two_step");

function tapeWithNoise(levelNoise: ArrayLike<number>, tagNoise: ArrayLike<number>): SampleTape {
  const tape = createSampleTape(tagNoise.length, levelNoise.length - 1);
  tape.gumbelLevel.set(levelNoise);
  tape.gumbelTags.set(tagNoise);
  return tape;
}

describe.each(cases)("the reference sample of $K tags at temperatures $tauL and $tauZ", (given) => {
  const levelLogits = Float64Array.from(given.logitsL);
  const theta = Float64Array.from(given.theta);
  const temperatures = { level: given.tauL, subset: given.tauZ };

  it("is reproduced forward", () => {
    const tape = tapeWithNoise(given.gumbelL, given.gumbelZ);
    relaxedTwoStepForward(levelLogits, theta, temperatures, given.eps, tape);
    expectClose(tape.relaxedLevel, given.l, 1e-9);
    expectClose(tape.weights, given.w, 1e-9);
    expectClose(tape.attention, given.A.flat(), 1e-9);
    expectClose(tape.code, given.z, 1e-9);
  });

  it("is reproduced backward", () => {
    const tape = tapeWithNoise(given.gumbelL, given.gumbelZ);
    relaxedTwoStepForward(levelLogits, theta, temperatures, given.eps, tape);
    const dLevelLogits = new Float64Array(levelLogits.length);
    const dTheta = new Float64Array(theta.length);
    relaxedTwoStepBackward(Float64Array.from(given.c), tape, dLevelLogits, dTheta);
    expectClose(dLevelLogits, given.dLogitsL, 1e-7, 1e-10);
    expectClose(dTheta, given.dTheta, 1e-7, 1e-10);
  });

  it("is reproduced as a hard sample", () => {
    const tape = tapeWithNoise(given.gumbelL, given.gumbelZ);
    const { level, tags } = hardTwoStep(levelLogits, theta, tape);
    expect(level).toBe(given.hardL);
    expect([...tags]).toEqual(given.hardTop.slice(0, level));
    expect([...tags].sort((a, b) => a - b)).toEqual(given.hardSet);
  });
});

describe("the relaxed sample", () => {
  it("has the gradients of central differences, added to what is there", () => {
    const levelLogits = someNumbers(1, 5);
    const theta = someNumbers(2, 9);
    const dCode = someNumbers(3, 9);
    const levelNoise = someNumbers(4, 5);
    const tagNoise = someNumbers(5, 9);
    const temperatures = { level: 0.8, subset: 0.6 };
    const loss = (g: Float64Array, scoresAt: Float64Array) => {
      const tape = tapeWithNoise(levelNoise, tagNoise);
      relaxedTwoStepForward(g, scoresAt, temperatures, 1e-6, tape);
      return sum(tape.code.map((value, k) => value * dCode[k]));
    };
    const tape = tapeWithNoise(levelNoise, tagNoise);
    relaxedTwoStepForward(levelLogits, theta, temperatures, 1e-6, tape);
    const dLevelLogits = new Float64Array(5).fill(2);
    const dTheta = new Float64Array(9).fill(-1);
    relaxedTwoStepBackward(dCode, tape, dLevelLogits, dTheta);
    const expectedLevel = numericGradient((g) => loss(g, theta), levelLogits);
    const expectedTheta = numericGradient((at) => loss(levelLogits, at), theta);
    expectClose(
      dLevelLogits,
      expectedLevel.map((value) => value + 2),
      1e-7,
      1e-8,
    );
    expectClose(
      dTheta,
      expectedTheta.map((value) => value - 1),
      1e-7,
      1e-8,
    );
  });

  it("has no gradient through a removal that is clamped", () => {
    const theta = Float64Array.of(18, 0, -0.5, 0.3);
    const levelLogits = Float64Array.of(0, 0, 1);
    const dCode = Float64Array.of(1, -2, 0.5, 3);
    const noNoise = [new Float64Array(3), new Float64Array(4)] as const;
    const loss = (at: Float64Array) => {
      const tape = tapeWithNoise(...noNoise);
      relaxedTwoStepForward(levelLogits, at, { level: 1, subset: 1 }, 1e-6, tape);
      return sum(tape.code.map((value, k) => value * dCode[k]));
    };
    const tape = tapeWithNoise(...noNoise);
    relaxedTwoStepForward(levelLogits, theta, { level: 1, subset: 1 }, 1e-6, tape);
    const dTheta = new Float64Array(4);
    relaxedTwoStepBackward(dCode, tape, new Float64Array(3), dTheta);
    expectClose(dTheta, numericGradient(loss, theta), 1e-7, 1e-9);
  });

  it("is a code whose sum is the relaxed level, never above the limit, whatever the scores", () => {
    fc.assert(
      fc.property(scores(1, 12), fc.nat(), (theta, seed) => {
        const tape = createSampleTape(theta.length, 4);
        sampleRelaxed(new Float64Array(5), theta, { level: 0.3, subset: 0.3 }, createRandom(seed), tape);
        expect(sum(tape.code)).toBeCloseTo(sum(tape.weights), 9);
        expect(sum(tape.code)).toBeLessThanOrEqual(4 + 1e-9);
        const dTheta = new Float64Array(theta.length);
        relaxedTwoStepBackward(someNumbers(seed, theta.length), tape, new Float64Array(5), dTheta);
        expect(dTheta.every(Number.isFinite)).toBe(true);
      }),
      seeded,
    );
  });

  it.each([
    { level: 0.29, subset: 1 },
    { level: 1, subset: 0.1 },
    { level: Number.NaN, subset: 1 },
  ])("refuses the temperatures %o", (temperatures) => {
    const draw = () =>
      sampleRelaxed(
        new Float64Array(3),
        new Float64Array(4),
        temperatures,
        createRandom(1),
        createSampleTape(4, 2),
      );
    expect(draw).toThrow(RangeError);
    expect(draw).toThrow(/temperature .* at least 0\.3/);
  });
});

describe("the straight-through sample", () => {
  it("is L-hot with L at most the limit, the same for the same seed", () => {
    fc.assert(
      fc.property(scores(5, 12), fc.nat(), (theta, seed) => {
        const draw = () => {
          const tape = createSampleTape(theta.length, 4);
          const temperatures = { level: 1, subset: 1 };
          const sample = sampleStraightThrough(
            new Float64Array(5),
            theta,
            temperatures,
            createRandom(seed),
            tape,
          );
          return { ...sample, code: tape.code };
        };
        const { level, tags, code } = draw();
        expect(level).toBeLessThanOrEqual(4);
        expect(tags).toHaveLength(level);
        expect(sum(code)).toBe(level);
        for (const k of tags) expect(code[k]).toBe(1);
        expect(draw()).toEqual({ level, tags, code });
      }),
      seeded,
    );
  });

  it("has the gradients of the relaxed sample", () => {
    const levelLogits = someNumbers(6, 4);
    const theta = someNumbers(7, 8);
    const dCode = someNumbers(8, 8);
    const temperatures = { level: 0.7, subset: 0.5 };
    const gradients = [sampleRelaxed, sampleStraightThrough].map((sample) => {
      const tape = createSampleTape(8, 3);
      sample(levelLogits, theta, temperatures, createRandom(9), tape);
      const dLevelLogits = new Float64Array(4);
      const dTheta = new Float64Array(8);
      relaxedTwoStepBackward(dCode, tape, dLevelLogits, dTheta);
      return { dLevelLogits, dTheta };
    });
    expect(gradients[1]).toEqual(gradients[0]);
  });

  it("draws levels from softmax(g) and orders from the Plackett-Luce distribution", () => {
    const levelLogits = Float64Array.of(0, 0.5, 1);
    const theta = Float64Array.of(1, -0.5, 0.2, 0);
    const levelProbabilities = new Float64Array(3);
    softmax(levelLogits, levelProbabilities);
    const odds = theta.map(Math.exp);
    const total = sum(odds);
    const probabilityOf = (tags: number[]) => {
      let rest = total;
      let probability = levelProbabilities[tags.length];
      for (const k of tags) {
        probability *= odds[k] / rest;
        rest -= odds[k];
      }
      return probability;
    };
    const orders: number[][] = [[]];
    for (let i = 0; i < 4; i++) {
      orders.push([i]);
      for (let j = 0; j < 4; j++) if (j !== i) orders.push([i, j]);
    }

    const draws = 20_000;
    const counts = new Map<string, number>();
    const random = createRandom(13);
    const tape = createSampleTape(4, 2);
    for (let i = 0; i < draws; i++) {
      const { tags } = sampleStraightThrough(levelLogits, theta, { level: 1, subset: 1 }, random, tape);
      counts.set(tags.join(), (counts.get(tags.join()) ?? 0) + 1);
    }
    let chiSquare = 0;
    for (const order of orders) {
      const expected = draws * probabilityOf(order);
      chiSquare += ((counts.get(order.join()) ?? 0) - expected) ** 2 / expected;
    }
    expect(orders).toHaveLength(17);
    // 99.9 % quantile with 16 degrees of freedom.
    expect(chiSquare).toBeLessThan(39.3);
  });
});
