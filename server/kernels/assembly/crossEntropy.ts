import { multiplyAdd } from "./lanes";
import {
  exponential,
  exponentialsOf,
  largestLane,
  loadLanes,
  logarithm,
  storeLanes,
  sumOfLanes,
} from "./vectors";

/**
 * Rows `from` to `to` of the cross-entropy between counts x, sparse by rows, and softmax(logits + bias) over `width` words:
 * losses[i] = Σ_v x_v (log Σ_u e^s_u − s_v). In place of the logits comes their gradient, times `scale`.
 */
export function softmaxCrossEntropy(
  from: i32,
  to: i32,
  _scratch: usize,
  logits: usize,
  width: i32,
  bias: usize,
  rowStart: usize,
  columnIndex: usize,
  values: usize,
  losses: usize,
  scale: f32,
): void {
  for (let i = from; i < to; i++) {
    const row = logits + ((<usize>i * <usize>width) << 2);
    const start = load<i32>(rowStart + ((<usize>i) << 2));
    const end = load<i32>(rowStart + ((<usize>i) << 2), 4);
    const top = addBias(row, width, bias);
    let total: f64 = 0;
    let score: f64 = 0;
    for (let p = start; p < end; p++) {
      const count = <f64>load<f32>(values + ((<usize>p) << 2));
      const column = load<i32>(columnIndex + ((<usize>p) << 2));
      total += count;
      score += count * <f64>load<f32>(row + ((<usize>column) << 2));
    }
    const sum = exponentialsOf(row, width, top);
    const logSum = f32x4.extract_lane(logarithm(f32x4.splat(sum)), 0);
    store<f32>(losses + ((<usize>i) << 2), <f32>(total * (<f64>top + <f64>logSum) - score));
    multiplyRow(row, width, (<f32>total * scale) / sum);
    for (let p = start; p < end; p++) {
      const at = row + ((<usize>load<i32>(columnIndex + ((<usize>p) << 2))) << 2);
      store<f32>(at, load<f32>(at) - scale * load<f32>(values + ((<usize>p) << 2)));
    }
  }
}

/**
 * Rows `from` to `to` of the cross-entropy between labels, sparse by rows and 1 where they stand, and σ(logits):
 * losses[i] = Σ_k softplus(s_k) − Σ_{k labelled} s_k; its gradient times `scale` is added to `gradient`.
 */
export function binaryCrossEntropy(
  from: i32,
  to: i32,
  _scratch: usize,
  logits: usize,
  width: i32,
  rowStart: usize,
  columnIndex: usize,
  losses: usize,
  gradient: usize,
  scale: f32,
): void {
  const one = f32x4.splat(1);
  const scales = f32x4.splat(scale);
  for (let i = from; i < to; i++) {
    const offset = (<usize>i * <usize>width) << 2;
    const row = logits + offset;
    const slopes = gradient + offset;
    let loss: f64 = 0;
    let sums = f32x4.splat(0);
    // Σ log(1 + e) as log Π (1 + e): each factor is 2 at most, and float32 goes up to 2^128.
    let product = one;
    for (let k = 0; k < width; k += 4) {
      const at = (<usize>k) << 2;
      const present = width - k;
      const s = loadLanes(row + at, present, -Infinity);
      const e = exponential(f32x4.neg(f32x4.abs(s)));
      const whole = f32x4.add(one, e);
      const share = f32x4.div(v128.bitselect(one, e, f32x4.ge(s, f32x4.splat(0))), whole);
      storeLanes(slopes + at, present, multiplyAdd(scales, share, loadLanes(slopes + at, present, 0)));
      sums = f32x4.add(sums, f32x4.max(s, f32x4.splat(0)));
      product = f32x4.mul(product, whole);
      if ((k & 255) === 252) {
        loss += <f64>sumOfLanes(f32x4.add(sums, logarithm(product)));
        sums = f32x4.splat(0);
        product = one;
      }
    }
    loss += <f64>sumOfLanes(f32x4.add(sums, logarithm(product)));
    const end = load<i32>(rowStart + ((<usize>i) << 2), 4);
    for (let p = load<i32>(rowStart + ((<usize>i) << 2)); p < end; p++) {
      const at = (<usize>load<i32>(columnIndex + ((<usize>p) << 2))) << 2;
      loss -= <f64>load<f32>(row + at);
      store<f32>(slopes + at, load<f32>(slopes + at) - scale);
    }
    store<f32>(losses + ((<usize>i) << 2), <f32>loss);
  }
}

/** row ← row + bias; returns the largest number. */
function addBias(row: usize, width: i32, bias: usize): f32 {
  let largest = f32x4.splat(-Infinity);
  for (let v = 0; v < width; v += 4) {
    const at = (<usize>v) << 2;
    const present = width - v;
    const sum = f32x4.add(loadLanes(row + at, present, -Infinity), loadLanes(bias + at, present, 0));
    storeLanes(row + at, present, sum);
    largest = f32x4.max(largest, sum);
  }
  return largestLane(largest);
}

function multiplyRow(row: usize, width: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  for (let v = 0; v < width; v += 4) {
    const at = row + ((<usize>v) << 2);
    storeLanes(at, width - v, f32x4.mul(loadLanes(at, width - v, 0), factors));
  }
}
