import { throwIfStopped, type Watch } from "./cancelled.ts";
import type { CsrMatrix } from "./sparse.ts";

export interface LinearOptions {
  /** C: the weight of each row's loss against ½‖w‖². Default 1. */
  cost?: number;
  /** Value of the constant feature whose weight, penalised like the others, is the bias; 0 for none. Default 1. */
  constant?: number;
  /** Largest violation of the optimality conditions, in units of a row's margin, at which to end. Default 0.01. */
  tolerance?: number;
  /** Passes over the rows after which to end in any case. Default 200. */
  maximumPasses?: number;
  /** Of the random order in which rows are visited. Default 1. */
  seed?: number;
  watch?: Watch;
}

/** Score of a document x: `weights · x + bias`; for the logistic loss, these are log-odds. */
export interface LinearModel {
  /** Length columns. */
  weights: Float64Array;
  bias: number;
  /** One a row given, non-negative: weights = Σ labels[r] · dual[r] · x_r. */
  dual: Float64Array;
  passes: number;
  converged: boolean;
}

/** What both losses have in common; see the two implementations below. */
export type LinearFit = (
  features: CsrMatrix,
  rows: Int32Array,
  labels: Int8Array,
  options?: LinearOptions,
) => LinearModel;

/**
 * Linear support vector machine, min ½‖w‖² + C Σ max(0, 1 − y_r w·x_r)², over the named rows (labels ±1, one a row named).
 * Dual coordinate descent with shrinking: Hsieh, Chang, Lin, Keerthi, Sundararajan, ICML 2008, algorithm 3.
 */
export const fitSquaredHinge: LinearFit = (features, rows, labels, options = {}) => {
  const { cost, constant, tolerance, maximumPasses, random, watch } = withDefaults(options);
  const count = rows.length;
  const weights = new Float64Array(features.columns + 1);
  const dual = new Float64Array(count);
  const softness = 0.5 / cost;
  const curvature = squaredNorms(features, rows, constant).map((square) => square + softness);
  const order = Int32Array.from({ length: count }, (_, r) => r);
  let active = count;
  let shrinkAbove = Number.POSITIVE_INFINITY;
  let passes = 0;
  let converged = count === 0;
  while (!converged && passes < maximumPasses) {
    throwIfStopped(watch);
    passes++;
    shuffle(order, active, random);
    let highest = Number.NEGATIVE_INFINITY;
    let lowest = Number.POSITIVE_INFINITY;
    for (let at = 0; at < active; at++) {
      const r = order[at];
      const label = labels[r];
      const slope = label * rowDot(features, rows[r], weights, constant) - 1 + softness * dual[r];
      if (dual[r] === 0 && slope > shrinkAbove) {
        // Far on the right side of the margin: out of the way until the others have settled.
        active--;
        order[at] = order[active];
        order[active] = r;
        at--;
        continue;
      }
      const projected = dual[r] === 0 ? Math.min(slope, 0) : slope;
      highest = Math.max(highest, projected);
      lowest = Math.min(lowest, projected);
      if (projected === 0) continue;
      const next = Math.max(0, dual[r] - slope / curvature[r]);
      addRow(features, rows[r], (next - dual[r]) * label, weights, constant);
      dual[r] = next;
    }
    if (active === 0 || highest - lowest <= tolerance) {
      converged = active === count && highest - lowest <= tolerance;
      active = count;
      shrinkAbove = Number.POSITIVE_INFINITY;
    } else {
      shrinkAbove = highest > 0 ? highest : Number.POSITIVE_INFINITY;
    }
  }
  return modelOf(weights, constant, dual, passes, converged);
};

/**
 * Logistic regression, min ½‖w‖² + C Σ log(1 + exp(−y_r w·x_r)), over the named rows (labels ±1, one a row named).
 * Dual coordinate descent (Yu, Huang, Lin, Machine Learning 85, 2011), with the dual variable written as C·σ(s), so that
 * it needs no bounds: at the optimum s_r = −y_r w·x_r.
 */
