/**
 * The exact k-subset (conditional Bernoulli) distribution over K tags with scores θ:
 * p(S | |S| = l, θ) = exp(Σ_{k∈S} θ_k) / e_l(exp θ), e_l the l-th elementary symmetric polynomial.
 *
 * Everything is in the log domain and float64. A score of -Infinity rules a tag out; +Infinity and NaN
 * are not allowed. `limit` is L0, the largest size. A size is *impossible* when fewer tags than that
 * have a finite score; its log e_l is -Infinity.
 */
import { logAddExp } from "./logDomain.ts";
import type { Random } from "./random.ts";

/**
 * log e_l(exp θ) for l = 0..limit, by the recursion E_l ← logaddexp(E_l, E_{l-1} + θ_k) over the tags.
 *
 * @param theta scores, length K
 * @param out length limit + 1, written and returned
 */
export function logElementarySymmetric(
  theta: Float64Array,
  limit: number,
  out: Float64Array = new Float64Array(limit + 1),
): Float64Array {
  out.fill(-Infinity);
  out[0] = 0;
  for (let k = 0; k < theta.length; k++) {
    const score = theta[k];
    for (let l = Math.min(limit, k + 1); l >= 1; l--) out[l] = logAddExp(out[l], out[l - 1] + score);
  }
  return out;
}

/** How many numbers the table of `logElementarySymmetricForward` holds: (K + 1) x (limit + 1). */
export function subsetTableSize(tagCount: number, limit: number): number {
  return (tagCount + 1) * (limit + 1);
}

/**
 * The same recursion with every step kept: row k (of K + 1, each limit + 1 long) is log e_l of the first
 * k tags, so the last row is log e_l of all.
 *
 * @param table at least `subsetTableSize(K, limit)` long, written and returned
 */
export function logElementarySymmetricForward(
  theta: Float64Array,
  limit: number,
  table: Float64Array = new Float64Array(subsetTableSize(theta.length, limit)),
): Float64Array {
  const width = limit + 1;
  table.fill(-Infinity, 0, width);
  table[0] = 0;
  for (let k = 0; k < theta.length; k++) {
    const before = k * width;
    const after = before + width;
    const score = theta[k];
    table[after] = 0;
    for (let l = 1; l <= limit; l++) {
      table[after + l] = logAddExp(table[before + l], table[before + l - 1] + score);
    }
  }
  return table;
}

/**
 * Reverse pass of `logElementarySymmetricForward`: adds d loss / d θ to `dTheta`.
 *
 * Each step splits the adjoint of E_l between E_{l-1} (tag taken) and E_l (not taken) by a logistic of
 * the two terms' difference, so nothing is lost however far the scores lie apart.
 *
 * @param dLogE d loss / d log e_l, length limit + 1; entries of impossible sizes are ignored
 * @param dTheta length K, added to
 * @param adjoint work buffer, length limit + 1
 */
export function logElementarySymmetricBackward(
  theta: Float64Array,
  limit: number,
  table: Float64Array,
  dLogE: Float64Array,
  dTheta: Float64Array,
  adjoint: Float64Array = new Float64Array(limit + 1),
): void {
  const width = limit + 1;
  for (let l = 0; l <= limit; l++) adjoint[l] = dLogE[l];
  for (let k = theta.length - 1; k >= 0; k--) {
    const before = k * width;
    const score = theta[k];
    let gradient = 0;
    for (let l = 1; l <= limit; l++) {
      const flow = adjoint[l];
      if (flow === 0) continue;
      const logOdds = table[before + l - 1] + score - table[before + l];
      if (Number.isNaN(logOdds)) {
        adjoint[l] = 0;
        continue;
      }
      const e = Math.exp(-Math.abs(logOdds));
      const larger = flow / (1 + e);
      const smaller = larger * e;
      const taken = logOdds >= 0 ? larger : smaller;
      gradient += taken;
      adjoint[l - 1] += taken;
      adjoint[l] = logOdds >= 0 ? smaller : larger;
    }
    dTheta[k] += gradient;
  }
}

