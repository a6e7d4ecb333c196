/** The Kullback-Leibler terms of the ELBO: of the level, of the subset given the level, of the drawn order. */

import { logSumExp, softmax } from "./logDomain.ts";
import { plackettLuceBackward, plackettLuceForward } from "./plackettLuce.ts";

/** log p(L) of a Poisson distribution with the given rate > 0, truncated to 0..limit and renormalised. */
export function logTruncatedPoisson(rate: number, limit: number): Float64Array {
  const logPrior = new Float64Array(limit + 1);
  for (let l = 1; l <= limit; l++) logPrior[l] = logPrior[l - 1] + Math.log(rate) - Math.log(l);
  const logNormaliser = logSumExp(logPrior);
  for (let l = 0; l <= limit; l++) logPrior[l] -= logNormaliser;
  return logPrior;
}

/**
 * KL(softmax(g) ‖ p(L)) in nats.
 *
 * @param levelLogits g, length L0 + 1
 * @param logPrior log p(L), length L0 + 1
 * @param levelProbabilities softmax(g), written; the backward pass reads it
 */
export function levelKlForward(
  levelLogits: Float64Array,
  logPrior: Float64Array,
  levelProbabilities: Float64Array,
): number {
  const logNormaliser = softmax(levelLogits, levelProbabilities);
  let kl = 0;
  for (let l = 0; l < levelLogits.length; l++) {
    const q = levelProbabilities[l];
    if (q > 0) kl += q * (levelLogits[l] - logNormaliser - logPrior[l]);
  }
  return kl;
}

/** Adds scale · d KL / d g to `dLevelLogits`: q_l (log q_l - log p_l - KL). `kl` is what the forward pass returned. */
export function levelKlBackward(
  logPrior: Float64Array,
  levelProbabilities: Float64Array,
  kl: number,
  dLevelLogits: Float64Array,
  scale = 1,
): void {
  for (let l = 0; l < logPrior.length; l++) {
    const q = levelProbabilities[l];
    if (q > 0) dLevelLogits[l] += scale * q * (Math.log(q) - logPrior[l] - kl);
  }
}

/**
 * KL of the k-subset distribution of each size against the uniform one over subsets of that size:
 * out[l] = Σ_k θ_k π_k(l) - log e_l + log C(K, l), in nats; 0 for l = 0, NaN where a size is impossible.
 *
 * @param theta scores, length K, all finite
 * @param inclusion π, (limit + 1) x K as `inclusionProbabilities` gives it
 * @param logE log e_l(exp θ), length limit + 1
 */
export function subsetKl(
  theta: Float64Array,
  inclusion: Float64Array,
  logE: Float64Array,
  out: Float64Array = new Float64Array(logE.length),
): Float64Array {
  const tagCount = theta.length;
  let logChoose = 0;
  out[0] = 0;
  for (let l = 1; l < logE.length; l++) {
    logChoose += Math.log((tagCount - l + 1) / l);
    let expectedScore = 0;
    for (let k = 0; k < tagCount; k++) expectedScore += theta[k] * inclusion[l * tagCount + k];
    out[l] = l > tagCount ? Number.NaN : expectedScore - logE[l] + logChoose;
  }
  return out;
}

/**
 * The ordered term of the ELBO for one drawn order i_1..i_n, against the uniform order prior:
 * Σ_t w_t (θ_{i_t} - log Σ_{j ∉ i_<t} exp θ_j + log(K - t + 1)). With w = 1 it is log q(order) - log p(order).
 *
 * @param theta scores, length K
 * @param order distinct tags, length n
 * @param weights w, length n; all ones when undefined
 * @param terms at least n long: receives the unweighted Plackett-Luce terms, which the backward pass reads
 */
export function orderedTermForward(
  theta: Float64Array,
  order: ArrayLike<number>,
  weights: Float64Array | undefined,
  terms: Float64Array,
): number {
  plackettLuceForward(theta, order, terms);
  let value = 0;
  for (let t = 0; t < order.length; t++) {
    value += (weights === undefined ? 1 : weights[t]) * (terms[t] + Math.log(theta.length - t));
  }
  return value;
}

/** Adds the gradients of `orderedTermForward` (times `scale`) to `dTheta` and, where given, to `dWeights`. */
export function orderedTermBackward(
  theta: Float64Array,
  order: ArrayLike<number>,
  weights: Float64Array | undefined,
  terms: Float64Array,
  dTheta: Float64Array,
  dWeights?: Float64Array,
  scale = 1,
): void {
  plackettLuceBackward(theta, order, terms, weights, dTheta, scale);
  if (dWeights === undefined) return;
  for (let t = 0; t < order.length; t++) dWeights[t] += scale * (terms[t] + Math.log(theta.length - t));
}
