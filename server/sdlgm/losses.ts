/**
 * Losses of one document: how badly scores θ and level logits g explain the tags it has. Each is a pair
 * of a forward pass, which returns the loss in nats and leaves in `buffers` what the backward pass needs,
 * and a backward pass, which adds scale · gradient to `dTheta` and `dLevelLogits`.
 *
 * Shapes: theta and dTheta K; levelLogits and dLevelLogits limit + 1; tags n distinct indices below K.
 */
import { logElementarySymmetricBackward, logElementarySymmetricForward, subsetTableSize } from "./kSubset.ts";
import { logSumExp, sigmoid, softmax, softplus } from "./logDomain.ts";
import { plackettLuceBackward, plackettLuceForward } from "./plackettLuce.ts";

/** Work arrays for documents with K tags and levels 0..limit; make them once and reuse them. */
export interface LossBuffers {
  readonly limit: number;
  /** q(L) of the last forward pass, length limit + 1. Not touched by `independentTagsLoss`. */
  readonly levelProbabilities: Float64Array;
  readonly table: Float64Array;
  readonly dLogE: Float64Array;
  readonly adjoint: Float64Array;
  readonly terms: Float64Array;
  readonly taken: Uint8Array;
}

/** A loss of one document as a forward/backward pair. */
export interface DocumentLoss {
  forward(theta: Float64Array, levelLogits: Float64Array, tags: Int32Array, buffers: LossBuffers): number;
  backward(
    theta: Float64Array,
    levelLogits: Float64Array,
    tags: Int32Array,
    buffers: LossBuffers,
    dTheta: Float64Array,
    dLevelLogits: Float64Array,
    scale?: number,
  ): void;
}

export function createLossBuffers(tagCount: number, limit: number): LossBuffers {
  return {
    limit,
    levelProbabilities: new Float64Array(limit + 1),
    table: new Float64Array(subsetTableSize(tagCount, limit)),
    dLogE: new Float64Array(limit + 1),
    adjoint: new Float64Array(limit + 1),
    terms: new Float64Array(tagCount),
    taken: new Uint8Array(tagCount),
  };
}

/**
 * Exact likelihood with the level tied to the tags, q(l) ∝ e_l(exp θ)·exp(g_l):
 * -Σ_{k∈y} θ_k - g_n + log Σ_l e_l(exp θ) exp(g_l). Its gradients are P(y_k = 1) - y_k and q(l) - [l = n].
 *
 * @throws RangeError when a document has more tags than the limit
 */
export const tiedSubsetLoss: DocumentLoss = {
  forward(theta, levelLogits, tags, buffers) {
    requireWithinLimit(tags, buffers.limit);
    const { table, limit, levelProbabilities } = buffers;
    logElementarySymmetricForward(theta, limit, table);
    const last = theta.length * (limit + 1);
    for (let l = 0; l <= limit; l++) levelProbabilities[l] = table[last + l] + levelLogits[l];
    const logNormaliser = softmax(levelProbabilities, levelProbabilities);
    return logNormaliser - levelLogits[tags.length] - sumAt(theta, tags);
  },
  backward(theta, _levelLogits, tags, buffers, dTheta, dLevelLogits, scale = 1) {
    const { table, limit, levelProbabilities, dLogE, adjoint } = buffers;
    for (let l = 0; l <= limit; l++) dLogE[l] = scale * levelProbabilities[l];
    logElementarySymmetricBackward(theta, limit, table, dLogE, dTheta, adjoint);
    addAt(dTheta, tags, -scale);
    addLevelGradient(levelProbabilities, tags.length, dLevelLogits, scale);
  },
};

/**
 * Exact likelihood with a level of its own, q = softmax(g): -Σ_{k∈y} θ_k + log e_n(exp θ) - log q(n).
 *
 * @throws RangeError when a document has more tags than the limit
 */
export const untiedSubsetLoss: DocumentLoss = {
  forward(theta, levelLogits, tags, buffers) {
    requireWithinLimit(tags, buffers.limit);
    const { table, limit } = buffers;
    logElementarySymmetricForward(theta, limit, table);
    const logE = table[theta.length * (limit + 1) + tags.length];
    return logE - sumAt(theta, tags) + levelLoss(levelLogits, tags.length, buffers);
  },
  backward(theta, _levelLogits, tags, buffers, dTheta, dLevelLogits, scale = 1) {
    const { table, limit, dLogE, adjoint } = buffers;
    dLogE.fill(0);
    dLogE[tags.length] = scale;
    logElementarySymmetricBackward(theta, limit, table, dLogE, dTheta, adjoint);
    addAt(dTheta, tags, -scale);
    addLevelGradient(buffers.levelProbabilities, tags.length, dLevelLogits, scale);
  },
};

