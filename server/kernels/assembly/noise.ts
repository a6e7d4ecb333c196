import { logarithm } from "./vectors";

/** The stream of random words of one row; server/kernels/network/noise.ts makes the same. */
export function streamOf(seed: i32, row: i32): i32 {
  return mixed(seed ^ mixed(row + 0x6a09e667));
}

/** Standard Gumbel draws number `index` to `index + 3` of a stream, between −2.9 and 16.7. */
export function gumbels(stream: i32, index: i32): v128 {
  const counters = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3));
  const words = mixedLanes(i32x4.add(i32x4.splat(stream), i32x4.mul(counters, i32x4.splat(0x9e3779b9))));
  // In the middle of 2^23 equal parts of 0 .. 1, which float32 has exactly.
  const parts = f32x4.convert_i32x4_s(i32x4.shr_u(words, 9));
  const uniform = f32x4.mul(f32x4.add(parts, f32x4.splat(0.5)), f32x4.splat(1 / <f32>8388608));
  return f32x4.neg(logarithm(f32x4.neg(logarithm(uniform))));
}

/** The finaliser of splitmix32. */
function mixed(word: i32): i32 {
  let x = word;
  x = (x ^ (x >>> 16)) * 0x21f0aaad;
  x = (x ^ (x >>> 15)) * 0x735a2d97;
  return x ^ (x >>> 15);
}

function mixedLanes(words: v128): v128 {
  let x = words;
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x21f0aaad));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(x, i32x4.shr_u(x, 15));
}