/**
 * Inclusion probabilities π_k(l) = P(k ∈ S | |S| = l) = ∂ log e_l / ∂ θ_k for every size at once.
 *
 * @param out (limit + 1) x K, row l at offset l·K, written and returned. Row 0 is zeros, row l sums to l;
 *   the row of an impossible size is NaN throughout.
 * @param work work buffer, at least 2·(K + 1)·(limit + 1) long
 */
export function inclusionProbabilities(
  theta: Float64Array,
  limit: number,
  out: Float64Array = new Float64Array((limit + 1) * theta.length),
  work: Float64Array = new Float64Array(2 * subsetTableSize(theta.length, limit)),
): Float64Array {
  const tagCount = theta.length;
  const width = limit + 1;
  const table = logElementarySymmetricForward(theta, limit, work);
  const last = tagCount * width;
  out.fill(0, 0, tagCount);
  for (let size = 1; size <= limit; size++) {
    if (table[last + size] === -Infinity) out.fill(Number.NaN, size * tagCount, (size + 1) * tagCount);
  }

  // The last row is no longer needed: from here the table holds P(taken), its second half P(not taken).
  const left = subsetTableSize(tagCount, limit);
  for (let k = 0; k < tagCount; k++) {
    const row = k * width;
    for (let l = limit; l >= 1; l--) {
      const logOdds = table[row + l - 1] + theta[k] - table[row + l];
      const e = Math.exp(-Math.abs(logOdds));
      const larger = 1 / (1 + e);
      const smaller = larger * e;
      table[row + l] = logOdds >= 0 ? larger : smaller;
      table[left + row + l] = logOdds >= 0 ? smaller : larger;
    }
  }

  const adjoint = table.subarray(last, last + width);
  for (let size = 1; size <= limit; size++) {
    const offset = size * tagCount;
    if (tagCount === 0 || Number.isNaN(out[offset])) continue;
    adjoint.fill(0);
    adjoint[size] = 1;
    let smallest = size;
    for (let k = tagCount - 1; k >= 0; k--) {
      const row = k * width;
      let inclusion = 0;
      for (let l = smallest; l <= size; l++) {
        const flow = adjoint[l];
        if (flow === 0) continue;
        const taken = flow * table[row + l];
        inclusion += taken;
        adjoint[l - 1] += taken;
        adjoint[l] = flow * table[left + row + l];
      }
      if (smallest > 1) smallest--;
      out[offset + k] = inclusion;
    }
  }
  return out;
}

/**
 * One exact draw of a subset of the given size.
 *
 * @param table of `logElementarySymmetricForward(theta, limit)`; one table serves any number of draws
 * @returns the tags in ascending order, length `size`
 * @throws RangeError when the size is impossible or above the limit
 */
export function sampleSubset(
  theta: Float64Array,
  limit: number,
  table: Float64Array,
  size: number,
  random: Random,
): Int32Array {
  const width = limit + 1;
  if (!(size >= 0 && size <= limit) || table[theta.length * width + size] === -Infinity) {
    throw new RangeError(`No subset of ${size} tags can be drawn from ${theta.length} with limit ${limit}.`);
  }
  const subset = new Int32Array(size);
  let remaining = size;
  for (let k = theta.length - 1; remaining > 0; k--) {
    const row = k * width + remaining;
    const logOdds = table[row - 1] + theta[k] - table[row];
    if (random() < 1 / (1 + Math.exp(-logOdds))) subset[--remaining] = k;
  }
  return subset;
}

/**
 * log p(S | |S|, θ) of a subset given as distinct tag indices in any order.
 *
 * @param logE log e_l(exp θ) for at least l = 0..|S|; computed when left out
 */
export function logSubsetProbability(
  theta: Float64Array,
  subset: ArrayLike<number>,
  logE: Float64Array = logElementarySymmetric(theta, subset.length),
): number {
  let score = 0;
  for (let i = 0; i < subset.length; i++) score += theta[subset[i]];
  return score - logE[subset.length];
}
