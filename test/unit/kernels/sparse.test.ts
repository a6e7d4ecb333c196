import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cancelled, plainKernels } from "../../../server/kernels/index.ts";
import {
  fromDense,
  largestDifference,
  productOf,
  randomSparse,
  randomValues,
  toDense,
  transposeDense,
} from "./matrices.ts";

const { transpose, sparseGram, gramOfColumns, sparseTimesDense, sparseTimesVector } = plainKernels;

const anyMatrix = fc
  .tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 40 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer(),
  )
  .map(([rows, columns, share, seed]) => randomSparse(rows, columns, share, seed));
const runs = { seed: 20230403, numRuns: 60 };

describe("sparse matrices", () => {
  it("transposes, with columns in rising order", () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        const flipped = transpose(matrix);
        expect([flipped.rows, flipped.columns]).toEqual([matrix.columns, matrix.rows]);
        expect(toDense(flipped)).toEqual(transposeDense(toDense(matrix), matrix.rows, matrix.columns));
        for (let v = 0; v < flipped.rows; v++) {
          const list = [...flipped.columnIndex.subarray(flipped.rowStart[v], flipped.rowStart[v + 1])];
          expect(list).toEqual([...list].sort((x, y) => x - y));
        }
      }),
      runs,
    );
  });

  it("gives the Gram matrices of rows and of columns", () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        const { rows, columns } = matrix;
        const dense = toDense(matrix);
        const flipped = transposeDense(dense, rows, columns);
        const gram = sparseGram(matrix);
        expect(largestDifference(gram, productOf(dense, flipped, rows, rows, columns))).toBeLessThan(1e-12);
        expect(largestDifference(gram, transposeDense(gram, rows, rows))).toBe(0);
        const ofColumns = productOf(flipped, dense, columns, columns, rows);
        expect(largestDifference(gramOfColumns(matrix), ofColumns)).toBeLessThan(1e-12);
      }),
      runs,
    );
  });

  it("multiplies dense matrices and vectors", () => {
    fc.assert(
      fc.property(anyMatrix, fc.integer({ min: 0, max: 9 }), (matrix, width) => {
        const { rows, columns } = matrix;
        const right = randomValues(columns * width, 4);
        const expected = productOf(toDense(matrix), right, rows, width, columns);
        expect(largestDifference(sparseTimesDense(matrix, right, width), expected)).toBeLessThan(1e-12);
        const vector = randomValues(columns, 5);
        const product = productOf(toDense(matrix), vector, rows, 1, columns);
        expect(largestDifference(sparseTimesVector(matrix, vector), product)).toBeLessThan(1e-12);
      }),
      runs,
    );
  });

  it("does not mind in which order a row names its columns", () => {
    const matrix = fromDense([1, 2, 0, 0, 3, 4], 2, 3);
    const shuffled = {
      ...matrix,
      columnIndex: Int32Array.from([1, 0, 2, 1]),
      values: Float32Array.from([2, 1, 4, 3]),
    };
    expect(sparseGram(shuffled)).toEqual(sparseGram(matrix));
    expect([...sparseGram(matrix)]).toEqual([5, 6, 6, 25]);
  });

  it("stops when it is told to", () => {
    expect(() => sparseGram(randomSparse(3, 3, 1, 1), { shouldStop: () => true })).toThrow(Cancelled);
  });
});
