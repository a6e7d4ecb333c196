/**
 * The head with scales per tag and a level of its own: K tags, M kinds of evidence, levels 0..L0.
 *
 *   θ_k = b_k + Σ_m (a_m + ak_mk) s_mk
 *   t   = [log(Σσ(θ) + 1e-3), Σσ(θ) / L0, e, the L0 + 1 largest θ, each / 4]
 *   g   = W t + c,  q(l) ∝ e_l(exp θ)·exp(g_l)
 *
 * t is a constant for the gradient (stop-gradient), so that the level never bends the scores.
 */
import { sigmoid } from "./logDomain.ts";
import { createLossBuffers, type LossBuffers, tiedSubsetLoss } from "./losses.ts";
import { topIndices } from "./ranking.ts";

/** Parameters, or their gradients: views of one flat array, as an optimiser wants it. */
export interface PairHead {
  readonly evidenceCount: number;
  readonly tagCount: number;
  readonly limit: number;
  /** All of the following, in this order. */
  readonly parameters: Float64Array;
  /** a, length M. */
  readonly slopes: Float64Array;
  /** ak, M x K. */
  readonly tagSlopes: Float64Array;
  /** b, length K. */
  readonly intercepts: Float64Array;
  /** W, (L0 + 1) x (L0 + 4). */
  readonly levelWeights: Float64Array;
  /** c, length L0 + 1. */
  readonly levelIntercepts: Float64Array;
}

/** What a forward pass computes for one document. */
export interface PairHeadTape {
  /** θ, length K. */
  readonly theta: Float64Array;
  /** t, length L0 + 4. */
  readonly statistics: Float64Array;
  /** g, length L0 + 1. */
  readonly levelLogits: Float64Array;
  readonly dTheta: Float64Array;
  readonly dLevelLogits: Float64Array;
  readonly top: Int32Array;
  /** `buffers.levelProbabilities` is q(L) after the forward pass of the loss. */
  readonly buffers: LossBuffers;
}

/**
 * A head with all parameters 0, or laid over `parameters`.
 *
 * @throws RangeError when the limit is below 1 or `parameters` has another length than needed
 */
export function createPairHead(
  evidenceCount: number,
  tagCount: number,
  limit: number,
  parameters?: Float64Array,
): PairHead {
  if (!(limit >= 1)) throw new RangeError(`The limit is ${limit}; give at least 1.`);
  const lengths = [
    evidenceCount,
    evidenceCount * tagCount,
    tagCount,
    (limit + 1) * statisticsCount(limit),
    limit + 1,
  ];
  const size = lengths.reduce((sum, length) => sum + length, 0);
  const flat = parameters ?? new Float64Array(size);
  if (flat.length !== size)
    throw new RangeError(`A head of this shape has ${size} parameters, not ${flat.length}.`);
  let end = 0;
  const [slopes, tagSlopes, intercepts, levelWeights, levelIntercepts] = lengths.map((length) => {
    end += length;
    return flat.subarray(end - length, end);
  });
  return {
    evidenceCount,
    tagCount,
    limit,
    parameters: flat,
    slopes,
    tagSlopes,
    intercepts,
    levelWeights,
    levelIntercepts,
  };
}

export function createPairHeadTape(tagCount: number, limit: number): PairHeadTape {
  return {
    theta: new Float64Array(tagCount),
    statistics: new Float64Array(statisticsCount(limit)),
    levelLogits: new Float64Array(limit + 1),
    dTheta: new Float64Array(tagCount),
    dLevelLogits: new Float64Array(limit + 1),
    top: new Int32Array(limit + 1),
    buffers: createLossBuffers(tagCount, limit),
  };
}

/**
 * θ, t and g of one document.
 *
 * @param evidence s, M x K
 * @param expectedLevel e, what the evidence says about the number of tags
 */
export function pairHeadForward(
  head: PairHead,
  evidence: Float64Array,
  expectedLevel: number,
  tape: PairHeadTape,
): void {
  const { evidenceCount, tagCount, limit, slopes, tagSlopes } = head;
  const { theta, statistics, levelLogits } = tape;
  theta.set(head.intercepts);
  for (let m = 0; m < evidenceCount; m++) {
    const row = m * tagCount;
    const slope = slopes[m];
    for (let k = 0; k < tagCount; k++) theta[k] += (slope + tagSlopes[row + k]) * evidence[row + k];
  }

  fillStatistics(theta, expectedLevel, limit, statistics, tape.top);
  const count = statistics.length;
  for (let l = 0; l <= limit; l++) {
    let logit = head.levelIntercepts[l];
    for (let i = 0; i < count; i++) logit += head.levelWeights[l * count + i] * statistics[i];
    levelLogits[l] = logit;
  }
}

/** Adds scale · the gradients of every parameter, from those of θ and g, to `gradients`. */
export function pairHeadBackward(
  evidence: Float64Array,
  tape: PairHeadTape,
  dTheta: Float64Array,
  dLevelLogits: Float64Array,
  gradients: PairHead,
  scale = 1,
): void {
  const { evidenceCount, tagCount, limit, slopes, tagSlopes, intercepts } = gradients;
  for (let k = 0; k < tagCount; k++) intercepts[k] += scale * dTheta[k];
  for (let m = 0; m < evidenceCount; m++) {
    const row = m * tagCount;
    let dSlope = 0;
    for (let k = 0; k < tagCount; k++) {
      const gradient = scale * dTheta[k] * evidence[row + k];
      tagSlopes[row + k] += gradient;
      dSlope += gradient;
    }
    slopes[m] += dSlope;
  }
  const count = tape.statistics.length;
  for (let l = 0; l <= limit; l++) {
    const gradient = scale * dLevelLogits[l];
    gradients.levelIntercepts[l] += gradient;
    for (let i = 0; i < count; i++) gradients.levelWeights[l * count + i] += gradient * tape.statistics[i];
  }
}

/**
 * The tied loss (`tiedSubsetLoss`) of one document, and, where `gradients` is given, scale · its gradients added there.
 *
 * @param tags the document's tags, at most the limit
 */
export function pairHeadLoss(
  head: PairHead,
  evidence: Float64Array,
  expectedLevel: number,
  tags: Int32Array,
  tape: PairHeadTape,
  gradients?: PairHead,
  scale = 1,
): number {
  const { theta, levelLogits, buffers, dTheta, dLevelLogits } = tape;
  pairHeadForward(head, evidence, expectedLevel, tape);
  const loss = tiedSubsetLoss.forward(theta, levelLogits, tags, buffers);
  if (gradients !== undefined) {
    dTheta.fill(0);
    dLevelLogits.fill(0);
    tiedSubsetLoss.backward(theta, levelLogits, tags, buffers, dTheta, dLevelLogits);
    pairHeadBackward(evidence, tape, dTheta, dLevelLogits, gradients, scale);
  }
  return loss;
}

function statisticsCount(limit: number): number {
  return limit + 4;
}

/** With fewer than L0 + 1 tags the places of the missing ones hold 0. */
function fillStatistics(
  theta: Float64Array,
  expectedLevel: number,
  limit: number,
  statistics: Float64Array,
  top: Int32Array,
): void {
  let expectedTags = 0;
  for (let k = 0; k < theta.length; k++) expectedTags += sigmoid(theta[k]);
  statistics.fill(0);
  statistics[0] = Math.log(expectedTags + 1e-3);
  statistics[1] = expectedTags / limit;
  statistics[2] = expectedLevel;
  const largest = topIndices(theta, limit + 1, top);
  for (let i = 0; i < largest.length; i++) statistics[3 + i] = theta[largest[i]] / 4;
}
