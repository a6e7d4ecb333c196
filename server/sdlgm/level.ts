import { minimise } from "./lbfgs.ts";
import { softmax } from "./logDomain.ts";

/**
 * q(L = l | x) ∝ PB(l)^c · exp(b_l + (l/3)·u·t + log(1+l)·w·t), l = 0..L0, with PB the Poisson-binomial of σ(θ): the level tied to the
 * features, and a few smooth potentials. `t` are standardised statistics of the document.
 */
export interface LevelParameters {
  readonly limit: number;
  readonly power: number;
  /** b, L0 + 1. */
  readonly bias: Float64Array;
  /** u and w, one each a statistic. */
  readonly linear: Float64Array;
  readonly logarithmic: Float64Array;
  readonly statisticMean: Float64Array;
  readonly statisticScale: Float64Array;
}

/** One document as the level sees it. */
export interface LevelExample {
  /** log PB(l), L0 + 1, not below {@link LEAST_LOG_PROBABILITY}. */
  readonly logPoissonBinomial: Float64Array;
  readonly statistics: Float64Array;
  /** The number of known tags, at most L0. */
  readonly level: number;
}

/** How many of the largest θ are statistics. */
const TOP = 8;

/** Below this a level is as good as impossible, and its logarithm would only hurt the optimiser. */
export const LEAST_LOG_PROBABILITY = -30;

/** Variances of the Gaussian priors: of c around 1, of u and w around 0, of b around 0. */
const POWER_VARIANCE = 0.1;
const POTENTIAL_VARIANCE = 1;
const BIAS_VARIANCE = 3.3;

/**
 * log Σσ(θ), Σσ(θ), the hints given, and the eight largest θ (missing ones as −8).
 *
 * @param hints other numbers that speak of the number of tags, such as the neighbours' mean
 */
export function levelStatistics(
  theta: Float64Array,
  candidates: Uint8Array,
  hints: readonly number[],
): Float64Array {
  const top = new Float64Array(TOP).fill(-8);
  let expected = 0;
  for (let k = 0; k < theta.length; k++) {
    if (candidates[k] === 0) continue;
    expected += 1 / (1 + Math.exp(-theta[k]));
    if (theta[k] <= top[TOP - 1]) continue;
    let at = TOP - 1;
    while (at > 0 && top[at - 1] < theta[k]) {
      top[at] = top[at - 1];
      at--;
    }
    top[at] = theta[k];
  }
  return Float64Array.of(Math.log(expected + 1e-3), expected, ...hints, ...top);
}

/** Writes q(L) (L0 + 1) for one document. */
export function levelForward(
  parameters: LevelParameters,
  logPB: Float64Array,
  statistics: Float64Array,
  probabilities: Float64Array,
): void {
  let linear = 0;
  let logarithmic = 0;
  for (let s = 0; s < statistics.length; s++) {
    const t = (statistics[s] - parameters.statisticMean[s]) / parameters.statisticScale[s];
    linear += parameters.linear[s] * t;
    logarithmic += parameters.logarithmic[s] * t;
  }
  for (let l = 0; l < probabilities.length; l++) {
    probabilities[l] =
      parameters.power * logPB[l] + parameters.bias[l] + (l / 3) * linear + Math.log1p(l) * logarithmic;
  }
  softmax(probabilities, probabilities);
}

/**
 * Maximum a posteriori fit on documents whose θ was made without their own labels.
 *
 * @param checkpoint called each time the loss is computed; throw to give up
 * @throws what `checkpoint` throws
 */
export function fitLevel(
  examples: readonly LevelExample[],
  limit: number,
  checkpoint?: () => void,
  onIteration?: (iteration: number, loss: number) => void,
): LevelParameters {
  const S = examples[0]?.statistics.length ?? 0;
  const { mean, scale } = standardisation(examples, S);
  const standard = examples.map(({ statistics }) =>
    statistics.map((value, s) => (value - mean[s]) / scale[s]),
  );
  const layout = {
    power: 0,
    bias: 1,
    linear: limit + 2,
    logarithmic: limit + 2 + S,
    length: limit + 2 + 2 * S,
  };
  const start = new Float64Array(layout.length);
  start[layout.power] = 1;
  const { x } = minimise(
    (parameters, gradient) => {
      checkpoint?.();
      return levelLossForwardBackward(examples, standard, limit, parameters, gradient);
    },
    start,
    { maxIterations: 200, tolerance: 0.01, ...(onIteration && { onIteration }) },
  );
  return {
    limit,
    power: x[layout.power],
    bias: x.slice(layout.bias, layout.linear),
    linear: x.slice(layout.linear, layout.logarithmic),
    logarithmic: x.slice(layout.logarithmic, layout.length),
    statisticMean: mean,
    statisticScale: scale,
  };
}

/**
 * −Σ log q(n_i) − log prior and its gradient, over the parameters [c, b (L0 + 1), u (S), w (S)].
 *
 * @param standard standardised statistics of each document
 */
export function levelLossForwardBackward(
  examples: readonly LevelExample[],
  standard: readonly Float64Array[],
  limit: number,
  parameters: Float64Array,
  gradient: Float64Array,
): number {
  const S = standard[0]?.length ?? 0;
  const u = limit + 2;
  const w = u + S;
  gradient.fill(0);
  let loss = 0;
  const q = new Float64Array(limit + 1);
  const logLevel = q.map((_, l) => Math.log1p(l));
  for (let i = 0; i < examples.length; i++) {
    const { logPoissonBinomial: logPB, level } = examples[i];
    const t = standard[i];
    let linear = 0;
    let logarithmic = 0;
    for (let s = 0; s < S; s++) {
      linear += parameters[u + s] * t[s];
      logarithmic += parameters[w + s] * t[s];
    }
    for (let l = 0; l <= limit; l++) {
      q[l] = parameters[0] * logPB[l] + parameters[1 + l] + (l / 3) * linear + logLevel[l] * logarithmic;
    }
    loss -= q[level];
    loss += softmax(q, q);
    let dPower = 0;
    let dLinear = 0;
    let dLogarithmic = 0;
    for (let l = 0; l <= limit; l++) {
      const error = q[l] - (l === level ? 1 : 0);
      gradient[1 + l] += error;
      dPower += error * logPB[l];
      dLinear += (error * l) / 3;
      dLogarithmic += error * logLevel[l];
    }
    gradient[0] += dPower;
    for (let s = 0; s < S; s++) {
      gradient[u + s] += dLinear * t[s];
      gradient[w + s] += dLogarithmic * t[s];
    }
  }
  for (let j = 0; j < parameters.length; j++) {
    const variance = j === 0 ? POWER_VARIANCE : j < u ? BIAS_VARIANCE : POTENTIAL_VARIANCE;
    const away = parameters[j] - (j === 0 ? 1 : 0);
    loss += (0.5 * away * away) / variance;
    gradient[j] += away / variance;
  }
  return loss;
}

function standardisation(examples: readonly LevelExample[], S: number) {
  const mean = new Float64Array(S);
  const scale = new Float64Array(S);
  for (const { statistics } of examples)
    for (let s = 0; s < S; s++) mean[s] += statistics[s] / examples.length;
  for (const { statistics } of examples) {
    for (let s = 0; s < S; s++) scale[s] += (statistics[s] - mean[s]) ** 2 / examples.length;
  }
  for (let s = 0; s < S; s++) scale[s] = scale[s] > 1e-12 ? Math.sqrt(scale[s]) : 1;
  return { mean, scale };
}
