/**
 * The Poisson-binomial distribution of the number of tags, K independent tags with probabilities p,
 * truncated at `limit` (L0), and the tags' marginals under another distribution of that number.
 *
 * This is the k-subset distribution of `kSubset.ts` with p = σ(θ), in the probability domain: only
 * products and sums of positive numbers, an order of magnitude quicker. Where it would underflow, it
 * hands over to the log domain.
 */
import {
  logElementarySymmetric,
  logElementarySymmetricBackward,
  logElementarySymmetricForward,
  subsetTableSize,
} from "./kSubset.ts";

/** Below this a level's probability is left to the log domain: its reciprocal must stay far from overflow. */
const SMALLEST_SAFE = 1e-250;

/** Half a unit in the last place below 1: how far from certain a tag is taken to be in the log domain. */
const SMALLEST_DOUBT = 2 ** -54;

/**
 * P(number of tags = l) for l = 0..limit. Not renormalised: what is missing to 1 lies above the limit.
 * Levels below about 1e-308 come out as 0; use `logPoissonBinomial` for those.
 *
 * @param p tag probabilities in [0, 1], length K
 * @param out length limit + 1, written and returned
 */
export function poissonBinomial(
  p: Float64Array,
  limit: number,
  out: Float64Array = new Float64Array(limit + 1),
): Float64Array {
  out.fill(0);
  out[0] = 1;
  for (let k = 0; k < p.length; k++) {
    const taken = p[k];
    const left = 1 - taken;
    for (let l = limit; l >= 1; l--) out[l] = left * out[l] + taken * out[l - 1];
    out[0] *= left;
  }
  return out;
}

/**
 * log P(number of tags = l) for l = 0..limit, exact also where `poissonBinomial` underflows. A tag of
 * probability 1 counts as 1 - 2^-54; -Infinity only where tags of probability 0 rule a level out.
 */
export function logPoissonBinomial(
  p: Float64Array,
  limit: number,
  out: Float64Array = new Float64Array(limit + 1),
): Float64Array {
  poissonBinomial(p, limit, out);
  let safe = true;
  for (let l = 0; l <= limit; l++) if (!(out[l] >= SMALLEST_SAFE)) safe = false;
  if (safe) {
    for (let l = 0; l <= limit; l++) out[l] = Math.log(out[l]);
    return out;
  }
  logElementarySymmetric(logits(p), limit, out);
  let logNone = 0;
  for (let k = 0; k < p.length; k++) logNone += logDoubt(p[k]);
  for (let l = 0; l <= limit; l++) out[l] += logNone;
  return out;
}

/** The length of the `scratch` of `marginals`: (K + 1) x (limit + 1) and one row more. */
export function marginalsScratchSize(tagCount: number, limit: number): number {
  return subsetTableSize(tagCount, limit) + limit + 1;
}

/**
 * Marginals P(y_k = 1) = Σ_l q(l) π_k(l): the level drawn from q, then the exact k-subset distribution.
 * They sum to Σ_l l·q(l).
 *
 * Forward-backward: the table keeps P^(k)(l) of the first k tags, the adjoint starts as q(l) / P^(K)(l)
 * and goes back over the tags. O(K·limit). When a level with mass is too improbable under p, the same is
 * done in the log domain. Mass on a level that is impossible (more tags than have p > 0) goes to the
 * largest possible level, the nearest there is; the sum is then that of the moved q.
 *
 * @param p tag probabilities in [0, 1], length K; a tag of probability 1 may still be left out when q asks for it
 * @param levelProbabilities q(l), length limit + 1
 * @param out length K, written and returned
 * @param scratch at least `marginalsScratchSize(K, limit)` long
 */
export function marginals(
  p: Float64Array,
  levelProbabilities: Float64Array,
  limit: number,
  out: Float64Array = new Float64Array(p.length),
  scratch: Float64Array = new Float64Array(marginalsScratchSize(p.length, limit)),
): Float64Array {
  const tagCount = p.length;
  const width = limit + 1;
  fillForwardTable(p, limit, scratch);

  const last = tagCount * width;
  const adjoint = last + width;
  for (let l = 0; l <= limit; l++) {
    const mass = levelProbabilities[l];
    const probability = scratch[last + l];
    if (mass > 0 && !(probability >= SMALLEST_SAFE)) {
      return logDomainMarginals(p, levelProbabilities, limit, out, scratch);
    }
    scratch[adjoint + l] = mass > 0 ? mass / probability : 0;
  }

  for (let k = tagCount - 1; k >= 0; k--) {
    const row = k * width;
    const taken = p[k];
    const left = 1 - taken;
    let marginal = 0;
    let current = scratch[adjoint];
    for (let l = 0; l < limit; l++) {
      const above = scratch[adjoint + l + 1];
      marginal += scratch[row + l] * above;
      scratch[adjoint + l] = left * current + taken * above;
      current = above;
    }
    scratch[adjoint + limit] = left * current;
    out[k] = taken * marginal;
  }
  return out;
}

/** Row k of the table, limit + 1 long, is the truncated distribution of the number among the first k tags. */
function fillForwardTable(p: Float64Array, limit: number, table: Float64Array): void {
  const width = limit + 1;
  table.fill(0, 0, width);
  table[0] = 1;
  for (let k = 0; k < p.length; k++) {
    const before = k * width;
    const after = before + width;
    const taken = p[k];
    const left = 1 - taken;
    let below = table[before];
    table[after] = left * below;
    for (let l = 1; l <= limit; l++) {
      const here = table[before + l];
      table[after + l] = left * here + taken * below;
      below = here;
    }
  }
}

function logDomainMarginals(
  p: Float64Array,
  levelProbabilities: Float64Array,
  limit: number,
  out: Float64Array,
  scratch: Float64Array,
): Float64Array {
  const theta = logits(p);
  const table = logElementarySymmetricForward(theta, limit, scratch);
  const last = p.length * (limit + 1);
  const moved = new Float64Array(limit + 1);
  let nearest = 0;
  for (let l = 0; l <= limit; l++) {
    if (table[last + l] !== -Infinity) nearest = l;
    moved[nearest] += levelProbabilities[l];
  }
  out.fill(0);
  logElementarySymmetricBackward(theta, limit, table, moved, out);
  return out;
}

function logits(p: Float64Array): Float64Array {
  return p.map((probability) => Math.log(probability) - logDoubt(probability));
}

/** log(1 - p), with p = 1 taken as not quite certain. */
function logDoubt(probability: number): number {
  return probability < 1 ? Math.log1p(-probability) : Math.log(SMALLEST_DOUBT);
}
