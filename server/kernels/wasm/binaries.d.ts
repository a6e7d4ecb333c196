// What scripts/kernels.mjs makes of ../assembly.

/** The kernels for machines with SIMD of 128 bits, in base64. The same bits come out of them everywhere. */
export const simd128: string;
/** The same with multiply-adds that are rounded once, where the machine has them. */
export const relaxed: string;
