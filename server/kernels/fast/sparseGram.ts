import type { Watch } from "../cancelled.ts";
import { mirrorLower } from "../cholesky.ts";
import { type CsrMatrix, transpose } from "../sparse.ts";
import type { Launcher } from "../wasm/launcher.ts";
import { rowMajor, transposed } from "./operands.ts";
import { multiply } from "./product.ts";

/** Columns with more than this share of the rows are multiplied as dense ones, which takes so much less time for each number. */
const DENSE_SHARE = 0.2;
/** Dense columns at a time: what a portion of the product is deep. */
const DENSE_COLUMNS = 512;
/** Entries of sparse columns at a time. */
const MOST_ENTRIES = 1 << 20;
/** Rows of a portion: below a millisecond each. */
const ROWS_OF_PORTION = 16;

/** `sparseGram` of `Kernels`, with sums in float32. */
export function fastSparseGram(launcher: Launcher) {
  return (matrix: CsrMatrix, watch?: Watch): Float32Array => gramOfLists(launcher, transpose(matrix), watch);
}

/** `gramOfColumns` of `Kernels`, with sums in float32. */
export function fastGramOfColumns(launcher: Launcher) {
  // The lists of columns that the Gram matrix of Xᵀ is made of are the rows of X.
  return (matrix: CsrMatrix, watch?: Watch): Float32Array => gramOfLists(launcher, inOrder(matrix), watch);
}

/** Bytes of working memory that the Gram matrix of so many rows takes at most. */
export function gramBytes(rows: number): number {
  const lists = 20 * (MOST_ENTRIES + rows) + 4 * (rows + 1);
  return 4 * rows ** 2 + Math.max(lists, 4 * DENSE_COLUMNS * rows) + 4096;
}

/** X Xᵀ for the n × V matrix X of which row v of `columns` is column v, with rising indices. */
function gramOfLists(launcher: Launcher, columns: CsrMatrix, watch: Watch | undefined): Float32Array {
  const { arena } = launcher;
  const n = columns.columns;
  return arena.scoped(() => {
    const gram = arena.float32(n * n);
    for (let i = 0; i < n; i++) gram.fill(0, i * n, i * n + i + 1);
    const { dense, sparse } = portionsOf(columns);
    const total = columns.rowStart[columns.rows];
    let done = 0;
    const advance = (portion: Int32Array): void => {
      for (const v of portion) done += columns.rowStart[v + 1] - columns.rowStart[v];
      watch?.onProgress?.(done / total);
    };
    for (const portion of sparse) {
      arena.scoped(() => addSparse(launcher, columns, portion, gram, watch));
      advance(portion);
    }
    for (const portion of dense) {
      arena.scoped(() => addDense(launcher, columns, portion, gram, watch));
      advance(portion);
    }
    const result = new Float32Array(n * n);
    for (let i = 0; i < n; i++) result.set(gram.subarray(i * n, i * n + i + 1), i * n);
    mirrorLower(result, n, watch);
    watch?.onProgress?.(1);
    return result;
  });
}

/** Which columns are multiplied together, as dense and as sparse ones. */
function portionsOf({ rows, columns: n, rowStart }: CsrMatrix): {
  dense: Int32Array[];
  sparse: Int32Array[];
} {
  const dense: number[][] = [[]];
  const sparse: number[][] = [[]];
  let entries = 0;
  for (let v = 0; v < rows; v++) {
    const count = rowStart[v + 1] - rowStart[v];
    if (count === 0) continue;
    if (count > DENSE_SHARE * n) {
      if (dense[dense.length - 1].length === DENSE_COLUMNS) dense.push([]);
      dense[dense.length - 1].push(v);
    } else {
      if (entries + count > MOST_ENTRIES) {
        sparse.push([]);
        entries = 0;
      }
      entries += count;
      sparse[sparse.length - 1].push(v);
    }
  }
  const filled = (portions: number[][]): Int32Array[] =>
    portions.filter(({ length }) => length > 0).map((portion) => Int32Array.from(portion));
  return { dense: filled(dense), sparse: filled(sparse) };
}

function addDense(
  launcher: Launcher,
  { columns: n, rowStart, columnIndex, values }: CsrMatrix,
  portion: Int32Array,
  gram: Float32Array,
  watch: Watch | undefined,
): void {
  const width = portion.length;
  const x = launcher.arena.float32(n * width);
  x.fill(0);
  portion.forEach((v, j) => {
    for (let q = rowStart[v]; q < rowStart[v + 1]; q++) x[columnIndex[q] * width + j] = values[q];
  });
  const rows = rowMajor(x, width);
  multiply(
    launcher,
    n,
    n,
    width,
    1,
    rows,
    transposed(rows),
    rowMajor(gram, n),
    { lower: true },
    stopOnly(watch),
  );
}

function addSparse(
  launcher: Launcher,
  { columns: n, rowStart, columnIndex, values }: CsrMatrix,
  portion: Int32Array,
  gram: Float32Array,
  watch: Watch | undefined,
): void {
  const { arena } = launcher;
  let count = 0;
  const starts = arena.int32(n + 1);
  starts.fill(0);
  for (const v of portion) {
    count += rowStart[v + 1] - rowStart[v];
    for (let q = rowStart[v]; q < rowStart[v + 1]; q++) starts[columnIndex[q] + 1]++;
  }
  for (let i = 0; i < n; i++) starts[i + 1] += starts[i];
  const next = starts.slice(0, n);
  const listStart = arena.int32(count);
  const listEnd = arena.int32(count);
  const ofRows = arena.float32(count);
  const lists = arena.int32(2 * count);
  const listValues = new Float32Array(lists.buffer, lists.byteOffset, 2 * count);
  let end = 0;
  for (const v of portion) {
    const start = 8 * end;
    for (let q = rowStart[v]; q < rowStart[v + 1]; q++) {
      const i = columnIndex[q];
      lists[2 * end] = 4 * i;
      listValues[2 * end + 1] = values[q];
      end++;
      const e = next[i]++;
      listStart[e] = start;
      listEnd[e] = 8 * end;
      ofRows[e] = values[q];
    }
  }
  const operands = [starts, listStart, listEnd, ofRows, lists, gram].map(({ byteOffset }) => byteOffset);
  launcher.launch("addGram", n, ROWS_OF_PORTION, [n, ...operands], watch);
}

/** The portions say how far it is. */
function stopOnly(watch: Watch | undefined): Watch {
  return watch?.shouldStop === undefined ? {} : { shouldStop: watch.shouldStop };
}

function inOrder(matrix: CsrMatrix): CsrMatrix {
  return transpose(transpose(matrix));
}
