import { multiplyAdd } from "./lanes";

/** e^(−a) for a ≥ 0 in four lanes, to two units in the last place; below 1.2e-38 it stays there. Coefficients: Cephes, expf. */
export function exponentialOfMinus(a: v128): v128 {
  const x = f32x4.max(f32x4.neg(a), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(<f32>Math.LOG2E)));
  // ln 2 in two parts, of which the first is exact in few bits.
  const r = multiplyAdd(n, f32x4.splat(2.1219444e-4), multiplyAdd(n, f32x4.splat(-0.693359375), x));
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = multiplyAdd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127));
  return f32x4.mul(p, i32x4.shl(exponent, 23));
}

/** log(1 + e) for 0 ≤ e ≤ 1 in four lanes, with the precision of a small e: 2 artanh(e / (2 + e)), by its series. */
export function logOfOnePlus(e: v128): v128 {
  const s = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
  const square = f32x4.mul(s, s);
  let p = f32x4.splat(1.0 / 13);
  p = multiplyAdd(p, square, f32x4.splat(1.0 / 11));
  p = multiplyAdd(p, square, f32x4.splat(1.0 / 9));
  p = multiplyAdd(p, square, f32x4.splat(1.0 / 7));
  p = multiplyAdd(p, square, f32x4.splat(1.0 / 5));
  p = multiplyAdd(p, square, f32x4.splat(1.0 / 3));
  p = multiplyAdd(p, square, f32x4.splat(1));
  return f32x4.mul(f32x4.add(s, s), p);
}
