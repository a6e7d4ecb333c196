import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openEngine } from "../../../../server/kernels/engine.ts";
import { Cancelled, plainKernels } from "../../../../server/kernels/index.ts";
import { startKernelThreads } from "../../../../server/training/kernelThreads.ts";
import { largestDifference, randomSparse, transposeDense } from "../matrices.ts";
import { enginesOf } from "./flavours.ts";

const engines = enginesOf(32 << 20);
/** Of a sum of so many products of numbers below 1 in float32. */
const tolerance = (terms: number): number => 1e-7 * (1 + terms);

describe.each(engines)("Gram matrices of sparse matrices by $flavour", ({ flavour, kernels, arena }) => {
  it("agree with the plain ones over random shapes, sparse, dense and empty", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 60 }),
        // Columns around the share from which they are multiplied as dense ones.
        fc.constantFrom(0, 0.01, 0.1, 0.15, 0.3, 1),
        fc.integer(),
        (rows, columns, share, seed) => {
          const matrix = randomSparse(rows, columns, share, seed);
          const before = arena.free;
          const gram = kernels.sparseGram(matrix);
          expect(gram).toBeInstanceOf(Float32Array);
          expect(largestDifference(gram, plainKernels.sparseGram(matrix))).toBeLessThan(tolerance(columns));
          expect(largestDifference(gram, transposeDense(Float64Array.from(gram), rows, rows))).toBe(0);
          const ofColumns = kernels.gramOfColumns(matrix);
          const expected = plainKernels.gramOfColumns(matrix);
          expect(largestDifference(ofColumns, expected)).toBeLessThan(tolerance(rows));
          expect(arena.free).toBe(before);
        },
      ),
      { seed: 20230403, numRuns: 60 },
    );
  });

  it("agree where there are more dense columns than one portion has", () => {
    const matrix = randomSparse(20, 1100, 0.4, 3);
    const difference = largestDifference(kernels.sparseGram(matrix), plainKernels.sparseGram(matrix));
    expect(difference).toBeLessThan(tolerance(1100));
  });

  it("agree where there are more entries than one portion has", () => {
    const matrix = randomSparse(1000, 10_000, 0.12, 4);
    expect(matrix.values.length).toBeGreaterThan(1 << 20);
    const difference = largestDifference(kernels.sparseGram(matrix), plainKernels.sparseGram(matrix));
    expect(difference).toBeLessThan(tolerance(10_000));
  });

  it("do not mind in which order a row names its columns", () => {
    const matrix = {
      ...{ rows: 2, columns: 3, rowStart: Int32Array.of(0, 2, 4) },
      ...{ columnIndex: Int32Array.of(1, 0, 2, 1), values: Float32Array.of(2, 1, 4, 3) },
    };
    expect([...kernels.sparseGram(matrix)]).toEqual([5, 6, 6, 25]);
    expect([...kernels.gramOfColumns(matrix)]).toEqual([1, 2, 0, 2, 13, 12, 0, 12, 16]);
  });

  it("are the same bits with one thread and with two", async () => {
    const two = openEngine({ bytes: 32 << 20, flavour, threads: 2, startHelpers: startKernelThreads });
    const matrix = randomSparse(300, 200, 0.2, 6);
    const results = Array.from({ length: 3 }, () => two.kernels.sparseGram(matrix));
    await two.close();
    const expected = kernels.sparseGram(matrix);
    for (const result of results) expect(largestDifference(result, expected)).toBe(0);
  });

  it("say how far they are, never falling and ending at 1, and stop when they are told to", () => {
    const matrix = randomSparse(200, 300, 0.1, 5);
    const seen: number[] = [];
    kernels.sparseGram(matrix, { onProgress: (fraction) => seen.push(fraction) });
    expect(seen).toEqual([...seen].sort((x, y) => x - y));
    expect(seen.at(-1)).toBe(1);
    const before = arena.free;
    let polls = 0;
    const run = () => kernels.sparseGram(matrix, { shouldStop: () => ++polls > 2 });
    expect(run).toThrow(Cancelled);
    expect(polls).toBe(3);
    expect(arena.free).toBe(before);
  });
});
