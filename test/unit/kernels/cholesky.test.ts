import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cancelled, plainKernels } from "../../../server/kernels/index.ts";
import { largestDifference, productOf, randomPositiveDefinite, transposeDense } from "./matrices.ts";

const { cholesky, choleskyInverse } = plainKernels;
const SIZES = [0, 1, 2, 3, 63, 64, 65, 127, 130, 200];

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
}

/** The matrix with everything above its diagonal spoiled. */
function lowerOnly(a: Float64Array, n: number): Float64Array {
  return a.map((value, at) => (at % n > Math.floor(at / n) ? Number.NaN : value));
}

describe("cholesky", () => {
  for (const n of SIZES) {
    it(`gives a lower triangular L with L Lᵀ = A for n = ${n}`, () => {
      const a = randomPositiveDefinite(n, n + 1);
      const l = a.slice();
      cholesky(l, n);
      expect(l.every((value, at) => at % n <= Math.floor(at / n) || value === 0)).toBe(true);
      expect(largestDifference(productOf(l, transposeDense(l, n, n), n, n, n), a)).toBeLessThan(1e-10);
    });
  }

  it("finds the factor that is known by hand", () => {
    const a = new Float64Array([4, 2, 2, 10]);
    cholesky(a, 2);
    expect([...a]).toEqual([2, 0, 1, 3]);
  });
});

describe("choleskyInverse", () => {
  for (const n of SIZES) {
    it(`gives the symmetric A⁻¹ with A A⁻¹ = I for n = ${n}`, () => {
      const a = randomPositiveDefinite(n, n + 7);
      const inverse = a.slice();
      choleskyInverse(inverse, n);
      expect(largestDifference(inverse, transposeDense(inverse, n, n))).toBe(0);
      expect(largestDifference(productOf(a, inverse, n, n, n), identity(n))).toBeLessThan(1e-9);
    });
  }

  it("inverts random matrices", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.integer(), (n, seed) => {
        const a = randomPositiveDefinite(n, seed, 1);
        const inverse = a.slice();
        choleskyInverse(inverse, n);
        expect(largestDifference(productOf(a, inverse, n, n, n), identity(n))).toBeLessThan(1e-9);
      }),
      { seed: 20230403, numRuns: 40 },
    );
  });

  it("reads nothing above the diagonal", () => {
    const n = 70;
    const a = randomPositiveDefinite(n, 5);
    const inverse = lowerOnly(a, n);
    choleskyInverse(inverse, n);
    expect(largestDifference(productOf(a, inverse, n, n, n), identity(n))).toBeLessThan(1e-9);
  });
});

describe("both", () => {
  const kernels = { cholesky, choleskyInverse };
  for (const [name, kernel] of Object.entries(kernels)) {
    it(`${name} refuses a matrix that is not positive definite`, () => {
      expect(() => kernel(new Float64Array([1, 2, 2, 1]), 2)).toThrow(RangeError);
      expect(() => kernel(new Float64Array([0]), 1)).toThrow(RangeError);
      expect(() => kernel(new Float64Array([Number.NaN]), 1)).toThrow(RangeError);
      const late = randomPositiveDefinite(100, 3);
      late[99 * 101] = -1;
      expect(() => kernel(late, 100)).toThrow("pivot 99");
    });

    it(`${name} says how far it is, never falling and ending at 1`, () => {
      const n = 200;
      const seen: number[] = [];
      kernel(randomPositiveDefinite(n, 9), n, { onProgress: (fraction) => seen.push(fraction) });
      expect(seen.length).toBeGreaterThan(3);
      expect(seen).toEqual([...seen].sort((x, y) => x - y));
      expect(seen[0]).toBeGreaterThan(0);
      expect(seen.at(-1)).toBe(1);
    });

    it(`${name} stops in the middle when it is told to`, () => {
      const n = 200;
      let polls = 0;
      const run = () => kernel(randomPositiveDefinite(n, 9), n, { shouldStop: () => ++polls > 5 });
      expect(run).toThrow(Cancelled);
      expect(polls).toBe(6);
    });
  }
});
