import { packStrips } from "./pack";
import { multiplyTile, TILE_COLUMNS, TILE_ROWS } from "./tile";

// The strip of B that a tile reads stays in the first-level cache, the packed block of A in the second.
const ROWS_OF_BLOCK: i32 = 48;
const DEPTH_OF_BLOCK: i32 = 384;
const COLUMNS_OF_PANEL: i32 = 512;

// What is known to be zero, and is left out; server/kernels/fast/product.ts has the same numbers.
const B_IS_UPPER: i32 = 1;
const B_IS_LOWER: i32 = 2;
const A_IS_LOWER: i32 = 3;
const A_IS_UPPER: i32 = 4;

/**
 * Blocks `from` to `to` of C (m × n) = or += alpha · A · B, packed and tiled (Goto and van de Geijn, "Anatomy of
 * high-performance matrix multiplication", 2008). Blocks are numbered down the columns of the grid that `blockRows` and `blockColumns`
 * make; these are multiples of a tile's sides, so that the bits of the result do not hang on how the blocks are shared out.
 * Strides are in elements. C is contiguous along its rows and shares no element with A or B.
 *
 * @param depthStart columns of A and rows of B from here on, a multiple of `DEPTH_OF_BLOCK`; from 0 it is where C begins
 * @param lower whether to leave out the tiles that lie wholly above the diagonal of C
 * @param zeros what of A or B is known to be zero. Near the diagonal zeros are read, and have to be there
 * @param scratch of this thread, `SCRATCH_BYTES` long
 */
export function gemm(
  from: i32,
  to: i32,
  scratch: usize,
  m: i32,
  n: i32,
  depthStart: i32,
  depthEnd: i32,
  alpha: f32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  bColumnStride: usize,
  c: usize,
  cStride: usize,
  accumulates: i32,
  lower: i32,
  zeros: i32,
  blockRows: i32,
  blockColumns: i32,
): void {
  const blocksDown = (m + blockRows - 1) / blockRows;
  const aRow = aRowStride << 2;
  const aColumn = aColumnStride << 2;
  const bRow = bRowStride << 2;
  const bColumn = bColumnStride << 2;
  const cRow = cStride << 2;
  const packedA = scratch;
  const packedB = packedA + ROWS_OF_BLOCK * DEPTH_OF_BLOCK * 4;
  const edge = packedB + COLUMNS_OF_PANEL * DEPTH_OF_BLOCK * 4;
  for (let block = from; block < to; block++) {
    const firstRow = (block % blocksDown) * blockRows;
    const lastRow = min(m, firstRow + blockRows);
    const firstColumn = (block / blocksDown) * blockColumns;
    const lastColumn = min(n, firstColumn + blockColumns);
    if (lower && lastRow <= firstColumn) continue;
    for (let j = firstColumn; j < lastColumn; j += COLUMNS_OF_PANEL) {
      const width = min(COLUMNS_OF_PANEL, lastColumn - j);
      for (let p = depthStart; p < depthEnd || p === 0; p += DEPTH_OF_BLOCK) {
        const size = min(DEPTH_OF_BLOCK, depthEnd - p);
        const adds = accumulates !== 0 || p > 0;
        // Of a triangular factor, what is left of this depth at all.
        if (adds && zeros === B_IS_UPPER && p >= j + width) continue;
        if (adds && zeros === B_IS_LOWER && p + size <= j) continue;
        packStrips(
          packedB,
          TILE_COLUMNS,
          width,
          size,
          b + <usize>p * bRow + <usize>j * bColumn,
          bColumn,
          bRow,
        );
        for (let i = firstRow; i < lastRow; i += ROWS_OF_BLOCK) {
          const height = min(ROWS_OF_BLOCK, lastRow - i);
          if (lower && i + height <= j) continue;
          if (adds && zeros === A_IS_LOWER && p >= i + height) continue;
          if (adds && zeros === A_IS_UPPER && p + size <= i) continue;
          packStrips(
            packedA,
            TILE_ROWS,
            height,
            size,
            a + <usize>i * aRow + <usize>p * aColumn,
            aRow,
            aColumn,
          );
          const target = c + <usize>i * cRow + ((<usize>j) << 2);
          multiplyBlock(
            i,
            j,
            p,
            height,
            width,
            size,
            alpha,
            packedA,
            packedB,
            target,
            cRow,
            adds,
            lower,
            zeros,
            edge,
          );
        }
      }
    }
  }
}

/** The packed block of A times the packed panel of B into the block of C that begins at (row, column). */
function multiplyBlock(
  row: i32,
  column: i32,
  depthStart: i32,
  height: i32,
  width: i32,
  depth: i32,
  alpha: f32,
  packedA: usize,
  packedB: usize,
  c: usize,
  cRow: usize,
  adds: bool,
  lower: i32,
  zeros: i32,
  edge: usize,
): void {
  for (let j = 0; j < width; j += TILE_COLUMNS) {
    const strip = packedB + ((<usize>(j * depth)) << 2);
    for (let i = 0; i < height; i += TILE_ROWS) {
      if (lower && row + i + TILE_ROWS <= column + j) continue;
      let first = 0;
      let last = depth;
      if (zeros === B_IS_UPPER) last = min(last, column + j + TILE_COLUMNS - depthStart);
      else if (zeros === B_IS_LOWER) first = max(0, column + j - depthStart);
      else if (zeros === A_IS_LOWER) last = min(last, row + i + TILE_ROWS - depthStart);
      else if (zeros === A_IS_UPPER) first = max(0, row + i - depthStart);
      if (adds && first >= last) continue;
      const left = packedA + ((<usize>(i * depth + first * TILE_ROWS)) << 2);
      const right = strip + ((<usize>(first * TILE_COLUMNS)) << 2);
      const target = c + <usize>i * cRow + ((<usize>j) << 2);
      if (i + TILE_ROWS <= height && j + TILE_COLUMNS <= width) {
        multiplyTile(last - first, alpha, left, right, target, cRow, adds);
        continue;
      }
      multiplyTile(last - first, alpha, left, right, edge, TILE_COLUMNS * 4, false);
      copyEdge(edge, target, cRow, min(TILE_ROWS, height - i), min(TILE_COLUMNS, width - j), adds);
    }
  }
}

function copyEdge(edge: usize, target: usize, cRow: usize, rows: i32, columns: i32, adds: bool): void {
  for (let r = 0; r < rows; r++) {
    for (let s = 0; s < columns; s++) {
      const to = target + <usize>r * cRow + ((<usize>s) << 2);
      const value = load<f32>(edge + ((<usize>(r * TILE_COLUMNS + s)) << 2));
      store<f32>(to, adds ? load<f32>(to) + value : value);
    }
  }
}
