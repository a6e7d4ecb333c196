import { adamRow, power } from "./adam";
import { packStrips } from "./pack";
import { multiplyTile, TILE_COLUMNS, TILE_ROWS } from "./tile";

// As in gemm.ts; the gradient of a block of rows and a panel of columns lies behind the packed operands.
const ROWS_OF_BLOCK: i32 = 48;
const DEPTH_OF_BLOCK: i32 = 384;
const COLUMNS_OF_PANEL: i32 = 512;

/**
 * Blocks `from` to `to` of a step of Adam on W (m × n, row-major) with the gradient A · B, which is never written down: a block of it
 * goes into the moments and weights while it is in the cache. Blocks are numbered down the columns of the grid.
 * Strides are in elements.
 *
 * @param rows 0, or the rows of W (and of its moments and `last`) that the rows of A · B are for
 * @param last 0, or the step of each row's last update, as in `sparseAdam`. A block then has all columns
 */
export function productAdam(
  from: i32,
  to: i32,
  scratch: usize,
  m: i32,
  n: i32,
  depth: i32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  bColumnStride: usize,
  weights: usize,
  first: usize,
  second: usize,
  rows: usize,
  last: usize,
  step: i32,
  beta1: f64,
  beta2: f64,
  rate: f32,
  scale: f32,
  epsilon: f32,
  blockRows: i32,
  blockColumns: i32,
): void {
  const blocksDown = (m + blockRows - 1) / blockRows;
  const aRow = aRowStride << 2;
  const aColumn = aColumnStride << 2;
  const bRow = bRowStride << 2;
  const bColumn = bColumnStride << 2;
  const packedA = scratch;
  const packedB = packedA + ROWS_OF_BLOCK * DEPTH_OF_BLOCK * 4;
  const gradient = packedB + COLUMNS_OF_PANEL * DEPTH_OF_BLOCK * 4;
  const gradientRow: usize = COLUMNS_OF_PANEL * 4;
  const isShallow = depth <= DEPTH_OF_BLOCK;
  for (let block = from; block < to; block++) {
    const firstRow = (block % blocksDown) * blockRows;
    const lastRow = min(m, firstRow + blockRows);
    const firstColumn = (block / blocksDown) * blockColumns;
    const lastColumn = min(n, firstColumn + blockColumns);
    for (let j = firstColumn; j < lastColumn; j += COLUMNS_OF_PANEL) {
      const width = min(COLUMNS_OF_PANEL, lastColumn - j);
      const right = b + <usize>j * bColumn;
      if (isShallow) packStrips(packedB, TILE_COLUMNS, width, depth, right, bColumn, bRow);
      for (let i = firstRow; i < lastRow; i += ROWS_OF_BLOCK) {
        const height = min(ROWS_OF_BLOCK, lastRow - i);
        for (let p = 0; p < depth || p === 0; p += DEPTH_OF_BLOCK) {
          const size = min(DEPTH_OF_BLOCK, depth - p);
          const left = a + <usize>i * aRow + <usize>p * aColumn;
          packStrips(packedA, TILE_ROWS, height, size, left, aRow, aColumn);
          if (!isShallow) {
            packStrips(packedB, TILE_COLUMNS, width, size, right + <usize>p * bRow, bColumn, bRow);
          }
          for (let t = 0; t < width; t += TILE_COLUMNS) {
            const strip = packedB + ((<usize>(t * size)) << 2);
            for (let s = 0; s < height; s += TILE_ROWS) {
              const tile = gradient + <usize>s * gradientRow + ((<usize>t) << 2);
              multiplyTile(size, 1, packedA + ((<usize>(s * size)) << 2), strip, tile, gradientRow, p > 0);
            }
          }
        }
        for (let s = 0; s < height; s++) {
          const row = rows === 0 ? i + s : load<i32>(rows + ((<usize>(i + s)) << 2));
          const steps = last === 0 ? 1 : step - load<i32>(last + ((<usize>row) << 2));
          const at = (<usize>row * <usize>n + <usize>j) << 2;
          adamRow(
            width,
            weights + at,
            first + at,
            second + at,
            gradient + <usize>s * gradientRow,
            power(beta1, steps),
            power(beta2, steps),
            <f32>beta1,
            <f32>beta2,
            rate,
            scale,
            epsilon,
          );
          if (last !== 0 && j + width === n) store<i32>(last + ((<usize>row) << 2), step);
        }
      }
    }
  }
}
