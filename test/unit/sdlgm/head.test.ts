import { describe, expect, it } from "vitest";
import { fitHead, type HeadPrior, headForward } from "../../../server/sdlgm/head.ts";
import { buildPairTable } from "../../../server/sdlgm/pairTable.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { headBackward } from "../../../server/sdlgm/refine.ts";
import { expectClose, numericGradient, someNumbers } from "./numbers.ts";
import { COLUMN_SCALE, COLUMN_SHIFT, simulatedExamples, someExample } from "./simulatedExamples.ts";

/** A prior with so little weight that the documents alone decide. */
function openPrior(columns: number): HeadPrior {
  return { weights: new Float64Array(columns), weightPrecision: 1e-4, bias: 0, biasPrecision: 1e-4 };
}

describe("the head", () => {
  it("is b + Σ a (s − mean) / scale", () => {
    const head = {
      mean: Float64Array.of(2, -1),
      scale: Float64Array.of(4, 0.5),
      weights: Float64Array.of(3, -0.25),
      bias: -1.5,
    };
    const theta = new Float64Array(2);
    headForward(head, [6, -1, 2, 1], theta);
    expectClose(theta, [-1.5 + 3, -1.5 - 1], 1e-14);
  });

  it.each([7, 8])("has the gradient of its central differences, candidates alone (seed %i)", (seed) => {
    const [K, M] = [6, 3];
    const example = someExample(seed, K, M, []);
    example.candidates[4] = 0;
    const fixed = { mean: someNumbers(seed + 1, M), scale: Float64Array.of(0.5, 2, 1) };
    const outer = someNumbers(seed + 2, K);
    const value = (x: Float64Array) => {
      const theta = new Float64Array(K);
      headForward({ ...fixed, weights: x.slice(0, M), bias: x[M] }, example.evidence, theta);
      let sum = 0;
      for (let k = 0; k < K; k++) if (example.candidates[k] === 1) sum += outer[k] * theta[k];
      return sum;
    };
    const gradient = new Float64Array(M + 1);
    headBackward(fixed, example, outer, gradient);
    expectClose(gradient, numericGradient(value, someNumbers(seed + 3, M + 1)), 1e-8, 1e-9);
  });
});

describe("fitting the head", () => {
  const truth = { weights: [1.2, -0.8, 0, 2], bias: -2 };
  const examples = simulatedExamples({ ...truth, documents: 400, tags: 50, seed: 11 });
  const pairs = buildPairTable(examples, 0, createRandom(1));

  it("finds the weights that the documents were drawn with", () => {
    const head = fitHead(pairs, openPrior(4));
    // 20000 pairs: the standard error of a weight is about 0.03.
    truth.weights.forEach((weight, m) => {
      expect(Math.abs(head.weights[m] - weight)).toBeLessThan(0.12);
      expect(head.scale[m] / COLUMN_SCALE[m]).toBeCloseTo(1, 1);
      expect((head.mean[m] - COLUMN_SHIFT[m]) / COLUMN_SCALE[m]).toBeCloseTo(0, 1);
    });
    expect(Math.abs(head.bias - truth.bias)).toBeLessThan(0.12);
  });

  it("never learns from what is no candidate", () => {
    const masked = simulatedExamples({ ...truth, documents: 300, tags: 30, seed: 12, masked: 0.3 });
    // What is masked says the opposite, loudly.
    for (let i = 0; i < masked.count; i++) {
      const { candidates, evidence } = masked.read(i);
      candidates.forEach((candidate, k) => {
        if (candidate === 0) (evidence as Float64Array).fill(1e3, k * 4, k * 4 + 4);
      });
    }
    const head = fitHead(buildPairTable(masked, 0, createRandom(1)), openPrior(4));
    truth.weights.forEach((weight, m) => {
      expect(Math.abs(head.weights[m] - weight)).toBeLessThan(0.2);
    });
  });

  it("stays at its prior where there is nothing to learn from", () => {
    const none = buildPairTable({ ...examples, count: 0 }, 0, createRandom(1));
    const prior = {
      weights: Float64Array.of(1, 2, 3, 4),
      weightPrecision: 30,
      bias: -3,
      biasPrecision: 9,
    };
    const head = fitHead(none, prior);
    expectClose(head.weights, prior.weights, 1e-12);
    expect(head.bias).toBe(-3);
    expect([...head.scale]).toEqual([1, 1, 1, 1]);
  });

  it("gives a column that never varies no say", () => {
    const constant = simulatedExamples({ ...truth, documents: 30, tags: 10, seed: 13 });
    for (let i = 0; i < constant.count; i++) {
      const evidence = constant.read(i).evidence as Float64Array;
      for (let k = 0; k < 10; k++) evidence[k * 4 + 1] = 7;
    }
    const head = fitHead(buildPairTable(constant, 0, createRandom(1)), openPrior(4));
    expect(Math.abs(head.weights[1])).toBeLessThan(1e-6);
    const [theta, shifted] = [new Float64Array(10), new Float64Array(10)];
    headForward(head, constant.read(0).evidence, theta);
    expect(theta.every(Number.isFinite)).toBe(true);
    headForward(
      { ...head, weights: head.weights.map((w, m) => (m === 1 ? 0 : w)) },
      constant.read(0).evidence,
      shifted,
    );
    expectClose(shifted, theta, 1e-6, 1e-6);
  });

  it("can be given up at any computation of the loss", () => {
    let calls = 0;
    const giveUp = () => {
      if (++calls === 3) throw new Error("enough");
    };
    expect(() => fitHead(pairs, openPrior(4), undefined, giveUp)).toThrow("enough");
  });
});
