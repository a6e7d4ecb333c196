import { throwIfStopped, type Watch } from "./cancelled.ts";
import type { Dense } from "./dense.ts";

/** A matrix inside a buffer: element (i, j) is `data[offset + i·rowStride + j·columnStride]`. */
export interface MatrixView {
  data: Dense;
  offset: number;
  rowStride: number;
  columnStride: number;
}

/** The whole of a row-major matrix with that many columns. */
export function rowMajor(data: Dense, columns: number): MatrixView {
  return { data, offset: 0, rowStride: columns, columnStride: 1 };
}

/** The part of a matrix that begins at (row, column). */
export function blockAt(view: MatrixView, row: number, column: number): MatrixView {
  return { ...view, offset: view.offset + row * view.rowStride + column * view.columnStride };
}

/** The same elements, read as the transpose. */
export function transposed(view: MatrixView): MatrixView {
  return { ...view, rowStride: view.columnStride, columnStride: view.rowStride };
}

/** C (m×n) += alpha · A (m×k) · B (k×n), all row-major and dense. */
export function gemmNN(
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Dense,
  b: Dense,
  c: Dense,
  watch?: Watch,
): void {
  multiplyAdd(m, n, k, alpha, rowMajor(a, k), rowMajor(b, n), rowMajor(c, n), "full", watch);
}

/** C (m×n) += alpha · A (m×k) · Bᵀ, with B stored as n×k; all row-major and dense. */
export function gemmNT(
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Dense,
  b: Dense,
  c: Dense,
  watch?: Watch,
): void {
  multiplyAdd(m, n, k, alpha, rowMajor(a, k), transposed(rowMajor(b, k)), rowMajor(c, n), "full", watch);
}

/** C (m×n) += alpha · Aᵀ · B (k×n), with A stored as k×m; all row-major and dense. */
export function gemmTN(
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: Dense,
  b: Dense,
  c: Dense,
  watch?: Watch,
): void {
  multiplyAdd(m, n, k, alpha, transposed(rowMajor(a, m)), rowMajor(b, n), rowMajor(c, n), "full", watch);
}

// 4×4 results held in local variables; the blocks are sized for a 32 KB first-level and a 1 MB second-level cache.
const TILE = 4;
const ROWS_OF_BLOCK = 64;
const DEPTH_OF_BLOCK = 256;
const PANEL_CAPACITY = DEPTH_OF_BLOCK * 256;

// One thread, and no kernel calls another in the middle of its own product: one scratch for all calls is enough.
const packedA = new Float64Array(ROWS_OF_BLOCK * DEPTH_OF_BLOCK);
const packedB = new Float64Array(PANEL_CAPACITY);
const edgeTile = new Float64Array(TILE * TILE);

/**
 * C (m×n) += alpha · A (m×k) · B (k×n), packed and tiled (Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", 2008). `c.columnStride` must be 1, and C may share no element with A or B.
 * `part` "lower" computes only what lies on or below the diagonal of C; up to 3 elements a row above it are written too.
 *
 * @throws Cancelled when `watch.shouldStop` answers true; C is then half done.
 */
export function multiplyAdd(
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: MatrixView,
  b: MatrixView,
  c: MatrixView,
  part: "full" | "lower" = "full",
  watch?: Watch,
): void {
  for (let depthStart = 0; depthStart < k; depthStart += DEPTH_OF_BLOCK) {
    const depth = Math.min(DEPTH_OF_BLOCK, k - depthStart);
    const panelWidth = Math.floor(PANEL_CAPACITY / depth / TILE) * TILE;
    for (let columnStart = 0; columnStart < n; columnStart += panelWidth) {
      const width = Math.min(panelWidth, n - columnStart);
      packStrips(packedB, transposed(blockAt(b, depthStart, columnStart)), width, depth);
      const firstRow = part === "lower" ? Math.floor(columnStart / ROWS_OF_BLOCK) * ROWS_OF_BLOCK : 0;
      for (let rowStart = firstRow; rowStart < m; rowStart += ROWS_OF_BLOCK) {
        throwIfStopped(watch);
        const height = Math.min(ROWS_OF_BLOCK, m - rowStart);
        packStrips(packedA, blockAt(a, rowStart, depthStart), height, depth);
        const target = blockAt(c, rowStart, columnStart);
        const diagonal = part === "lower" ? rowStart - columnStart : Number.POSITIVE_INFINITY;
        multiplyBlock(height, width, depth, alpha, target.data, target.offset, target.rowStride, diagonal);
      }
    }
  }
}

