import { throwIfStopped, type Watch } from "./cancelled.ts";
import { choleskyInverse } from "./cholesky.ts";
import type { Dense } from "./dense.ts";

/** What is to be learned: Y, a sparse n × K matrix of ones, and what is taken off each of its columns. */
export interface RidgeTargets {
  readonly columns: number;
  /** Length n + 1, from 0, never falling. */
  readonly rowStart: Int32Array;
  /** The columns of row i, each once, from `rowStart[i]` on. */
  readonly columnIndex: Int32Array;
  /** μ, length K. */
  readonly means: Float64Array;
}

/** With A = (G + λI)⁻¹: */
export interface DualRidge {
  /** α = A (Y − 1 μᵀ), n × K, row-major. */
  readonly coefficients: Float32Array;
  /** The diagonal of A, length n: document i, had it not been there, would score y_i − α_i / A_ii. */
  readonly inverseDiagonal: Float64Array;
}

/**
 * Ridge regression of all columns of Y at once on the Gram matrix G of n rows (n × n, row-major; only its lower triangle is read, and it
 * is kept as it is).
 *
 * @throws RangeError if G + λI is not positive definite, `Cancelled`
 */
export function solveDualRidge(
  gram: Dense,
  n: number,
  lambda: number,
  targets: RidgeTargets,
  watch?: Watch,
): DualRidge {
  const inverse = new Float64Array(gram);
  for (let i = 0; i < n; i++) inverse[i * n + i] += lambda;
  choleskyInverse(inverse, n, watch);
  const { columns } = targets;
  const coefficients = new Float32Array(n * columns);
  const row = new Float64Array(columns);
  for (let i = 0; i < n; i++) {
    if (i % 16 === 0) throwIfStopped(watch);
    centredProduct(inverse, i * n, n, targets, row);
    coefficients.set(row, i * columns);
  }
  const inverseDiagonal = Float64Array.from({ length: n }, (_, i) => inverse[i * n + i]);
  return { coefficients, inverseDiagonal };
}

/** Into `out` (K): the row of n numbers that begins at `start`, times Y − 1 μᵀ. */
export function centredProduct(
  matrix: Dense,
  start: number,
  n: number,
  { columns, rowStart, columnIndex, means }: RidgeTargets,
  out: Float64Array,
): void {
  let sum = 0;
  out.fill(0);
  for (let j = 0; j < n; j++) {
    const weight = matrix[start + j];
    sum += weight;
    for (let at = rowStart[j]; at < rowStart[j + 1]; at++) out[columnIndex[at]] += weight;
  }
  for (let k = 0; k < columns; k++) out[k] -= sum * means[k];
}
