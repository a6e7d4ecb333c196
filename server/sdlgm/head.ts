import { type Kernels, plainKernels } from "../kernels/index.ts";
import { minimise } from "./lbfgs.ts";
import type { PairTable } from "./pairTable.ts";
import { type TagScales, tagScalesForward } from "./tagScales.ts";

/** θ_k = b + Σ_m a_m (s_km − mean_m) / sd_m: one set of weights for all tags. */
export interface HeadParameters {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
  readonly weights: Float64Array;
  readonly bias: number;
  /** What is peculiar to each tag, where that helps. */
  readonly perTag?: TagScales;
}

/** Gaussian prior of the weights and the bias: means, and precisions (one over the variance). */
export interface HeadPrior {
  readonly weights: Float64Array;
  readonly weightPrecision: number;
  readonly bias: number;
  readonly biasPrecision: number;
}

const MOST_ITERATIONS = 100;

/** Largest gradient left, in nats: the prior's curvature makes it less than 0.02 of a weight. */
const TOLERANCE = 0.5;

/** The negative log posterior, in nats over all pairs, and its terms. */
export interface HeadLoss {
  readonly total: number;
  /** Σ BCE of the pairs. */
  readonly tags: number;
  /** How far the weights have gone from what the prior expects. */
  readonly prior: number;
}

/**
 * The weights that maximise Σ log p(y_ik | θ_ik) + log prior: a logistic regression over pairs, convex, by L-BFGS.
 * Standardisation comes from the pairs themselves.
 *
 * @param checkpoint called each time the loss is computed, and before; throw to give up
 * @throws what `checkpoint` throws
 */
export function fitHead(
  pairs: PairTable,
  prior: HeadPrior,
  onIteration?: (iteration: number, loss: HeadLoss, head: HeadParameters) => void,
  checkpoint?: () => void,
  kernels: Pick<Kernels, "withLogisticLoss"> = plainKernels,
): HeadParameters {
  const { mean, scale } = standardisation(pairs);
  const M = pairs.columns;
  checkpoint?.();
  const headAt = (x: Float64Array): HeadParameters => ({ mean, scale, weights: x.slice(0, M), bias: x[M] });
  const start = new Float64Array(M + 1);
  start.set(prior.weights);
  start[M] = prior.bias;
  let penalty = 0;
  const { x } = kernels.withLogisticLoss({ ...pairs, values: pairs.evidence, mean, scale }, (pairLoss) => {
    const loss = (x: Float64Array, gradient: Float64Array): number => {
      checkpoint?.();
      const tags = pairLoss(x, gradient);
      penalty = 0;
      for (let m = 0; m < M; m++) {
        const away = x[m] - prior.weights[m];
        penalty += 0.5 * prior.weightPrecision * away * away;
        gradient[m] += prior.weightPrecision * away;
      }
      const away = x[M] - prior.bias;
      gradient[M] += prior.biasPrecision * away;
      penalty += 0.5 * prior.biasPrecision * away * away;
      return tags + penalty;
    };
    return minimise(loss, start, {
      maxIterations: MOST_ITERATIONS,
      tolerance: TOLERANCE,
      onIteration: (iteration, total, _, reached) =>
        onIteration?.(iteration, { total, tags: total - penalty, prior: penalty }, headAt(reached)),
    });
  });
  return headAt(x);
}

/** Writes θ (K) for one document's evidence (K × M). */
export function headForward(head: HeadParameters, evidence: ArrayLike<number>, theta: Float64Array): void {
  const M = head.weights.length;
  const slope = new Float64Array(M);
  let intercept = head.bias;
  for (let m = 0; m < M; m++) {
    slope[m] = head.weights[m] / head.scale[m];
    intercept -= slope[m] * head.mean[m];
  }
  for (let k = 0; k < theta.length; k++) {
    let sum = intercept;
    const base = k * M;
    for (let m = 0; m < M; m++) sum += slope[m] * evidence[base + m];
    theta[k] = sum;
  }
  if (head.perTag !== undefined) tagScalesForward(head.perTag, head, evidence, theta);
}

/** Weighted mean and standard deviation of each column; a column that never varies gets scale 1. */
function standardisation(pairs: PairTable): { mean: Float64Array; scale: Float64Array } {
  const M = pairs.columns;
  const mean = new Float64Array(M);
  const scale = new Float64Array(M);
  let total = 0;
  for (let p = 0; p < pairs.present.length; p++) {
    total += pairs.weight[p];
    for (let m = 0; m < M; m++) mean[m] += pairs.weight[p] * pairs.evidence[p * M + m];
  }
  for (let m = 0; m < M; m++) mean[m] /= total || 1;
  for (let p = 0; p < pairs.present.length; p++) {
    for (let m = 0; m < M; m++) scale[m] += pairs.weight[p] * (pairs.evidence[p * M + m] - mean[m]) ** 2;
  }
  for (let m = 0; m < M; m++) {
    const sd = Math.sqrt(scale[m] / (total || 1));
    scale[m] = sd > 1e-6 ? sd : 1;
  }
  return { mean, scale };
}
