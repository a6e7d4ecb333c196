import { multiplyAdd } from "./lanes";
import { loadLanes, storeLanes } from "./vectors";

/**
 * One step of Adam on `length` numbers: m ← a m + (1 − β₁) g, v ← b v + (1 − β₂) g², w ← w − rate · m / (√(v · scale) + ε),
 * with rate = learning rate / (1 − β₁ᵗ) and scale = 1 / (1 − β₂ᵗ).
 *
 * @param decay1 a: β₁, to the power of the steps since the last one
 * @param decay2 b: β₂, likewise
 */
export function adamRow(
  length: i32,
  weights: usize,
  first: usize,
  second: usize,
  gradient: usize,
  decay1: f32,
  decay2: f32,
  beta1: f32,
  beta2: f32,
  rate: f32,
  scale: f32,
  epsilon: f32,
): void {
  const a = f32x4.splat(decay1);
  const b = f32x4.splat(decay2);
  const share1 = f32x4.splat(1 - beta1);
  const share2 = f32x4.splat(1 - beta2);
  const step = f32x4.splat(-rate);
  const scales = f32x4.splat(scale);
  const floor = f32x4.splat(epsilon);
  const whole = (<usize>length & ~3) << 2;
  for (let i: usize = 0; i < whole; i += 16) {
    const g = v128.load(gradient + i);
    const m = multiplyAdd(a, v128.load(first + i), f32x4.mul(share1, g));
    const v = multiplyAdd(b, v128.load(second + i), f32x4.mul(f32x4.mul(share2, g), g));
    v128.store(first + i, m);
    v128.store(second + i, v);
    const size = f32x4.add(f32x4.sqrt(f32x4.mul(v, scales)), floor);
    v128.store(weights + i, multiplyAdd(step, f32x4.div(m, size), v128.load(weights + i)));
  }
  const left = length & 3;
  if (left === 0) return;
  const g = loadLanes(gradient + whole, left, 0);
  const m = multiplyAdd(a, loadLanes(first + whole, left, 0), f32x4.mul(share1, g));
  const v = multiplyAdd(b, loadLanes(second + whole, left, 0), f32x4.mul(f32x4.mul(share2, g), g));
  storeLanes(first + whole, left, m);
  storeLanes(second + whole, left, v);
  const size = f32x4.add(f32x4.sqrt(f32x4.mul(v, scales)), floor);
  storeLanes(
    weights + whole,
    left,
    multiplyAdd(step, f32x4.div(m, size), loadLanes(weights + whole, left, 0)),
  );
}

/** Chunks `from` to `to`, 1024 numbers each, of one step of Adam on `length` numbers. */
export function adam(
  from: i32,
  to: i32,
  _scratch: usize,
  length: i32,
  weights: usize,
  first: usize,
  second: usize,
  gradient: usize,
  beta1: f32,
  beta2: f32,
  rate: f32,
  scale: f32,
  epsilon: f32,
): void {
  const start = from << 10;
  const count = min(length, to << 10) - start;
  const at = (<usize>start) << 2;
  adamRow(
    count,
    weights + at,
    first + at,
    second + at,
    gradient + at,
    beta1,
    beta2,
    beta1,
    beta2,
    rate,
    scale,
    epsilon,
  );
}

/** β^n for n ≥ 0, to the same bits everywhere. */
export function power(beta: f64, n: i32): f32 {
  let result: f64 = 1;
  let square = beta;
  for (let rest = n; rest > 0; rest >>= 1) {
    if (rest & 1) result *= square;
    square *= square;
  }
  return <f32>result;
}
