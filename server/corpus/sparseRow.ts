import type { CsrMatrix } from "../kernels/sparse.ts";

/** One sparse vector: `values[j]` stands in column `columns[j]`; columns ascend. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** Rows on top of each other, as one compressed matrix of `columns` columns. */
export function stackRows(rows: readonly SparseRow[], columns: number): CsrMatrix {
  const rowStart = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    rowStart[i + 1] = rowStart[i] + row.columns.length;
  });
  const columnIndex = new Int32Array(rowStart[rows.length]);
  const values = new Float32Array(rowStart[rows.length]);
  rows.forEach((row, i) => {
    columnIndex.set(row.columns, rowStart[i]);
    values.set(row.values, rowStart[i]);
  });
  return { rows: rows.length, columns, rowStart, columnIndex, values };
}

/** Row `i` of a compressed matrix, without copying. */
export function rowOf(matrix: CsrMatrix, i: number): SparseRow {
  const start = matrix.rowStart[i];
  const end = matrix.rowStart[i + 1];
  return { columns: matrix.columnIndex.subarray(start, end), values: matrix.values.subarray(start, end) };
}

/** ⟨a, b⟩. */
export function dot(a: SparseRow, b: SparseRow): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.columns.length && j < b.columns.length; ) {
    if (a.columns[i] === b.columns[j]) sum += a.values[i++] * b.values[j++];
    else if (a.columns[i] < b.columns[j]) i++;
    else j++;
  }
  return sum;
}
