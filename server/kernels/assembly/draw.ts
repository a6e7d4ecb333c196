import { multiplyAdd } from "./lanes";
import { exponential, loadLanes, logarithm, storeLanes, sumOfLanes } from "./vectors";

/** Up to here (1 − A)^r is a series of four terms, to 1e-8. */
const SERIES_UP_TO: f32 = 1 / 64;

/** A = u / Σu, code += w A, u ← u (1 − A)^r; returns the new Σu. What has a large A is listed at `large`. */
export function draw(
  u: usize,
  attention: usize,
  code: usize,
  features: i32,
  inverse: f32,
  weight: f32,
  r: f32,
  epsilon: f32,
  large: usize,
): f32 {
  const inverses = f32x4.splat(inverse);
  const weights = f32x4.splat(weight);
  const one = f32x4.splat(1);
  const limit = f32x4.splat(SERIES_UP_TO);
  // 1 − r A (1 − (r−1)/2 A (1 − (r−2)/3 A (1 − (r−3)/4 A)))
  const c1 = f32x4.splat(-r);
  const c2 = f32x4.splat((1 - r) / 2);
  const c3 = f32x4.splat((2 - r) / 3);
  const c4 = f32x4.splat((3 - r) / 4);
  let sum = f32x4.splat(0);
  // Fewer than 1 / SERIES_UP_TO, for all A are 1 together.
  let count: usize = 0;
  const whole = (<usize>features & ~3) << 2;
  for (let i: usize = 0; i < whole; i += 16) {
    const a = f32x4.mul(v128.load(u + i), inverses);
    v128.store(attention + i, a);
    v128.store(code + i, multiplyAdd(weights, a, v128.load(code + i)));
    let rest = multiplyAdd(c4, a, one);
    rest = multiplyAdd(f32x4.mul(c3, a), rest, one);
    rest = multiplyAdd(f32x4.mul(c2, a), rest, one);
    rest = multiplyAdd(f32x4.mul(c1, a), rest, one);
    // Those that have a large A are done after the loop: a call in it would cost all registers.
    if (v128.any_true(f32x4.gt(a, limit))) {
      store<usize>(large + (count << 2), i);
      count++;
      rest = f32x4.splat(0);
    }
    const next = f32x4.mul(v128.load(u + i), rest);
    v128.store(u + i, next);
    sum = f32x4.add(sum, next);
  }
  for (let n: usize = 0; n < count; n++) {
    const i = load<usize>(large + (n << 2));
    const a = v128.load(attention + i);
    const next = f32x4.mul(f32x4.div(a, inverses), powerOfRest(a, r, epsilon));
    v128.store(u + i, next);
    sum = f32x4.add(sum, next);
  }
  const left = features & 3;
  if (left > 0) {
    const a = f32x4.mul(loadLanes(u + whole, left, 0), inverses);
    storeLanes(attention + whole, left, a);
    storeLanes(code + whole, left, multiplyAdd(weights, a, loadLanes(code + whole, left, 0)));
    const next = f32x4.mul(loadLanes(u + whole, left, 0), powerOfRest(a, r, epsilon));
    storeLanes(u + whole, left, next);
    sum = f32x4.add(sum, next);
  }
  return sumOfLanes(sum);
}

/** max(1 − a, ε)^r. */
function powerOfRest(a: v128, r: f32, epsilon: f32): v128 {
  const rest = f32x4.max(f32x4.sub(f32x4.splat(1), a), f32x4.splat(epsilon));
  return exponential(f32x4.mul(f32x4.splat(r), logarithm(rest)));
}
