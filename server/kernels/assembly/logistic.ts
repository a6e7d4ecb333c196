import { exponentialOfMinus, logOfOnePlus } from "./elementary";
import { multiplyAdd } from "./lanes";

/** Of the 64 numbers of a column that stand together; ../fast/logistic.ts has the same number. */
const BYTES: usize = 64 * 4;

/**
 * Σ of the logistic loss, and of its gradient, over portions of rows: portion i has the blocks of 64 rows `i · size` up to
 * `(i + 1) · size`, and its own sums, each in two float64 lanes: gradient by the weights (M), by the bias, loss.
 *
 * @param table blocks, one after the other; in each 64 numbers a column
 * @param signed the weight of each row, negative for the class 0
 * @param parameters weights (M) and, last, the bias, float32
 */
export function logisticSums(
  from: i32,
  to: i32,
  scratch: usize,
  blocks: i32,
  size: i32,
  columns: i32,
  table: usize,
  signed: usize,
  parameters: usize,
  sums: usize,
): void {
  const sumBytes = (<usize>(columns + 2)) << 4;
  for (let portion = from; portion < to; portion++) {
    const out = sums + <usize>portion * sumBytes;
    memory.fill(out, 0, sumBytes);
    const last = min(blocks, (portion + 1) * size);
    for (let block = portion * size; block < last; block++) {
      const x = table + <usize>(block * columns) * BYTES;
      for (let half: usize = 0; half < BYTES; half += BYTES / 2) {
        logits(columns, x + half, parameters, scratch + half);
      }
      errors(scratch, signed + <usize>block * BYTES, out + ((<usize>columns) << 4));
      gradient(columns, x, scratch, out);
    }
  }
}

/** θ of 32 rows. */
function logits(columns: i32, x: usize, parameters: usize, theta: usize): void {
  let t0 = v128.load32_splat(parameters + ((<usize>columns) << 2));
  let t1 = t0;
  let t2 = t0;
  let t3 = t0;
  let t4 = t0;
  let t5 = t0;
  let t6 = t0;
  let t7 = t0;
  for (let m = 0; m < columns; m++) {
    const weight = v128.load32_splat(parameters + ((<usize>m) << 2));
    t0 = multiplyAdd(weight, v128.load(x), t0);
    t1 = multiplyAdd(weight, v128.load(x, 16), t1);
    t2 = multiplyAdd(weight, v128.load(x, 32), t2);
    t3 = multiplyAdd(weight, v128.load(x, 48), t3);
    t4 = multiplyAdd(weight, v128.load(x, 64), t4);
    t5 = multiplyAdd(weight, v128.load(x, 80), t5);
    t6 = multiplyAdd(weight, v128.load(x, 96), t6);
    t7 = multiplyAdd(weight, v128.load(x, 112), t7);
    x += BYTES;
  }
  v128.store(theta, t0);
  v128.store(theta, t1, 16);
  v128.store(theta, t2, 32);
  v128.store(theta, t3, 48);
  v128.store(theta, t4, 64);
  v128.store(theta, t5, 80);
  v128.store(theta, t6, 96);
  v128.store(theta, t7, 112);
}

/**
 * In place, θ of 64 rows to the derivative of the loss by it; adds up these and the loss. For the class 1 the loss is w · log(1 + e^z)
 * with z = −θ, for the other with z = θ, so that with signed weights c the derivative is −c · σ(z).
 */
function errors(theta: usize, signed: usize, sums: usize): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const signs = i32x4.splat(0x80000000);
  let loss = zero;
  let total = zero;
  for (let at: usize = 0; at < BYTES; at += 16) {
    const c = v128.load(signed + at);
    const z = v128.xor(v128.load(theta + at), v128.andnot(signs, c));
    const e = exponentialOfMinus(f32x4.abs(z));
    loss = multiplyAdd(f32x4.abs(c), f32x4.add(f32x4.max(z, zero), logOfOnePlus(e)), loss);
    const share = f32x4.div(v128.bitselect(one, e, f32x4.ge(z, zero)), f32x4.add(one, e));
    const error = f32x4.neg(f32x4.mul(c, share));
    total = f32x4.add(total, error);
    v128.store(theta + at, error);
  }
  addLanes(sums, total);
  addLanes(sums + 16, loss);
}

/** Adds Σ_rows error · x for every column. */
function gradient(columns: i32, x: usize, error: usize, sums: usize): void {
  let m = 0;
  for (; m + 4 <= columns; m += 4) {
    let g0 = f32x4.splat(0);
    let g1 = g0;
    let g2 = g0;
    let g3 = g0;
    for (let at: usize = 0; at < BYTES; at += 16) {
      const e = v128.load(error + at);
      const here = x + at;
      g0 = multiplyAdd(e, v128.load(here), g0);
      g1 = multiplyAdd(e, v128.load(here, 256), g1);
      g2 = multiplyAdd(e, v128.load(here, 512), g2);
      g3 = multiplyAdd(e, v128.load(here, 768), g3);
    }
    addLanes(sums, g0);
    addLanes(sums + 16, g1);
    addLanes(sums + 32, g2);
    addLanes(sums + 48, g3);
    sums += 64;
    x += 4 * BYTES;
  }
  for (; m < columns; m++) {
    let g = f32x4.splat(0);
    for (let at: usize = 0; at < BYTES; at += 16)
      g = multiplyAdd(v128.load(error + at), v128.load(x + at), g);
    addLanes(sums, g);
    sums += 16;
    x += BYTES;
  }
}

/** Adds four float32 lanes to two float64 lanes. */
function addLanes(to: usize, value: v128): void {
  const high = v128.shuffle<i32>(value, value, 2, 3, 2, 3);
  const pair = f64x2.add(f64x2.promote_low_f32x4(value), f64x2.promote_low_f32x4(high));
  v128.store(to, f64x2.add(v128.load(to), pair));
}
