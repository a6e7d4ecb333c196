import type { Watch } from "../cancelled.ts";
import type { Launcher } from "../wasm/launcher.ts";
import type { Block } from "./operands.ts";

/** What is known to be zero in a factor, and not multiplied; the zeros have to be there. ../assembly/gemm.ts has the same numbers. */
const ZEROS = { none: 0, aboveInBt: 1, aboveInB: 2, aboveInA: 3, aboveInAt: 4 };

export interface ProductOptions {
  /** Whether the product is added to C, else it takes C's place. Default: added. */
  readonly accumulates?: boolean;
  /** Compute only what lies on or below the diagonal of C; a few numbers a row above it are written too. */
  readonly lower?: boolean;
  /** A or B, or the transpose of it, is a lower triangular matrix: it has zeros above its diagonal. Default: `none`. */
  readonly zeros?: keyof typeof ZEROS;
}

// A portion takes some milliseconds, and packs what it multiplies often enough. The sides are multiples of every tile's.
const MOST_ROWS = 384;
const MOST_COLUMNS = 512;
const FEWEST_ROWS = 96;
const FEWEST_COLUMNS = 128;
/** Portions a thread, so that one that is slow can leave some to the others. */
const PORTIONS = 4;
/** Multiply-adds of a portion, that another thread is worth waking for: some ten microseconds. */
const WORTHWHILE = 250_000;
/** A multiple of the kernel's own blocks of depth, so that the order of the sums is not changed. */
const DEPTH_OF_PORTION = 1152;

/**
 * C (m × n) += alpha · A (m × depth) · B (depth × n) in float32. C is contiguous along its rows and shares no element with A or B.
 *
 * @throws Cancelled; C is then half done
 */
export function multiply(
  launcher: Launcher,
  m: number,
  n: number,
  depth: number,
  alpha: number,
  a: Block,
  b: Block,
  c: Block,
  options: ProductOptions = {},
  watch?: Watch,
): void {
  const { accumulates = true, lower = false, zeros = "none" } = options;
  if (m === 0 || n === 0 || (depth === 0 && accumulates)) return;
  const { rows, columns, blocks } = grid(launcher.threads, m, n, depth);
  for (let start = 0; start === 0 || start < depth; start += DEPTH_OF_PORTION) {
    const args = [
      ...[m, n, start, Math.min(depth, start + DEPTH_OF_PORTION), alpha],
      ...[a.at, a.rowStride, a.columnStride, b.at, b.rowStride, b.columnStride, c.at, c.rowStride],
      ...[Number(accumulates), Number(lower), ZEROS[zeros], rows, columns],
    ];
    launcher.launch("gemm", blocks, 1, args, watch);
  }
}

/** The blocks that the threads share; how large they are changes no bit of the result. */
function grid(
  threads: number,
  m: number,
  n: number,
  depth: number,
): { rows: number; columns: number; blocks: number } {
  let rows = MOST_ROWS;
  let columns = MOST_COLUMNS;
  const count = (): number => Math.ceil(m / rows) * Math.ceil(n / columns);
  const isWorthwhile = (): boolean => m * n * depth > 2 * WORTHWHILE * count();
  while (threads > 1 && count() < PORTIONS * threads && isWorthwhile()) {
    if (rows > FEWEST_ROWS && (rows >= columns || columns === FEWEST_COLUMNS)) rows /= 2;
    else if (columns > FEWEST_COLUMNS) columns /= 2;
    else break;
  }
  return { rows, columns, blocks: count() };
}