export const fitLogistic: LinearFit = (features, rows, labels, options = {}) => {
  const { cost, constant, tolerance, maximumPasses, random, watch } = withDefaults(options);
  const count = rows.length;
  const weights = new Float64Array(features.columns + 1);
  const norms = squaredNorms(features, rows, constant);
  // A small dual for every row is where the usual one, far on the right side, ends.
  const logits = new Float64Array(count).fill(-5);
  const dual = logits.map((logit) => cost * sigmoid(logit));
  for (let r = 0; r < count; r++) addRow(features, rows[r], dual[r] * labels[r], weights, constant);
  const order = Int32Array.from({ length: count }, (_, r) => r);
  let active = count;
  let passes = 0;
  let converged = count === 0;
  while (!converged && passes < maximumPasses) {
    throwIfStopped(watch);
    passes++;
    shuffle(order, active, random);
    const whole = active === count;
    let worst = 0;
    for (let at = 0; at < active; at++) {
      const r = order[at];
      const margin = labels[r] * rowDot(features, rows[r], weights, constant);
      const violation = Math.abs(margin + logits[r]);
      worst = Math.max(worst, violation);
      if (violation <= tolerance) {
        // Settled for now: out of the way until the others are, too.
        active--;
        order[at] = order[active];
        order[active] = r;
        at--;
        continue;
      }
      logits[r] = bestLogit(logits[r], margin - norms[r] * dual[r], norms[r] * cost, 0.01 * tolerance);
      const next = cost * sigmoid(logits[r]);
      addRow(features, rows[r], (next - dual[r]) * labels[r], weights, constant);
      dual[r] = next;
    }
    converged = whole && worst <= tolerance;
    if (worst <= tolerance || active === 0) active = count;
  }
  return modelOf(weights, constant, dual, passes, converged);
};

/** The root s of `s + offset + gain·σ(s)`, which rises throughout: Newton's steps, kept inside a shrinking bracket. */
function bestLogit(start: number, offset: number, gain: number, precision: number): number {
  let low = -offset - gain;
  let high = -offset;
  let s = Math.min(high, Math.max(low, start));
  for (let iteration = 0; iteration < 60; iteration++) {
    const share = sigmoid(s);
    const value = s + offset + gain * share;
    if (Math.abs(value) <= precision) break;
    if (value > 0) high = s;
    else low = s;
    const next = s - value / (1 + gain * share * (1 - share));
    s = next > low && next < high ? next : 0.5 * (low + high);
  }
  return s;
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function withDefaults(options: LinearOptions) {
  const { cost = 1, constant = 1, tolerance = 0.01, maximumPasses = 200, seed = 1, watch } = options;
  if (!(cost > 0)) throw new RangeError(`The cost must be above 0, not ${cost}.`);
  return { cost, constant, tolerance, maximumPasses, random: randomIntegers(seed), watch };
}

/** Marsaglia's 32-bit xorshift: uniform in 0 .. bound − 1, good enough to shuffle with. */
function randomIntegers(seed: number): (bound: number) => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * bound);
  };
}

function shuffle(order: Int32Array, length: number, random: (bound: number) => number): void {
  for (let last = length - 1; last > 0; last--) {
    const other = random(last + 1);
    const moved = order[last];
    order[last] = order[other];
    order[other] = moved;
  }
}

function squaredNorms(features: CsrMatrix, rows: Int32Array, constant: number): Float64Array {
  return Float64Array.from(rows, (row) => {
    let square = constant * constant;
    for (let p = features.rowStart[row]; p < features.rowStart[row + 1]; p++)
      square += features.values[p] ** 2;
    return square;
  });
}

function rowDot(features: CsrMatrix, row: number, weights: Float64Array, constant: number): number {
  const { rowStart, columnIndex, values } = features;
  const end = rowStart[row + 1];
  // Two sums, as the additions of one would wait for each other.
  let even = constant * weights[features.columns];
  let odd = 0;
  let p = rowStart[row];
  for (; p + 1 < end; p += 2) {
    even += values[p] * weights[columnIndex[p]];
    odd += values[p + 1] * weights[columnIndex[p + 1]];
  }
  if (p < end) even += values[p] * weights[columnIndex[p]];
  return even + odd;
}

function addRow(
  features: CsrMatrix,
  row: number,
  factor: number,
  weights: Float64Array,
  constant: number,
): void {
  const { rowStart, columnIndex, values } = features;
  const end = rowStart[row + 1];
  for (let p = rowStart[row]; p < end; p++) weights[columnIndex[p]] += factor * values[p];
  weights[features.columns] += factor * constant;
}

function modelOf(
  weights: Float64Array,
  constant: number,
  dual: Float64Array,
  passes: number,
  converged: boolean,
): LinearModel {
  const columns = weights.length - 1;
  return {
    weights: weights.subarray(0, columns),
    bias: weights[columns] * constant,
    dual,
    passes,
    converged,
  };
}
