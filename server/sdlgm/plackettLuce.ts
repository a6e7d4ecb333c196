/**
 * The Plackett-Luce distribution of an ordered draw without replacement from K tags with scores θ:
 * log q(i_1..i_n) = Σ_t (θ_{i_t} - log Σ_{j ∉ i_<t} exp θ_j).
 *
 * Drawn tags are masked exactly. Taking them out softly lets a model grow θ until a KL turns negative.
 */

/**
 * The n terms of log q(order): terms[t] = θ_{i_t} - log Σ_{j ∉ i_<t} exp θ_j. O(n·K).
 *
 * @param theta scores, length K
 * @param order distinct tag indices, length n <= K, first drawn first
 * @param terms at least n long, written
 * @param taken work buffer, length K
 * @returns their sum, log q(order)
 */
export function plackettLuceForward(
  theta: Float64Array,
  order: ArrayLike<number>,
  terms: Float64Array,
  taken: Uint8Array = new Uint8Array(theta.length),
): number {
  taken.fill(0);
  let logProbability = 0;
  for (let t = 0; t < order.length; t++) {
    const term = theta[order[t]] - logSumOfRest(theta, taken);
    terms[t] = term;
    logProbability += term;
    taken[order[t]] = 1;
  }
  return logProbability;
}

/**
 * Adds Σ_t weights[t] · ∂ terms[t] / ∂ θ to `dTheta` (times `scale`).
 *
 * @param terms as written by `plackettLuceForward`
 * @param weights length n, or undefined for all ones
 * @param taken work buffer, length K
 */
export function plackettLuceBackward(
  theta: Float64Array,
  order: ArrayLike<number>,
  terms: Float64Array,
  weights: Float64Array | undefined,
  dTheta: Float64Array,
  scale = 1,
  taken: Uint8Array = new Uint8Array(theta.length),
): void {
  taken.fill(0);
  for (let t = 0; t < order.length; t++) {
    const weight = weights === undefined ? scale : scale * weights[t];
    const logNormaliser = theta[order[t]] - terms[t];
    for (let k = 0; k < theta.length; k++) {
      if (taken[k] === 0) dTheta[k] -= weight * Math.exp(theta[k] - logNormaliser);
    }
    dTheta[order[t]] += weight;
    taken[order[t]] = 1;
  }
}

function logSumOfRest(theta: Float64Array, taken: Uint8Array): number {
  let top = -Infinity;
  for (let k = 0; k < theta.length; k++) if (taken[k] === 0 && theta[k] > top) top = theta[k];
  let sum = 0;
  for (let k = 0; k < theta.length; k++) if (taken[k] === 0) sum += Math.exp(theta[k] - top);
  return top + Math.log(sum);
}
