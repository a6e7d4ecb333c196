import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { multiplyAdd, rowMajor, transposed } from "../../../server/kernels/gemm.ts";
import { Cancelled, plainKernels } from "../../../server/kernels/index.ts";
import { largestDifference, productOf, randomValues, transposeDense } from "./matrices.ts";

const SHAPES = [
  [0, 0, 0],
  [0, 3, 2],
  [3, 0, 2],
  [3, 2, 0],
  [1, 1, 1],
  [4, 4, 4],
  [5, 3, 7],
  [65, 33, 17],
  [3, 70, 300],
  [130, 9, 513],
  [2, 1100, 64],
] as const;

describe("matrix products", () => {
  for (const [m, n, k] of SHAPES) {
    it(`${m}×${k} times ${k}×${n} agrees with the definition in its three forms`, () => {
      const a = randomValues(m * k, 1);
      const b = randomValues(k * n, 2);
      const before = randomValues(m * n, 3);
      const product = productOf(a, b, m, n, k);
      const expected = before.map((value, at) => value - 0.5 * product[at]);
      const forms = {
        NN: (c: Float64Array) => plainKernels.gemmNN(m, n, k, -0.5, a, b, c),
        NT: (c: Float64Array) => plainKernels.gemmNT(m, n, k, -0.5, a, transposeDense(b, k, n), c),
        TN: (c: Float64Array) => plainKernels.gemmTN(m, n, k, -0.5, transposeDense(a, m, k), b, c),
      };
      for (const [form, run] of Object.entries(forms)) {
        const c = before.slice();
        run(c);
        expect(largestDifference(c, expected), form).toBeLessThan(1e-12);
      }
    });
  }

  it("agrees with the definition on random shapes", () => {
    const size = fc.integer({ min: 0, max: 90 });
    fc.assert(
      fc.property(size, size, size, fc.integer(), (m, n, k, seed) => {
        const a = randomValues(m * k, seed);
        const b = randomValues(k * n, seed + 1);
        const c = new Float64Array(m * n);
        plainKernels.gemmNN(m, n, k, 1, a, b, c);
        expect(largestDifference(c, productOf(a, b, m, n, k))).toBeLessThan(1e-12);
      }),
      { seed: 20230403, numRuns: 40 },
    );
  });

  it("computes the lower triangle alone, and writes no further than three places above the diagonal", () => {
    const depth = 260; // two blocks deep; at 300 columns, two panels wide
    for (const n of [1, 5, 64, 67, 300]) {
      const a = randomValues(n * depth, n);
      const full = new Float64Array(n * n);
      const lower = new Float64Array(n * n);
      plainKernels.gemmNT(n, n, depth, 1, a, a, full);
      const view = rowMajor(a, depth);
      multiplyAdd(n, n, depth, 1, view, transposed(view), rowMajor(lower, n), "lower");
      for (let i = 0; i < n; i++) {
        const row = i * n;
        expect(
          largestDifference(lower.subarray(row, row + i + 1), full.subarray(row, row + i + 1)),
        ).toBeLessThan(1e-12);
        expect(lower.subarray(row + i + 4, row + n).every((value) => value === 0)).toBe(true);
      }
    }
  });

  it("keeps a value that is not a number where it belongs", () => {
    const a = new Float64Array([Number.NaN, 1, 1, 1]);
    const c = new Float64Array(4);
    plainKernels.gemmNN(2, 2, 2, 1, a, new Float64Array([1, 2, 3, 4]), c);
    expect([...c]).toEqual([Number.NaN, Number.NaN, 4, 6]);
  });

  it("stops when it is told to", () => {
    const a = randomValues(100, 1);
    const whole = rowMajor(a, 10);
    const c = rowMajor(new Float64Array(100), 10);
    const run = () => multiplyAdd(10, 10, 10, 1, whole, whole, c, "full", { shouldStop: () => true });
    expect(run).toThrow(Cancelled);
  });
});
