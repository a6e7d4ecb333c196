/**
 * The numbers of a dense matrix. Plain kernels are at home in float64, fast ones in float32, and both take both; fast ones work in place
 * on a float32 array of their arena and on a copy of any other.
 */
export type Dense = Float64Array | Float32Array;
