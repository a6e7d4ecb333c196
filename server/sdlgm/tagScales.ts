/** Mean and scale of each column of the evidence, M each. */
export interface Standardisation {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/**
 * What is peculiar to each tag: θ_ik gains c_k0 + Σ_j c_kj s̃_ij over a few standardised columns j, shrunk to nought by a Gaussian
 * prior, so that a tag with few documents keeps the weights of all.
 */
export interface TagScales {
  /** The columns of the evidence that have a slope of their own a tag, J of them. */
  readonly columns: Int32Array;
  /** K × (1 + J), row-major: intercept, then slopes. */
  readonly values: Float64Array;
}

/** Adds what is peculiar to each tag to θ (K). */
export function tagScalesForward(
  { columns, values }: TagScales,
  { mean, scale }: Standardisation,
  evidence: ArrayLike<number>,
  theta: Float64Array,
): void {
  const M = mean.length;
  const J1 = columns.length + 1;
  for (let k = 0; k < theta.length; k++) {
    let sum = values[k * J1];
    for (let j = 1; j < J1; j++) {
      const m = columns[j - 1];
      sum += (values[k * J1 + j] * (evidence[k * M + m] - mean[m])) / scale[m];
    }
    theta[k] += sum;
  }
}
