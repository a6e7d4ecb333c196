import type { Dense } from "../dense.ts";

/**
 * The exact k-subset (conditional Bernoulli) distribution for a batch of scores θ (rows × tags): e_l(exp θ) is the l-th elementary symmetric
 * polynomial, π_k(l) = ∂ log e_l / ∂θ_k the chance of tag k in a subset of l. Float64, whatever θ is. A score of −Infinity
 * rules a tag out; a size is impossible where fewer tags than that have a finite score.
 */
export interface SubsetShape {
  readonly rows: number;
  readonly tags: number;
  /** L0, the largest size. */
  readonly limit: number;
}

/** log e_l for l = 0 .. limit: rows × (limit + 1); −Infinity for impossible sizes. */
export function logElementarySymmetric(shape: SubsetShape, theta: Dense, logE: Float64Array): void {
  const { tags, limit } = shape;
  const width = limit + 1;
  for (let i = 0; i < shape.rows; i++) {
    const table = tableOf(theta.subarray(i * tags, (i + 1) * tags), limit);
    logE.set(table.subarray(tags * width), i * width);
  }
}

/**
 * Σ_l c_l π_k(l), rows × tags. With q(L) for c these are the marginals; with the gradient by log e it is the gradient by θ.
 *
 * @param coefficients c, rows × (limit + 1), of any sign; those of impossible sizes do not count
 */
export function subsetInclusion(
  shape: SubsetShape,
  theta: Dense,
  coefficients: Float64Array,
  inclusion: Float64Array,
): void {
  const { tags, limit } = shape;
  const width = limit + 1;
  for (let i = 0; i < shape.rows; i++) {
    const scores = theta.subarray(i * tags, (i + 1) * tags);
    const table = tableOf(scores, limit);
    const adjoint = coefficients.slice(i * width, (i + 1) * width);
    for (let k = tags - 1; k >= 0; k--) {
      let gradient = 0;
      for (let l = 1; l <= limit; l++) {
        const [taken, left] = split(table, k * width + l, scores[k]);
        gradient += adjoint[l] * taken;
        adjoint[l - 1] += adjoint[l] * taken;
        adjoint[l] *= left;
      }
      inclusion[i * tags + k] = gradient;
    }
  }
}

/**
 * The gradients of Σ_k d_k Σ_l c_l π_k(l) by c and by θ, written: the first is the derivative of log e_l along d, the second that of the
 * inclusion, both by carrying derivatives along d through the two passes.
 *
 * @param direction d, the gradient by the inclusion: rows × tags
 * @param dCoefficients rows × (limit + 1); 0 for impossible sizes
 * @param dTheta rows × tags
 */
export function subsetInclusionBackward(
  shape: SubsetShape,
  theta: Dense,
  coefficients: Float64Array,
  direction: Float64Array,
  dCoefficients: Float64Array,
  dTheta: Float64Array,
): void {
  const { tags, limit } = shape;
  const width = limit + 1;
  for (let i = 0; i < shape.rows; i++) {
    const scores = theta.subarray(i * tags, (i + 1) * tags);
    const along = direction.subarray(i * tags, (i + 1) * tags);
    const table = tableOf(scores, limit);
    const slopes = new Float64Array(table.length);
    for (let k = 0; k < tags; k++) {
      for (let l = 1; l <= limit; l++) {
        const at = k * width + l;
        const [taken, left] = split(table, at, scores[k]);
        slopes[at + width] = taken * (slopes[at - 1] + along[k]) + left * slopes[at];
      }
    }
    dCoefficients.set(slopes.subarray(tags * width), i * width);
    const adjoint = coefficients.slice(i * width, (i + 1) * width);
    const adjointSlope = new Float64Array(width);
    for (let k = tags - 1; k >= 0; k--) {
      let gradient = 0;
      for (let l = 1; l <= limit; l++) {
        const at = k * width + l;
        const [taken, left] = split(table, at, scores[k]);
        const turn = taken * left * (slopes[at - 1] + along[k] - slopes[at]);
        const flow = adjointSlope[l] * taken + adjoint[l] * turn;
        gradient += flow;
        adjointSlope[l - 1] += flow;
        adjointSlope[l] = adjointSlope[l] * left - adjoint[l] * turn;
        adjoint[l - 1] += adjoint[l] * taken;
        adjoint[l] *= left;
      }
      dTheta[i * tags + k] = gradient;
    }
  }
}

/** log e_l of the first k scores at k · (limit + 1) + l, by E_l ← log(e^E_l + e^(E_{l−1} + θ_k)). */
function tableOf(theta: Dense, limit: number): Float64Array {
  const width = limit + 1;
  const table = new Float64Array((theta.length + 1) * width).fill(-Infinity, 0, width);
  table[0] = 0;
  for (let k = 0; k < theta.length; k++) {
    for (let l = 1, at = k * width + 1; l <= limit; l++, at++) {
      const taken = table[at - 1] + theta[k];
      const top = Math.max(taken, table[at]);
      const gap = Math.min(taken, table[at]) - top;
      table[at + width] = top === -Infinity ? top : top + Math.log1p(Math.exp(gap));
    }
  }
  return table;
}

/** The shares of E_{l−1} + θ_k and of E_l in what comes of them; both 0 where that is impossible. */
function split(table: Float64Array, at: number, score: number): [taken: number, left: number] {
  const logOdds = table[at - 1] + score - table[at];
  if (Number.isNaN(logOdds)) return [0, 0];
  const e = Math.exp(-Math.abs(logOdds));
  return logOdds >= 0 ? [1 / (1 + e), e / (1 + e)] : [e / (1 + e), 1 / (1 + e)];
}
