import { multiplyAdd } from "./lanes";

/**
 * Rows of a register tile, with two registers of results each. Of the 15 registers that V8 gives away, 6 rows leave three for a fused
 * multiply-add and its operands; a product that has to be added takes one more, and older V8 loads all operands first.
 */
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 4;
/** Columns of a register tile. */
export const TILE_COLUMNS: i32 = 8;

/**
 * A tile of C = alpha · A · B, or C += alpha · A · B where `accumulates`.
 *
 * @param a packed strip, `depth` times `TILE_ROWS` numbers
 * @param b packed strip, `depth` times `TILE_COLUMNS` numbers
 * @param cStride bytes from one row of C to the next
 */
export function multiplyTile(
  depth: i32,
  alpha: f32,
  a: usize,
  b: usize,
  c: usize,
  cStride: usize,
  accumulates: bool,
): void {
  let c0l = f32x4.splat(0);
  let c0r = f32x4.splat(0);
  let c1l = f32x4.splat(0);
  let c1r = f32x4.splat(0);
  let c2l = f32x4.splat(0);
  let c2r = f32x4.splat(0);
  let c3l = f32x4.splat(0);
  let c3r = f32x4.splat(0);
  let c4l = f32x4.splat(0);
  let c4r = f32x4.splat(0);
  let c5l = f32x4.splat(0);
  let c5r = f32x4.splat(0);
  for (let p = 0; p < depth; p++) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c0l = multiplyAdd(a0, left, c0l);
    c0r = multiplyAdd(a0, right, c0r);
    const a1 = v128.load32_splat(a, 4);
    c1l = multiplyAdd(a1, left, c1l);
    c1r = multiplyAdd(a1, right, c1r);
    const a2 = v128.load32_splat(a, 8);
    c2l = multiplyAdd(a2, left, c2l);
    c2r = multiplyAdd(a2, right, c2r);
    const a3 = v128.load32_splat(a, 12);
    c3l = multiplyAdd(a3, left, c3l);
    c3r = multiplyAdd(a3, right, c3r);
    if (TILE_ROWS === 6) {
      const a4 = v128.load32_splat(a, 16);
      c4l = multiplyAdd(a4, left, c4l);
      c4r = multiplyAdd(a4, right, c4r);
      const a5 = v128.load32_splat(a, 20);
      c5l = multiplyAdd(a5, left, c5l);
      c5r = multiplyAdd(a5, right, c5r);
    }
    a += TILE_ROWS << 2;
    b += TILE_COLUMNS << 2;
  }
  const factor = f32x4.splat(alpha);
  storeRow(c, factor, c0l, c0r, accumulates);
  c += cStride;
  storeRow(c, factor, c1l, c1r, accumulates);
  c += cStride;
  storeRow(c, factor, c2l, c2r, accumulates);
  c += cStride;
  storeRow(c, factor, c3l, c3r, accumulates);
  c += cStride;
  if (TILE_ROWS === 4) return;
  storeRow(c, factor, c4l, c4r, accumulates);
  c += cStride;
  storeRow(c, factor, c5l, c5r, accumulates);
}

function storeRow(c: usize, factor: v128, left: v128, right: v128, accumulates: bool): void {
  if (accumulates) {
    v128.store(c, multiplyAdd(factor, left, v128.load(c)));
    v128.store(c, multiplyAdd(factor, right, v128.load(c, 16)), 16);
  } else {
    v128.store(c, f32x4.mul(factor, left));
    v128.store(c, f32x4.mul(factor, right), 16);
  }
}