/** Strips of 4 rows; inside a strip the 4 elements of a column stand together, missing rows as zeros. */
function packStrips(packed: Float64Array, source: MatrixView, rows: number, depth: number): void {
  const { data, rowStride, columnStride } = source;
  let to = 0;
  for (let row = 0; row < rows; row += TILE) {
    let from0 = source.offset + row * rowStride;
    if (row + TILE <= rows) {
      let from1 = from0 + rowStride;
      let from2 = from1 + rowStride;
      let from3 = from2 + rowStride;
      for (let p = 0; p < depth; p++) {
        packed[to] = data[from0];
        packed[to + 1] = data[from1];
        packed[to + 2] = data[from2];
        packed[to + 3] = data[from3];
        from0 += columnStride;
        from1 += columnStride;
        from2 += columnStride;
        from3 += columnStride;
        to += TILE;
      }
    } else {
      const present = rows - row;
      for (let p = 0; p < depth; p++) {
        for (let r = 0; r < TILE; r++) packed[to + r] = r < present ? data[from0 + r * rowStride] : 0;
        from0 += columnStride;
        to += TILE;
      }
    }
  }
}

/** The packed block times the packed panel into C; tiles wholly above row = column − diagonal are left out. */
function multiplyBlock(
  height: number,
  width: number,
  depth: number,
  alpha: number,
  c: Dense,
  cOffset: number,
  cStride: number,
  diagonal: number,
): void {
  for (let j = 0; j < width; j += TILE) {
    for (let i = 0; i < height; i += TILE) {
      if (i + diagonal + TILE <= j) continue;
      if (i + TILE <= height && j + TILE <= width) {
        multiplyTile(depth, alpha, i * depth, j * depth, c, cOffset + i * cStride + j, cStride);
        continue;
      }
      edgeTile.fill(0);
      multiplyTile(depth, alpha, i * depth, j * depth, edgeTile, 0, TILE);
      const rows = Math.min(TILE, height - i);
      const columns = Math.min(TILE, width - j);
      for (let r = 0; r < rows; r++) {
        for (let s = 0; s < columns; s++) c[cOffset + (i + r) * cStride + j + s] += edgeTile[r * TILE + s];
      }
    }
  }
}

function multiplyTile(
  depth: number,
  alpha: number,
  aStart: number,
  bStart: number,
  c: Dense,
  cStart: number,
  cStride: number,
): void {
  const a = packedA;
  const b = packedB;
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c03 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c13 = 0;
  let c20 = 0;
  let c21 = 0;
  let c22 = 0;
  let c23 = 0;
  let c30 = 0;
  let c31 = 0;
  let c32 = 0;
  let c33 = 0;
  let p = aStart;
  let q = bStart;
  const end = aStart + depth * TILE;
  while (p < end) {
    const b0 = b[q];
    const b1 = b[q + 1];
    const b2 = b[q + 2];
    const b3 = b[q + 3];
    const a0 = a[p];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    const a1 = a[p + 1];
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    const a2 = a[p + 2];
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    const a3 = a[p + 3];
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
    p += TILE;
    q += TILE;
  }
  let r = cStart;
  c[r] += alpha * c00;
  c[r + 1] += alpha * c01;
  c[r + 2] += alpha * c02;
  c[r + 3] += alpha * c03;
  r += cStride;
  c[r] += alpha * c10;
  c[r + 1] += alpha * c11;
  c[r + 2] += alpha * c12;
  c[r + 3] += alpha * c13;
  r += cStride;
  c[r] += alpha * c20;
  c[r + 1] += alpha * c21;
  c[r + 2] += alpha * c22;
  c[r + 3] += alpha * c23;
  r += cStride;
  c[r] += alpha * c30;
  c[r + 1] += alpha * c31;
  c[r + 2] += alpha * c32;
  c[r + 3] += alpha * c33;
}
