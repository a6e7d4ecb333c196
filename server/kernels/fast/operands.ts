import type { Dense } from "../dense.ts";
import type { Launcher } from "../wasm/launcher.ts";

/** A float32 matrix in the arena, as a kernel reads it: element (i, j) is at `at + 4 · (i · rowStride + j · columnStride)`. */
export interface Block {
  readonly at: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

export function blockAt(block: Block, row: number, column: number): Block {
  return { ...block, at: block.at + 4 * (row * block.rowStride + column * block.columnStride) };
}

export function transposed({ at, rowStride, columnStride }: Block): Block {
  return { at, rowStride: columnStride, columnStride: rowStride };
}

/** The row-major matrix in an array of the arena. */
export function rowMajor(array: Float32Array, columns: number): Block {
  return { at: array.byteOffset, rowStride: columns, columnStride: 1 };
}

/** The array itself if kernels can work on it, else a copy of its first numbers; to be called in a scope of the arena. */
export function inArena({ arena }: Launcher, array: Dense, length: number): Float32Array {
  if (array instanceof Float32Array && arena.has(array)) return array;
  const copy = arena.float32(length);
  copy.set(length === array.length ? array : array.subarray(0, length));
  return copy;
}