/** Independent logistic loss of every tag: Σ_k softplus(θ_k) - Σ_{k∈y} θ_k. No level; g gets no gradient. */
export const independentTagsLoss: DocumentLoss = {
  forward(theta, _levelLogits, tags) {
    let loss = -sumAt(theta, tags);
    for (let k = 0; k < theta.length; k++) loss += softplus(theta[k]);
    return loss;
  },
  backward(theta, _levelLogits, tags, _buffers, dTheta, _dLevelLogits, scale = 1) {
    for (let k = 0; k < theta.length; k++) dTheta[k] += scale * sigmoid(theta[k]);
    addAt(dTheta, tags, -scale);
  },
};

/** Composite: `independentTagsLoss` - log softmax(g)_min(n, limit). */
export const compositeLoss: DocumentLoss = {
  forward(theta, levelLogits, tags, buffers) {
    return (
      independentTagsLoss.forward(theta, levelLogits, tags, buffers) +
      levelLoss(levelLogits, tags.length, buffers)
    );
  },
  backward(theta, levelLogits, tags, buffers, dTheta, dLevelLogits, scale = 1) {
    independentTagsLoss.backward(theta, levelLogits, tags, buffers, dTheta, dLevelLogits, scale);
    addLevelGradient(buffers.levelProbabilities, tags.length, dLevelLogits, scale);
  },
};

/** Softmax over tags: -Σ_{k∈y} log softmax(θ)_k - log softmax(g)_min(n, limit). */
export const softmaxTagsLoss: DocumentLoss = {
  forward(theta, levelLogits, tags, buffers) {
    const tagLoss = tags.length * logSumExp(theta) - sumAt(theta, tags);
    return tagLoss + levelLoss(levelLogits, tags.length, buffers);
  },
  backward(theta, _levelLogits, tags, buffers, dTheta, dLevelLogits, scale = 1) {
    const logNormaliser = logSumExp(theta);
    const weight = scale * tags.length;
    for (let k = 0; k < theta.length; k++) dTheta[k] += weight * Math.exp(theta[k] - logNormaliser);
    addAt(dTheta, tags, -scale);
    addLevelGradient(buffers.levelProbabilities, tags.length, dLevelLogits, scale);
  },
};

/** Plackett-Luce likelihood of the tags in the order given, - log softmax(g)_min(n, limit). */
export const orderedTagsLoss: DocumentLoss = {
  forward(theta, levelLogits, tags, buffers) {
    const logProbability = plackettLuceForward(theta, tags, buffers.terms, buffers.taken);
    return levelLoss(levelLogits, tags.length, buffers) - logProbability;
  },
  backward(theta, _levelLogits, tags, buffers, dTheta, dLevelLogits, scale = 1) {
    plackettLuceBackward(theta, tags, buffers.terms, undefined, dTheta, -scale, buffers.taken);
    addLevelGradient(buffers.levelProbabilities, tags.length, dLevelLogits, scale);
  },
};

/** The losses by name, for settings and tables of results. */
export const documentLosses = {
  tied: tiedSubsetLoss,
  untied: untiedSubsetLoss,
  composite: compositeLoss,
  independent: independentTagsLoss,
  softmax: softmaxTagsLoss,
  ordered: orderedTagsLoss,
} as const satisfies Record<string, DocumentLoss>;

/** -log softmax(g)_min(n, limit); leaves softmax(g) in the buffers. */
function levelLoss(levelLogits: Float64Array, tagCount: number, buffers: LossBuffers): number {
  const level = Math.min(tagCount, buffers.limit);
  return softmax(levelLogits, buffers.levelProbabilities) - levelLogits[level];
}

function addLevelGradient(
  levelProbabilities: Float64Array,
  tagCount: number,
  dLevelLogits: Float64Array,
  scale: number,
): void {
  for (let l = 0; l < levelProbabilities.length; l++) dLevelLogits[l] += scale * levelProbabilities[l];
  dLevelLogits[Math.min(tagCount, levelProbabilities.length - 1)] -= scale;
}

function sumAt(values: Float64Array, indices: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += values[indices[i]];
  return sum;
}

function addAt(values: Float64Array, indices: Int32Array, amount: number): void {
  for (let i = 0; i < indices.length; i++) values[indices[i]] += amount;
}

function requireWithinLimit(tags: Int32Array, limit: number): void {
  if (tags.length > limit) {
    throw new RangeError(
      `A document has ${tags.length} tags but the limit is ${limit}: raise the limit or keep its first ${limit}.`,
    );
  }
}
