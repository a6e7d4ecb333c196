import { describe, expect, it } from "vitest";
import { dot, rowOf, type SparseRow, stackRows } from "../../../server/corpus/sparseRow.ts";

const row = (...entries: [number, number][]): SparseRow => ({
  columns: Int32Array.from(entries, ([column]) => column),
  values: Float32Array.from(entries, ([, value]) => value),
});

describe("sparse rows", () => {
  const rows = [row([0, 1], [3, 2]), row(), row([3, 5])];

  it("are the rows of the matrix that they are stacked to", () => {
    const matrix = stackRows(rows, 4);
    expect(matrix).toMatchObject({ rows: 3, columns: 4, rowStart: Int32Array.of(0, 2, 2, 3) });
    rows.forEach((expected, i) => {
      expect(rowOf(matrix, i)).toEqual(expected);
    });
  });

  it("may be none", () => {
    expect(stackRows([], 4)).toMatchObject({ rows: 0, columns: 4, rowStart: Int32Array.of(0) });
  });

  it.each<[SparseRow, SparseRow, number]>([
    [rows[0], rows[0], 5],
    [rows[0], rows[2], 10],
    [rows[2], rows[0], 10],
    [rows[0], rows[1], 0],
    [row([1, 1]), row([2, 1]), 0],
  ])("have an inner product: %#", (a, b, expected) => expect(dot(a, b)).toBe(expected));
});
