import type { Watch } from "../cancelled.ts";
import { mirrorLower } from "../cholesky.ts";
import type { Dense } from "../dense.ts";
import type { DualRidge, RidgeTargets } from "../dualRidge.ts";
import type { Launcher } from "../wasm/launcher.ts";
import { copyLower, gramOfFactor, invertFactor, part } from "./cholesky.ts";
import { rowMajor, transposed } from "./operands.ts";
import { multiply } from "./product.ts";

/** Rows of a portion: milliseconds, where there are thousands of them. */
const ROWS_OF_PORTION = 64;

/**
 * `solveDualRidge` of `Kernels` in float32. With W = L⁻¹ of the factor of G + λI, A is WᵀW. Where there are few columns it is not made:
 * α = Wᵀ (W (Y − 1 μᵀ)), and A_ii is the square of column i of W.
 */
export function fastDualRidge(launcher: Launcher) {
  const { arena } = launcher;
  return (gram: Dense, n: number, lambda: number, targets: RidgeTargets, watch?: Watch): DualRidge =>
    arena.scoped(() => {
      const { columns } = targets;
      const w = arena.float32(n * n);
      copyLower(gram, w, n, lambda, watch);
      const isNarrow = 3 * columns < n;
      const whole = (2 / 3) * n ** 3 + (isNarrow ? columns * n ** 2 : n ** 3 / 3);
      const factored = ((2 / 3) * n ** 3) / Math.max(1, whole);
      invertFactor(launcher, w, n, part(watch, 0, factored));
      const inverseDiagonal = squaresOfColumns(w, n);
      if (!isNarrow) {
        gramOfFactor(launcher, w, n, part(watch, factored, 1));
        mirrorLower(w, n, watch);
      }
      const product = timesCentred(launcher, w, n, isNarrow, targets, watch);
      let coefficients = product;
      if (isNarrow) {
        coefficients = arena.float32(n * columns);
        const [from, to] = [rowMajor(product, columns), rowMajor(coefficients, columns)];
        const options = { accumulates: false, zeros: "aboveInAt" } as const;
        multiply(launcher, n, columns, n, 1, transposed(rowMajor(w, n)), from, to, options, watch);
      }
      watch?.onProgress?.(1);
      return { coefficients: coefficients.slice(), inverseDiagonal };
    });
}

/** M (Y − 1 μᵀ) in the arena, for the n × n matrix M, or for what of it lies on and below the diagonal. */
function timesCentred(
  launcher: Launcher,
  m: Float32Array,
  n: number,
  isLower: boolean,
  targets: RidgeTargets,
  watch: Watch | undefined,
): Float32Array {
  const { arena } = launcher;
  const product = arena.float32(n * targets.columns);
  arena.scoped(() => {
    const rowStart = arena.int32(n + 1);
    rowStart.set(targets.rowStart);
    const columnIndex = arena.int32(targets.columnIndex.length);
    columnIndex.set(targets.columnIndex);
    const means = arena.float32(targets.columns);
    means.set(targets.means);
    const sparse = [rowStart.byteOffset, columnIndex.byteOffset, means.byteOffset, targets.columns];
    const args = [m.byteOffset, n, Number(isLower), ...sparse, product.byteOffset];
    launcher.launch("timesCentred", n, ROWS_OF_PORTION, args, watch);
  });
  return product;
}

/** Σ_i W_ij² for every column j of a lower triangular W. */
function squaresOfColumns(w: Float32Array, n: number): Float64Array {
  const squares = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) squares[j] += w[i * n + j] * w[i * n + j];
  }
  return squares;
}
