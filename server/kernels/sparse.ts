import { throwIfStopped, type Watch } from "./cancelled.ts";
import { mirrorLower } from "./cholesky.ts";

/**
 * Sparse matrix by rows: row i has the columns `columnIndex[rowStart[i] .. rowStart[i+1]-1]`, each once, in any order,
 * with the values at the same places.
 */
export interface CsrMatrix {
  rows: number;
  columns: number;
  /** Length rows + 1, from 0, never falling. */
  rowStart: Int32Array;
  columnIndex: Int32Array;
  values: Float32Array;
}

/** Xᵀ; the columns of each of its rows come out in rising order. */
export function transpose(matrix: CsrMatrix): CsrMatrix {
  const { rows, columns, rowStart, columnIndex, values } = matrix;
  const count = rowStart[rows];
  const starts = new Int32Array(columns + 1);
  for (let p = 0; p < count; p++) starts[columnIndex[p] + 1]++;
  for (let v = 0; v < columns; v++) starts[v + 1] += starts[v];
  const next = starts.slice(0, columns);
  const index = new Int32Array(count);
  const transposedValues = new Float32Array(count);
  for (let i = 0; i < rows; i++) {
    for (let p = rowStart[i]; p < rowStart[i + 1]; p++) {
      const to = next[columnIndex[p]]++;
      index[to] = i;
      transposedValues[to] = values[p];
    }
  }
  return { rows: columns, columns: rows, rowStart: starts, columnIndex: index, values: transposedValues };
}

/**
 * X Xᵀ, dense rows×rows, row-major, symmetric; sums in float64. Half the sum of the squared column counts in
 * multiply-adds: each row is gathered from the columns' lists of the rows before it.
 *
 * @throws Cancelled when `watch.shouldStop` answers true.
 */
export function sparseGram(matrix: CsrMatrix, watch?: Watch): Float64Array {
  const { rows, rowStart, columnIndex, values } = matrix;
  const byColumn = transpose(matrix);
  const others = byColumn.columnIndex;
  const otherValues = byColumn.values;
  const ends = byColumn.rowStart.slice(0, matrix.columns);
  const gram = new Float64Array(rows * rows);
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    if (i % 16 === 0) {
      throwIfStopped(watch);
      watch?.onProgress?.((i / rows) ** 2);
    }
    for (let p = rowStart[i]; p < rowStart[i + 1]; p++) {
      const column = columnIndex[p];
      const value = values[p];
      // The lists are in order of rows, so what stands before this row's own entry is what has been seen.
      const end = ++ends[column];
      for (let q = byColumn.rowStart[column]; q < end; q++) sums[others[q]] += value * otherValues[q];
    }
    gram.set(sums.subarray(0, i + 1), i * rows);
    sums.fill(0, 0, i + 1);
  }
  mirrorLower(gram, rows);
  watch?.onProgress?.(1);
  return gram;
}

/** Xᵀ X, dense columns×columns, row-major, symmetric; sums in float64. */
export function gramOfColumns(matrix: CsrMatrix, watch?: Watch): Float64Array {
  return sparseGram(transpose(matrix), watch);
}

/** X · D for a row-major D (columns×width); returns rows×width, row-major. */
export function sparseTimesDense(matrix: CsrMatrix, dense: Float64Array, width: number): Float64Array {
  const { rows, rowStart, columnIndex, values } = matrix;
  const product = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    const to = i * width;
    for (let p = rowStart[i]; p < rowStart[i + 1]; p++) {
      const value = values[p];
      const from = columnIndex[p] * width;
      for (let j = 0; j < width; j++) product[to + j] += value * dense[from + j];
    }
  }
  return product;
}

/** X · u for u of length columns; returns length rows. */
export function sparseTimesVector(matrix: CsrMatrix, vector: Float64Array): Float64Array {
  const { rows, rowStart, columnIndex, values } = matrix;
  const product = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let p = rowStart[i]; p < rowStart[i + 1]; p++) sum += values[p] * vector[columnIndex[p]];
    product[i] = sum;
  }
  return product;
}
