import { adamRow, power } from "./adam";
import { multiplyAdd } from "./lanes";
import { loadLanes, storeLanes } from "./vectors";

/** What is summed at a time: it stays in the first-level cache. */
const CHUNK: i32 = 1024;

/** Rows `from` to `to` of X W + bias: X is sparse by rows, W has `width` columns. */
export function sparseForward(
  from: i32,
  to: i32,
  _scratch: usize,
  rowStart: usize,
  columnIndex: usize,
  values: usize,
  weights: usize,
  bias: usize,
  width: i32,
  out: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let i = from; i < to; i++) {
    const target = out + <usize>i * bytes;
    memory.copy(target, bias, bytes);
    const start = load<i32>(rowStart + ((<usize>i) << 2));
    const end = load<i32>(rowStart + ((<usize>i) << 2), 4);
    addRows(target, width, start, end, columnIndex, values, weights, bytes);
  }
}

/**
 * Touched rows `from` to `to` of a step of Adam on W: the gradient of row `rows[r]` is Σ values[p] · upstream[documents[p]] over
 * p from `start[r]` to `start[r + 1]`. The moments of a row that was not touched for d steps are first decayed by β^d;
 * `last` has the step of each row's last update, and is written.
 */
export function sparseAdam(
  from: i32,
  to: i32,
  scratch: usize,
  rows: usize,
  start: usize,
  documents: usize,
  values: usize,
  upstream: usize,
  width: i32,
  weights: usize,
  first: usize,
  second: usize,
  last: usize,
  step: i32,
  beta1: f64,
  beta2: f64,
  rate: f32,
  scale: f32,
  epsilon: f32,
): void {
  const bytes = (<usize>width) << 2;
  for (let r = from; r < to; r++) {
    const row = load<i32>(rows + ((<usize>r) << 2));
    const lastOfRow = last + ((<usize>row) << 2);
    const steps = step - load<i32>(lastOfRow);
    const decay1 = power(beta1, steps);
    const decay2 = power(beta2, steps);
    const p = load<i32>(start + ((<usize>r) << 2));
    const end = load<i32>(start + ((<usize>r) << 2), 4);
    for (let c = 0; c < width; c += CHUNK) {
      const count = min(CHUNK, width - c);
      const offset = (<usize>c) << 2;
      memory.fill(scratch, 0, (<usize>count) << 2);
      addRows(scratch, count, p, end, documents, values, upstream + offset, bytes);
      const at = <usize>row * bytes + offset;
      adamRow(
        count,
        weights + at,
        first + at,
        second + at,
        scratch,
        decay1,
        decay2,
        <f32>beta1,
        <f32>beta2,
        rate,
        scale,
        epsilon,
      );
    }
    store<i32>(lastOfRow, step);
  }
}

/** Copies the rows `index[from .. to]` of a matrix with `width` columns to the same places of `out`. */
export function gatherRows(
  from: i32,
  to: i32,
  _scratch: usize,
  index: usize,
  matrix: usize,
  width: i32,
  out: usize,
): void {
  const bytes = (<usize>width) << 2;
  for (let i = from; i < to; i++) {
    const row = load<i32>(index + ((<usize>i) << 2));
    memory.copy(out + <usize>i * bytes, matrix + <usize>row * bytes, bytes);
  }
}

/** target += Σ values[p] · matrix[index[p]] over the first `width` columns; four rows are added in one pass. */
function addRows(
  target: usize,
  width: i32,
  start: i32,
  end: i32,
  index: usize,
  values: usize,
  matrix: usize,
  rowBytes: usize,
): void {
  const whole = (<usize>width & ~3) << 2;
  const left = width & 3;
  let p = start;
  for (; p + 4 <= end; p += 4) {
    const at = (<usize>p) << 2;
    const row0 = matrix + <usize>load<u32>(index + at) * rowBytes;
    const row1 = matrix + <usize>load<u32>(index + at, 4) * rowBytes;
    const row2 = matrix + <usize>load<u32>(index + at, 8) * rowBytes;
    const row3 = matrix + <usize>load<u32>(index + at, 12) * rowBytes;
    const value0 = v128.load32_splat(values + at);
    const value1 = v128.load32_splat(values + at, 4);
    const value2 = v128.load32_splat(values + at, 8);
    const value3 = v128.load32_splat(values + at, 12);
    for (let i: usize = 0; i < whole; i += 16) {
      let sum = multiplyAdd(value0, v128.load(row0 + i), v128.load(target + i));
      sum = multiplyAdd(value1, v128.load(row1 + i), sum);
      sum = multiplyAdd(value2, v128.load(row2 + i), sum);
      v128.store(target + i, multiplyAdd(value3, v128.load(row3 + i), sum));
    }
    if (left === 0) continue;
    let sum = multiplyAdd(value0, loadLanes(row0 + whole, left, 0), loadLanes(target + whole, left, 0));
    sum = multiplyAdd(value1, loadLanes(row1 + whole, left, 0), sum);
    sum = multiplyAdd(value2, loadLanes(row2 + whole, left, 0), sum);
    storeLanes(target + whole, left, multiplyAdd(value3, loadLanes(row3 + whole, left, 0), sum));
  }
  for (; p < end; p++) {
    const at = (<usize>p) << 2;
    const row = matrix + <usize>load<u32>(index + at) * rowBytes;
    const value = v128.load32_splat(values + at);
    for (let i: usize = 0; i < whole; i += 16) {
      v128.store(target + i, multiplyAdd(value, v128.load(row + i), v128.load(target + i)));
    }
    if (left === 0) continue;
    const sum = multiplyAdd(value, loadLanes(row + whole, left, 0), loadLanes(target + whole, left, 0));
    storeLanes(target + whole, left, sum);
  }
}
