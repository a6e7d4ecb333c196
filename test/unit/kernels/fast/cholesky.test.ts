import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cancelled, plainKernels } from "../../../../server/kernels/index.ts";
import { largestDifference, randomPositiveDefinite, randomValues, transposeDense } from "../matrices.ts";
import { enginesOf } from "./flavours.ts";

const engines = enginesOf(16 << 20);

/** Random unit rows with a ridge, as training has them: X Xᵀ + λ I. */
function ridgeMatrix(n: number, lambda: number, seed: number): Float64Array {
  const width = 40;
  const x = randomValues(n * width, seed);
  for (let i = 0; i < n; i++) {
    const row = x.subarray(i * width, (i + 1) * width);
    const norm = Math.hypot(...row);
    // With something in common, which makes it badly conditioned.
    row.forEach((value, j) => {
      row[j] = value / norm / 2 + Math.sqrt(0.75 / width);
    });
  }
  const gram = new Float64Array(n * n);
  plainKernels.gemmNT(n, n, width, 1, x, x, gram);
  for (let i = 0; i < n; i++) gram[i * n + i] += lambda;
  return gram;
}

describe.each(engines)("choleskyInverse by $flavour", ({ kernels, arena }) => {
  it("agrees with the plain one over random matrices of any size", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 260 }),
        fc.constantFrom(0.03, 0.3, 3),
        fc.integer(),
        (n, lambda, seed) => {
          const fast = ridgeMatrix(n, lambda, seed);
          const expected = fast.slice();
          kernels.choleskyInverse(fast, n);
          plainKernels.choleskyInverse(expected, n);
          expect(largestDifference(fast, transposeDense(fast, n, n))).toBe(0);
          // The largest element of the inverse is near 1 / λ, the largest eigenvalue of the matrix near .75 n + λ.
          const tolerance = (1e-7 * (n + lambda)) / lambda / lambda;
          expect(largestDifference(fast, expected)).toBeLessThanOrEqual(tolerance);
        },
      ),
      { seed: 20230403, numRuns: 40 },
    );
  });

  it.each([1, 63, 64, 65, 127, 128, 129, 192, 200, 321])(
    "reads nothing above the diagonal of %i rows",
    (n) => {
      const a = ridgeMatrix(n, 1, 3);
      const expected = a.slice();
      const spoiled = a.map((value, at) => (at % n > Math.floor(at / n) ? Number.NaN : value));
      kernels.choleskyInverse(spoiled, n);
      plainKernels.choleskyInverse(expected, n);
      expect(largestDifference(spoiled, expected)).toBeLessThan(3e-5);
    },
  );

  it("works in place on a matrix in the arena", () => {
    arena.scoped(() => {
      const a = arena.float32(4);
      a.set([4, Number.NaN, 2, 10]);
      kernels.choleskyInverse(a, 2);
      const exact = [10, -2, -2, 4].map((value) => value / 36);
      expect(largestDifference(a, exact)).toBeLessThan(1e-7);
    });
  });

  it("refuses a matrix that is not positive definite, and names the pivot", () => {
    expect(() => kernels.choleskyInverse(new Float64Array([1, 2, 2, 1]), 2)).toThrow(RangeError);
    expect(() => kernels.choleskyInverse(new Float64Array([0]), 1)).toThrow("pivot 0 is 0");
    expect(() => kernels.choleskyInverse(new Float64Array([Number.NaN]), 1)).toThrow(RangeError);
    const late = randomPositiveDefinite(200, 3);
    late[150 * 201] = -1;
    expect(() => kernels.choleskyInverse(late, 200)).toThrow("pivot 150");
  });

  it("says how far it is, never falling and ending at 1", () => {
    const seen: number[] = [];
    const watch = { onProgress: (fraction: number) => seen.push(fraction) };
    kernels.choleskyInverse(randomPositiveDefinite(300, 9), 300, watch);
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
    expect(seen.at(-2)).toBeLessThanOrEqual(1);
    expect(seen.at(-1)).toBe(1);
  });

  it("stops in the middle when it is told to, and leaves the arena as it was", () => {
    const before = arena.free;
    let polls = 0;
    const run = () =>
      kernels.choleskyInverse(randomPositiveDefinite(300, 9), 300, { shouldStop: () => ++polls > 5 });
    expect(run).toThrow(Cancelled);
    expect(polls).toBe(6);
    expect(arena.free).toBe(before);
  });
});
