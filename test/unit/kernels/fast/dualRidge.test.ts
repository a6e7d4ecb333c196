import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cancelled, plainKernels, type RidgeTargets } from "../../../../server/kernels/index.ts";
import { largestDifference, randomSparse } from "../matrices.ts";
import { enginesOf } from "./flavours.ts";

const engines = enginesOf(16 << 20);

/** The Gram matrix of sparse unit rows, some of them empty. */
function unitGram(n: number, seed: number): Float64Array {
  const matrix = randomSparse(n, 50, 0.1, seed);
  for (let i = 0; i < n; i++) {
    const row = matrix.values.subarray(matrix.rowStart[i], matrix.rowStart[i + 1]);
    const norm = Math.hypot(...row);
    row.forEach((value, at) => {
      row[at] = Math.abs(value) / norm;
    });
  }
  return plainKernels.sparseGram(matrix);
}

function randomTargets(n: number, columns: number, seed: number): RidgeTargets {
  const { rowStart, columnIndex } = randomSparse(n, columns, 0.1, seed);
  const means = new Float64Array(columns);
  for (const k of columnIndex) means[k] += 1 / n;
  return { columns, rowStart, columnIndex, means };
}

describe.each(engines)("solveDualRidge by $flavour", ({ kernels, arena }) => {
  it("agrees with the plain one over random numbers of rows and columns, few and many", () => {
    const shapes = [fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 90 })] as const;
    fc.assert(
      fc.property(...shapes, fc.constantFrom(0.03, 0.3, 3), fc.integer(), (n, columns, lambda, seed) => {
        const gram = unitGram(n, seed);
        const targets = randomTargets(n, columns, seed + 2);
        const expected = plainKernels.solveDualRidge(gram, n, lambda, targets);
        const fast = kernels.solveDualRidge(gram, n, lambda, targets);
        // As far as the numbers get: 1 / λ, with a condition number that grows with n / λ.
        const tolerance = (2e-7 * (n + 10)) / lambda ** 2;
        expect(largestDifference(fast.coefficients, expected.coefficients)).toBeLessThan(tolerance);
        expect(largestDifference(fast.inverseDiagonal, expected.inverseDiagonal)).toBeLessThan(tolerance);
      }),
      { seed: 20230403, numRuns: 40 },
    );
  });

  it("leaves the Gram matrix as it is, also where it lies in the arena, and reads its lower triangle only", () => {
    arena.scoped(() => {
      const n = 70;
      const full = unitGram(n, 1);
      const gram = arena.float32(n * n);
      gram.set(full.map((value, at) => (at % n > Math.floor(at / n) ? Number.NaN : value)));
      const before = gram.slice();
      const targets = randomTargets(n, 5, 2);
      const { coefficients } = kernels.solveDualRidge(gram, n, 0.3, targets);
      const expected = plainKernels.solveDualRidge(full, n, 0.3, targets);
      expect(largestDifference(coefficients, expected.coefficients)).toBeLessThan(1e-4);
      expect(gram).toEqual(before);
    });
  });

  it.each([4, 80])(
    "says how far it is with %i columns, never falling, and stops when it is told to",
    (columns) => {
      const n = 200;
      const gram = unitGram(n, 9);
      const targets = randomTargets(n, columns, 3);
      const seen: number[] = [];
      kernels.solveDualRidge(gram, n, 1, targets, { onProgress: (fraction) => seen.push(fraction) });
      expect(seen.length).toBeGreaterThan(3);
      expect(seen).toEqual([...seen].sort((x, y) => x - y));
      expect(seen.at(-1)).toBe(1);
      const before = arena.free;
      let polls = 0;
      const watch = { shouldStop: () => ++polls > 5 };
      expect(() => kernels.solveDualRidge(gram, n, 1, targets, watch)).toThrow(Cancelled);
      expect(arena.free).toBe(before);
    },
  );
});
