import { multiplyAdd } from "./lanes";

/** Of four lanes, the first `present` from memory, the others `filler`. */
export function loadLanes(at: usize, present: i32, filler: f32): v128 {
  if (present >= 4) return v128.load(at);
  let lanes = f32x4.splat(filler);
  if (present > 0) lanes = f32x4.replace_lane(lanes, 0, load<f32>(at));
  if (present > 1) lanes = f32x4.replace_lane(lanes, 1, load<f32>(at, 4));
  if (present > 2) lanes = f32x4.replace_lane(lanes, 2, load<f32>(at, 8));
  return lanes;
}

/** Writes the first `present` of four lanes. */
export function storeLanes(at: usize, present: i32, lanes: v128): void {
  if (present >= 4) {
    v128.store(at, lanes);
    return;
  }
  if (present > 0) store<f32>(at, f32x4.extract_lane(lanes, 0));
  if (present > 1) store<f32>(at, f32x4.extract_lane(lanes, 1), 4);
  if (present > 2) store<f32>(at, f32x4.extract_lane(lanes, 2), 8);
}

export function sumOfLanes(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) +
    f32x4.extract_lane(lanes, 1) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
}

export function largestLane(lanes: v128): f32 {
  return max(
    max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
}

/** e^x to 2 units in the last place; 0 below −87, as for −Infinity, and no more than e^88. (Polynomial of Cephes' expf.) */
export function exponential(x: v128): v128 {
  const isThere = f32x4.gt(x, f32x4.splat(-87));
  const within = f32x4.min(f32x4.max(x, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(within, f32x4.splat(<f32>Math.LOG2E)));
  let r = multiplyAdd(n, f32x4.splat(-0.693359375), within);
  r = multiplyAdd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = multiplyAdd(f32x4.mul(p, r), r, f32x4.add(r, f32x4.splat(1)));
  const powerOfTwo = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.and(f32x4.mul(p, powerOfTwo), isThere);
}

/** log x for normal x > 0, to 2 units in the last place, near 1 too. (Polynomial of Cephes' logf.) */
export function logarithm(x: v128): v128 {
  let exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const isSmall = f32x4.lt(m, f32x4.splat(0.70710677));
  exponent = f32x4.sub(exponent, v128.and(isSmall, f32x4.splat(1)));
  m = f32x4.add(f32x4.sub(m, f32x4.splat(1)), v128.and(isSmall, m));
  const square = f32x4.mul(m, m);
  let p = f32x4.splat(7.0376836292e-2);
  p = multiplyAdd(p, m, f32x4.splat(-1.151461031e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.167699874e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, m, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, m, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, m, f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(p, m), square);
  y = multiplyAdd(exponent, f32x4.splat(-2.1219444e-4), y);
  y = multiplyAdd(square, f32x4.splat(-0.5), y);
  return multiplyAdd(exponent, f32x4.splat(0.693359375), f32x4.add(m, y));
}

/** Writes e^(x − shift) of a row of `length` numbers in its place; returns their sum. */
export function exponentialsOf(row: usize, length: i32, shift: f32): f32 {
  const shifts = f32x4.splat(shift);
  let sums = f32x4.splat(0);
  for (let i = 0; i < length; i += 4) {
    const at = row + ((<usize>i) << 2);
    const present = length - i;
    const e = exponential(f32x4.sub(loadLanes(at, present, -Infinity), shifts));
    storeLanes(at, present, e);
    sums = f32x4.add(sums, e);
  }
  return sumOfLanes(sums);
}
