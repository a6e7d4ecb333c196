import { throwIfStopped, type Watch } from "./cancelled.ts";
import type { Dense } from "./dense.ts";
import { blockAt, type MatrixView, multiplyAdd, rowMajor, transposed } from "./gemm.ts";

/** Width of the diagonal blocks: everything but them is left to the matrix product. */
const BLOCK = 64;

/**
 * In place, A = L Lᵀ: `a` (n×n, row-major, symmetric positive definite; only the lower triangle is read) becomes L, with
 * zeros above the diagonal. Right-looking, blocked; n³/3 flops.
 *
 * @throws RangeError if A is not positive definite, `Cancelled` if stopped; `a` is then half done.
 */
export function cholesky(a: Dense, n: number, watch?: Watch): void {
  factorLower(a, n, watch, 1);
  for (let i = 0; i < n; i++) a.fill(0, i * n + i + 1, (i + 1) * n);
  watch?.onProgress?.(1);
}

/**
 * In place, the whole symmetric A⁻¹ of a symmetric positive definite `a` (n×n, row-major; only the lower triangle is
 * read). n³ flops: A = L Lᵀ, then block by block W = L⁻¹ and A⁻¹ = WᵀW.
 *
 * @throws RangeError if A is not positive definite, `Cancelled` if stopped; `a` is then half done.
 */
export function choleskyInverse(a: Dense, n: number, watch?: Watch): void {
  factorLower(a, n, watch, 1 / 3);
  invertFromFactor(a, n, watch, 1 / 3);
  mirrorLower(a, n, watch);
  watch?.onProgress?.(1);
}

/** Copies the lower triangle of a row-major n×n matrix to the upper one. */
export function mirrorLower(a: Dense, n: number, watch?: Watch): void {
  const TILE = 32;
  for (let rowStart = 0; rowStart < n; rowStart += TILE) {
    throwIfStopped(watch);
    const rowEnd = Math.min(n, rowStart + TILE);
    for (let columnStart = 0; columnStart <= rowStart; columnStart += TILE) {
      for (let i = rowStart; i < rowEnd; i++) {
        const columnEnd = Math.min(i, columnStart + TILE);
        for (let j = columnStart; j < columnEnd; j++) a[j * n + i] = a[i * n + j];
      }
    }
  }
}

export function notPositiveDefinite(pivot: number, square: number): RangeError {
  return new RangeError(`The matrix is not positive definite: pivot ${pivot} is ${square}.`);
}

function factorLower(a: Dense, n: number, watch: Watch | undefined, share: number): void {
  const whole = rowMajor(a, n);
  const panel = new Float64Array(n * BLOCK);
  const inverse = new Float64Array(BLOCK * BLOCK);
  for (let start = 0; start < n; start += BLOCK) {
    throwIfStopped(watch);
    const size = Math.min(BLOCK, n - start);
    const end = start + size;
    factorDiagonalBlock(a, n, start, size);
    if (end < n) {
      invertDiagonalBlock(a, n, start, size, inverse);
      const below = blockAt(whole, end, start);
      const moved = moveOut(below, n - end, size, panel);
      multiplyAdd(n - end, size, size, 1, moved, transposed(rowMajor(inverse, size)), below, "full", watch);
      multiplyAdd(
        n - end,
        n - end,
        size,
        -1,
        below,
        transposed(below),
        blockAt(whole, end, end),
        "lower",
        watch,
      );
    }
    watch?.onProgress?.(share * (1 - ((n - end) / n) ** 3));
  }
}

/**
 * Lower triangle of A⁻¹ in place of L. Before step `start`, rows above it hold their part of WᵀW so far; rows from it on
 * hold, left of column `start`, the sum of L[i,j] W[j,·] over the blocks j done, and L to the right of it.
 */
function invertFromFactor(a: Dense, n: number, watch: Watch | undefined, done: number): void {
  const whole = rowMajor(a, n);
  const panel = new Float64Array(n * BLOCK);
  const inverse = new Float64Array(BLOCK * BLOCK);
  for (let start = 0; start < n; start += BLOCK) {
    throwIfStopped(watch);
    const size = Math.min(BLOCK, n - start);
    const end = start + size;
    invertDiagonalBlock(a, n, start, size, inverse);
    const diagonal = rowMajor(inverse, size);
    const left = blockAt(whole, start, 0);
    const sums = moveOut(left, size, start, panel);
    multiplyAdd(size, start, size, -1, diagonal, sums, left, "full", watch);
    copyBlock(diagonal, blockAt(whole, start, start), size);

    if (end < n) {
      const below = blockAt(whole, end, start);
      const column = moveOut(below, n - end, size, panel);
      multiplyAdd(n - end, end, size, 1, column, left, blockAt(whole, end, 0), "full", watch);
    }

    multiplyAdd(start, start, size, 1, transposed(left), left, whole, "lower", watch);
    const row = moveOut(left, size, end, panel);
    multiplyAdd(size, end, size, 1, transposed(diagonal), row, left, "full", watch);
    const middle = end / n;
    watch?.onProgress?.(done + (1 - done) * middle * middle * (1.5 - 0.5 * middle));
  }
}

/** Moves a block into the scratch (row-major, dense) and leaves zeros behind, for a product to be added into. */
function moveOut(block: MatrixView, rows: number, columns: number, scratch: Float64Array): MatrixView {
  for (let i = 0; i < rows; i++) {
    const from = block.offset + i * block.rowStride;
    scratch.set(block.data.subarray(from, from + columns), i * columns);
    block.data.fill(0, from, from + columns);
  }
  return rowMajor(scratch, columns);
}

function copyBlock(from: MatrixView, to: MatrixView, size: number): void {
  for (let i = 0; i < size; i++) {
    const row = from.offset + i * from.rowStride;
    to.data.set(from.data.subarray(row, row + size), to.offset + i * to.rowStride);
  }
}

function factorDiagonalBlock(a: Dense, n: number, start: number, size: number): void {
  for (let j = 0; j < size; j++) {
    const rowJ = (start + j) * n + start;
    let square = a[rowJ + j];
    for (let k = 0; k < j; k++) square -= a[rowJ + k] * a[rowJ + k];
    if (!(square > 0 && square < Number.POSITIVE_INFINITY)) {
      throw notPositiveDefinite(start + j, square);
    }
    const pivot = Math.sqrt(square);
    a[rowJ + j] = pivot;
    for (let i = j + 1; i < size; i++) {
      const rowI = (start + i) * n + start;
      let sum = a[rowI + j];
      for (let k = 0; k < j; k++) sum -= a[rowI + k] * a[rowJ + k];
      a[rowI + j] = sum / pivot;
    }
  }
}

/** The inverse of the lower triangular diagonal block, size×size row-major with zeros above its diagonal. */
function invertDiagonalBlock(a: Dense, n: number, start: number, size: number, inverse: Float64Array): void {
  inverse.fill(0);
  for (let i = 0; i < size; i++) {
    const rowI = (start + i) * n + start;
    const pivot = a[rowI + i];
    for (let k = 0; k < i; k++) {
      const factor = a[rowI + k];
      for (let j = 0; j <= k; j++) inverse[i * size + j] -= factor * inverse[k * size + j];
    }
    for (let j = 0; j < i; j++) inverse[i * size + j] /= pivot;
    inverse[i * size + i] = 1 / pivot;
  }
}
