/**
 * a · b + c in four lanes. Relaxed SIMD lets the machine round once, which every processor of the last ten years does; simd128 rounds
 * twice, and to the same bits everywhere.
 */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
