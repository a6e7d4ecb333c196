import type { CsrMatrix } from "../../../server/kernels/index.ts";

/** Uniform numbers in −1..1 from a seed. */
export function randomValues(count: number, seed: number): Float64Array {
  const values = new Float64Array(count);
  let state = seed >>> 0;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = state / 2 ** 31 - 1;
  }
  return values;
}

/** A sparse matrix with about that share of its places filled, among them empty rows and columns. */
export function randomSparse(rows: number, columns: number, share: number, seed: number): CsrMatrix {
  const chosen = randomValues(rows * columns, seed);
  const drawn = randomValues(rows * columns, seed + 1);
  const dense = chosen.map((c, at) => ((c + 1) / 2 < share ? drawn[at] : 0));
  return fromDense(dense, rows, columns);
}

export function fromDense(dense: ArrayLike<number>, rows: number, columns: number): CsrMatrix {
  const rowStart = new Int32Array(rows + 1);
  const columnIndex: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (dense[i * columns + j] === 0) continue;
      columnIndex.push(j);
      values.push(dense[i * columns + j]);
    }
    rowStart[i + 1] = columnIndex.length;
  }
  return {
    rows,
    columns,
    rowStart,
    columnIndex: Int32Array.from(columnIndex),
    values: Float32Array.from(values),
  };
}

export function toDense(matrix: CsrMatrix): Float64Array {
  const dense = new Float64Array(matrix.rows * matrix.columns);
  for (let i = 0; i < matrix.rows; i++) {
    for (let p = matrix.rowStart[i]; p < matrix.rowStart[i + 1]; p++) {
      dense[i * matrix.columns + matrix.columnIndex[p]] = matrix.values[p];
    }
  }
  return dense;
}

export function transposeDense(a: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = a[i * columns + j];
  return result;
}

/** A (m×k) · B (k×n), as the definition says it. */
export function productOf(a: Float64Array, b: Float64Array, m: number, n: number, k: number): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      for (let p = 0; p < k; p++) c[i * n + j] += a[i * k + p] * b[p * n + j];
    }
  }
  return c;
}

/** B Bᵀ + ridge · I for a random B: symmetric and positive definite. */
export function randomPositiveDefinite(n: number, seed: number, ridge = 0.5): Float64Array {
  const b = randomValues(n * n, seed);
  const a = productOf(b, transposeDense(b, n, n), n, n, n);
  for (let i = 0; i < n; i++) a[i * n + i] += ridge;
  return a;
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
