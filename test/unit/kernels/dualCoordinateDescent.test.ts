import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cancelled, plainKernels } from "../../../server/kernels/index.ts";
import { fromDense, largestDifference, randomSparse, randomValues } from "./matrices.ts";

const { fitSquaredHinge, fitLogistic, sparseTimesVector, transpose } = plainKernels;

/** For each loss, how hard a row pulls the weights at a margin: minus the derivative of its loss. */
const LOSSES = {
  "squared hinge": { solve: fitSquaredHinge, pull: (margin: number) => 2 * Math.max(0, 1 - margin) },
  logistic: { solve: fitLogistic, pull: (margin: number) => 1 / (1 + Math.exp(margin)) },
};

const everyRow = (count: number) => Int32Array.from({ length: count }, (_, r) => r);
const someLabels = (count: number, seed: number) =>
  Int8Array.from(randomValues(count, seed), (value) => (value > 0.3 ? 1 : -1));

describe("linear models of one row", () => {
  const single = fromDense([1], 1, 1);
  it("squared hinge: ½w² + ½(1 − w)² is smallest at ½", () => {
    const model = fitSquaredHinge(single, everyRow(1), Int8Array.of(1), {
      cost: 0.5,
      constant: 0,
      tolerance: 1e-9,
    });
    expect(model.weights[0]).toBeCloseTo(0.5, 8);
    expect(model.bias).toBe(0);
  });

  it("logistic: ½w² + log(1 + exp(w)) for a row of the other class is smallest at −0.401058", () => {
    const model = fitLogistic(single, everyRow(1), Int8Array.of(-1), { constant: 0, tolerance: 1e-9 });
    expect(model.weights[0]).toBeCloseTo(-0.401058, 6);
  });
});

describe("linear models", () => {
  for (const [name, { solve, pull }] of Object.entries(LOSSES)) {
    it(`${name}: the penalty on the weights balances the pull of the rows`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 25 }),
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom(0.1, 1, 30),
          fc.integer(),
          (count, columns, cost, seed) => {
            const features = randomSparse(count, columns, 0.5, seed);
            const labels = someLabels(count, seed + 2);
            const options = { cost, tolerance: 1e-7, maximumPasses: 20_000, seed };
            const model = solve(features, everyRow(count), labels, options);
            expect(model.converged).toBe(true);
            const scores = sparseTimesVector(features, model.weights);
            const pulls = scores.map((score, r) => cost * labels[r] * pull(labels[r] * (score + model.bias)));
            const balanced = sparseTimesVector(transpose(features), pulls);
            expect(largestDifference(model.weights, balanced)).toBeLessThan(1e-4);
            const sum = pulls.reduce((total, value) => total + value, 0);
            expect(Math.abs(model.bias - sum)).toBeLessThan(1e-4);
          },
        ),
        { seed: 20230403, numRuns: 40 },
      );
    });

    it(`${name}: the weights are the rows, weighted by the dual`, () => {
      const features = randomSparse(30, 8, 0.4, 3);
      const labels = someLabels(30, 4);
      const model = solve(features, everyRow(30), labels);
      const weighted = model.dual.map((dual, r) => dual * labels[r]);
      expect(model.dual.every((dual) => dual >= 0)).toBe(true);
      expect(largestDifference(model.weights, sparseTimesVector(transpose(features), weighted))).toBeLessThan(
        1e-10,
      );
    });

    it(`${name}: uses only the rows that are named`, () => {
      const features = randomSparse(30, 8, 0.4, 3);
      const other = { ...features, values: features.values.slice() };
      other.values.fill(9, other.rowStart[20]);
      const options = { tolerance: 1e-6 };
      const labels = someLabels(20, 4);
      expect(solve(features, everyRow(20), labels, options)).toEqual(
        solve(other, everyRow(20), labels, options),
      );
    });

    it(`${name}: the same seed gives the same bits, another seed the same model`, () => {
      const features = randomSparse(40, 9, 0.4, 6);
      const labels = someLabels(40, 7);
      const run = (seed: number) => solve(features, everyRow(40), labels, { seed, tolerance: 1e-8 });
      expect(run(5)).toEqual(run(5));
      expect(run(5).weights).not.toEqual(run(6).weights);
      expect(largestDifference(run(5).weights, run(6).weights)).toBeLessThan(1e-6);
    });

    it(`${name}: says that it did not get there`, () => {
      const features = randomSparse(40, 9, 0.4, 6);
      const options = { cost: 100, tolerance: 1e-12, maximumPasses: 3 };
      const model = solve(features, everyRow(40), someLabels(40, 7), options);
      expect([model.passes, model.converged]).toEqual([3, false]);
    });

    it(`${name}: no rows give no weights, a cost of 0 is refused, and it stops when told to`, () => {
      const features = randomSparse(5, 3, 0.5, 1);
      const labels = Int8Array.of(1, -1, 1, 1, -1);
      const empty = solve(features, new Int32Array(0), new Int8Array(0));
      expect([...empty.weights, empty.bias]).toEqual([0, 0, 0, 0]);
      expect(() => solve(features, everyRow(5), labels, { cost: 0 })).toThrow(RangeError);
      const watch = { shouldStop: () => true };
      expect(() => solve(features, everyRow(5), labels, { watch })).toThrow(Cancelled);
    });
  }
});
