import { multiplyAdd } from "./lanes";
import { exponential, loadLanes, logarithm, storeLanes } from "./vectors";

// server/kernels/network/layers.ts has the same numbers.
const RELU: i32 = 1;
const SOFTPLUS: i32 = 2;

/** Rows `from` to `to` of x ← f(x + bias), each `width` long; f is the identity, ReLU or softplus. */
export function activate(
  from: i32,
  to: i32,
  _scratch: usize,
  x: usize,
  width: i32,
  bias: usize,
  kind: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = x + ((<usize>i * <usize>width) << 2);
    for (let j = 0; j < width; j += 4) {
      const offset = (<usize>j) << 2;
      const present = width - j;
      let value = f32x4.add(loadLanes(row + offset, present, 0), loadLanes(bias + offset, present, 0));
      if (kind === RELU) value = f32x4.max(value, f32x4.splat(0));
      else if (kind === SOFTPLUS) value = softplus(value);
      storeLanes(row + offset, present, value);
    }
  }
}

/** Numbers 4 · `from` to 4 · `to` of dy ← dy · f′, as far as there are `length`; y is what f gave, and says all about its slope. */
export function activateBackward(
  from: i32,
  to: i32,
  _scratch: usize,
  y: usize,
  dy: usize,
  length: i32,
  kind: i32,
): void {
  for (let i = from; i < to; i++) {
    const offset = (<usize>i) << 4;
    const present = length - (i << 2);
    const output = loadLanes(y + offset, present, 0);
    let slope = loadLanes(dy + offset, present, 0);
    if (kind === RELU) slope = v128.and(slope, f32x4.gt(output, f32x4.splat(0)));
    // σ(x) of softplus(x) = y.
    else if (kind === SOFTPLUS) slope = f32x4.mul(slope, oneMinusExponential(output));
    storeLanes(dy + offset, present, slope);
  }
}

/** Sums of the columns 4 · `from` to 4 · `to` of a rows × width matrix. */
export function columnSums(
  from: i32,
  to: i32,
  _scratch: usize,
  x: usize,
  rows: i32,
  width: i32,
  sums: usize,
): void {
  const stride = (<usize>width) << 2;
  for (let j = from; j < to; j++) {
    const offset = (<usize>j) << 4;
    const present = width - (j << 2);
    let sum = f32x4.splat(0);
    let at = x + offset;
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, loadLanes(at, present, 0));
      at += stride;
    }
    storeLanes(sums + offset, present, sum);
  }
}

/** max(x, 0) + log(1 + e^−|x|). */
function softplus(x: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(x)));
  const large = logarithm(f32x4.add(e, f32x4.splat(1)));
  // The logarithm of a rounded 1 + e has no digits left where e is small.
  const series = f32x4.mul(
    e,
    multiplyAdd(e, multiplyAdd(e, f32x4.splat(1 / 3), f32x4.splat(-0.5)), f32x4.splat(1)),
  );
  const log1p = v128.bitselect(series, large, f32x4.lt(e, f32x4.splat(0.005)));
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1p);
}

/** 1 − e^−y for y ≥ 0, with all digits where y is small. */
function oneMinusExponential(y: v128): v128 {
  const series = f32x4.mul(
    y,
    multiplyAdd(y, multiplyAdd(y, f32x4.splat(1 / 6), f32x4.splat(-0.5)), f32x4.splat(1)),
  );
  const large = f32x4.sub(f32x4.splat(1), exponential(f32x4.neg(y)));
  return v128.bitselect(series, large, f32x4.lt(y, f32x4.splat(0.01)));
}
