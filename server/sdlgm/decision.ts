/**
 * From probabilities to what is shown: how many tags a document has, and which.
 *
 * q is the distribution of the level, length L0 + 1. Sets are tag indices, the best first.
 */
import { topIndices } from "./ranking.ts";

/** The set with the largest expected example-F1, and that expectation for the best set of each size. */
export interface ExpectedF1Choice {
  /** The chosen tags, the one that contributes most first. */
  readonly tags: Int32Array;
  readonly expectedF1: number;
  /** Index s: expected F1 of the best set of s tags, s = 0..min(L0, K). Index 0 is q(0): nothing is right when there is nothing. */
  readonly expectedF1BySize: Float64Array;
}

/**
 * The set of at most L0 tags that maximises expected example-F1 exactly (F1 of nothing against nothing is 1).
 * With J_kl = q(l) π_k(l) and F_ks = Σ_{l≥1} J_kl · 2 / (l + s), the best set of size s is the s largest
 * F_ks. Of equally good sizes the smallest is taken. O(K·L0²).
 *
 * @param levelProbabilities q, length L0 + 1
 * @param inclusion π, (L0 + 1) x K row-major as `inclusionProbabilities` gives it; rows with q(l) = 0 are not read
 * @param work work buffer, at least K long
 */
export function expectedF1Set(
  levelProbabilities: Float64Array,
  inclusion: Float64Array,
  work?: Float64Array,
): ExpectedF1Choice {
  const limit = levelProbabilities.length - 1;
  const tagCount = inclusion.length / levelProbabilities.length;
  const gain = work === undefined ? new Float64Array(tagCount) : work.subarray(0, tagCount);
  const largest = Math.min(limit, tagCount);
  const expectedF1BySize = new Float64Array(largest + 1);
  expectedF1BySize[0] = levelProbabilities[0];
  let tags = new Int32Array(0);
  let expectedF1 = expectedF1BySize[0];
  for (let size = 1; size <= largest; size++) {
    gain.fill(0);
    for (let l = 1; l <= limit; l++) {
      const weight = (2 * levelProbabilities[l]) / (l + size);
      if (weight === 0) continue;
      const row = l * tagCount;
      for (let k = 0; k < tagCount; k++) gain[k] += weight * inclusion[row + k];
    }
    const candidates = topIndices(gain, size);
    let expected = 0;
    for (let i = 0; i < size; i++) expected += gain[candidates[i]];
    expectedF1BySize[size] = expected;
    if (expected > expectedF1) {
      expectedF1 = expected;
      tags = new Int32Array(candidates);
    }
  }
  return { tags, expectedF1, expectedF1BySize };
}

/** The most probable level; the smallest of equals. */
export function modeLevel(levelProbabilities: Float64Array): number {
  let mode = 0;
  for (let l = 1; l < levelProbabilities.length; l++) {
    if (levelProbabilities[l] > levelProbabilities[mode]) mode = l;
  }
  return mode;
}

/** Σ_l l·q(l), the expected number of tags. */
export function meanLevel(levelProbabilities: Float64Array): number {
  let mean = 0;
  for (let l = 1; l < levelProbabilities.length; l++) mean += l * levelProbabilities[l];
  return mean;
}

/** The smallest level whose cumulated probability reaches a half: the best answer to "how many" by absolute error. */
export function medianLevel(levelProbabilities: Float64Array): number {
  return levelQuantile(levelProbabilities, 0.5);
}

/** The quantiles of the level, `[0.1, 0.9]` by default: with 80 % probability the number of tags lies within. */
export function levelInterval(
  levelProbabilities: Float64Array,
  lower = 0.1,
  upper = 0.9,
): [lower: number, upper: number] {
  return [levelQuantile(levelProbabilities, lower), levelQuantile(levelProbabilities, upper)];
}

/**
 * The threshold of one tag that maximises its expected F1: half of the F1 reached,
 * F = max_t 2·Σ_{p≥t} p / (#{p ≥ t} + Σ p), over the tag's marginals in documents that the model did not learn from.
 * Without any mass F is not defined; the answer is then 0.5.
 *
 * @param probabilities the tag's marginals, one a document, in any order
 */
export function optimalTagThreshold(probabilities: Float64Array): number {
  const ascending = probabilities.slice().sort();
  let total = 0;
  for (let i = 0; i < ascending.length; i++) total += ascending[i];
  if (!(total > 0)) return 0.5;
  let best = 0;
  let above = 0;
  for (let i = ascending.length - 1; i >= 0; i--) {
    above += ascending[i];
    // Among equal values F is largest at one of the two ends, so cutting within them never wins.
    best = Math.max(best, (2 * above) / (ascending.length - i + total));
  }
  return best / 2;
}

/**
 * The tags whose marginal reaches their threshold, but at least `least` and at most `most` of them: then those that come to the
 * largest multiple of it. The likeliest first; tags of marginal 0 never.
 *
 * @param thresholds one a tag, positive
 */
export function sizedThresholdSet(
  marginals: Float64Array,
  thresholds: Float64Array,
  least: number,
  most: number,
): Int32Array {
  const factors = new Float64Array(marginals.length);
  let possible = 0;
  let passing = 0;
  for (let k = 0; k < marginals.length; k++) {
    factors[k] = marginals[k] / thresholds[k];
    if (marginals[k] > 0) possible++;
    if (factors[k] >= 1) passing++;
  }
  const size = Math.min(Math.max(passing, least), most, possible);
  return topIndices(factors, size).sort((a, b) => marginals[b] - marginals[a] || a - b);
}

/** #{l : cumulated probability < quantile}, never above L0 even if rounding leaves the sum a little below 1. */
function levelQuantile(levelProbabilities: Float64Array, quantile: number): number {
  let cumulated = 0;
  for (let l = 0; l < levelProbabilities.length - 1; l++) {
    cumulated += levelProbabilities[l];
    if (cumulated >= quantile) return l;
  }
  return levelProbabilities.length - 1;
}
