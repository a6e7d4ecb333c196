import { adamStep, createAdam } from "./adam.ts";
import { codeCrossEntropyBackward, codeCrossEntropyForward } from "./codeLoss.ts";
import type { Example, ExampleSet } from "./example.ts";
import { type HeadParameters, type HeadPrior, headForward } from "./head.ts";
import { createLossBuffers, type LossBuffers, tiedSubsetLoss } from "./losses.ts";
import { type Random, shuffle } from "./random.ts";
import { createSampleTape, relaxedTwoStepBackward, sampleRelaxed } from "./sampler.ts";

/**
 * What the weights maximise. `composite`: Σ BCE(σ(θ), y) − log q(n), convex. `tied`: the exact likelihood of the observed set under
 * q(L) ∝ e_l(exp θ)·exp(g_l) and the k-subset distribution. `relaxed`: cross entropy of the paper's relaxed two-step Gumbel-Softmax
 * sample against y. On the sets that they were compared on they end within noise of each other; `relaxed` takes ten times as long.
 */
export type Objective = "composite" | "tied" | "relaxed";

export interface RefineOptions {
  readonly objective: "tied" | "relaxed";
  readonly limit: number;
  readonly prior: HeadPrior;
  readonly random: Random;
  /** Called for each batch with the share done, and the last batch's loss in nats a document. */
  readonly onProgress?: (fraction: number, loss: number | undefined) => void;
  /** Called for each document; throw to give up. */
  readonly checkpoint?: () => void;
}

const EPOCHS = 12;
const BATCH = 32;
const LEARNING_RATE = 0.02;
/** Temperatures of level and subset: from the first to the last epoch, geometrically. */
const TEMPERATURE = { from: 1, to: 0.5 };

/**
 * Goes on from the composite optimum under another objective, by Adam over documents. The level's logits g_l, one a level, are
 * learned along and then thrown away: the level proper is fitted on the θ that comes out.
 *
 * @throws what `checkpoint` throws
 */
export function refineHead(
  examples: ExampleSet,
  start: HeadParameters,
  options: RefineOptions,
): HeadParameters {
  const { limit, prior, random } = options;
  const M = start.weights.length;
  const parameters = new Float64Array(M + 1 + limit + 1);
  parameters.set(start.weights);
  parameters[M] = start.bias;
  const gradient = new Float64Array(parameters.length);
  const adam = createAdam(parameters.length, { learningRate: LEARNING_RATE });
  const objective = documentObjective(examples.tags, limit, options);
  let batchLoss: number | undefined;
  const order = Int32Array.from({ length: examples.count }, (_, i) => i);
  const theta = new Float64Array(examples.tags);
  const dTheta = new Float64Array(examples.tags);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    const share = epoch / (EPOCHS - 1);
    const temperature = TEMPERATURE.from * (TEMPERATURE.to / TEMPERATURE.from) ** share;
    const learningRate = (LEARNING_RATE * (1 + Math.cos(Math.PI * share))) / 2;
    for (let from = 0; from < order.length; from += BATCH) {
      options.onProgress?.((epoch + from / order.length) / EPOCHS, batchLoss);
      batchLoss = 0;
      gradient.fill(0);
      const batch = order.subarray(from, from + BATCH);
      const head = headOf(parameters, start);
      for (const i of batch) {
        options.checkpoint?.();
        const example = examples.read(i);
        // Without candidates there is no subset to draw, and nothing to learn.
        if (!example.candidates.includes(1)) continue;
        headForward(head, example.evidence, theta);
        for (let k = 0; k < theta.length; k++) {
          if (example.candidates[k] === 0) theta[k] = Number.NEGATIVE_INFINITY;
        }
        dTheta.fill(0);
        const loss = objective(
          theta,
          parameters.subarray(M + 1),
          example,
          temperature,
          dTheta,
          gradient.subarray(M + 1),
        );
        batchLoss += loss / batch.length;
        headBackward(start, example, dTheta, gradient);
      }
      const share = batch.length / order.length;
      for (let m = 0; m < M; m++) {
        gradient[m] += share * prior.weightPrecision * (parameters[m] - prior.weights[m]);
      }
      gradient[M] += share * prior.biasPrecision * (parameters[M] - prior.bias);
      adamStep(adam, parameters, gradient, learningRate);
    }
  }
  return headOf(parameters, start);
}

/** Adds d loss / d (weights, bias) to the first M + 1 entries of `gradient`, from d loss / d θ. The pair of `headForward`. */
export function headBackward(
  { mean, scale }: Pick<HeadParameters, "mean" | "scale">,
  { evidence, candidates }: Pick<Example, "evidence" | "candidates">,
  dTheta: Float64Array,
  gradient: Float64Array,
): void {
  const M = mean.length;
  for (let k = 0; k < dTheta.length; k++) {
    if (candidates[k] === 0 || dTheta[k] === 0) continue;
    for (let m = 0; m < M; m++) gradient[m] += (dTheta[k] * (evidence[k * M + m] - mean[m])) / scale[m];
    gradient[M] += dTheta[k];
  }
}

/**
 * The loss of one document in nats, from θ (K, −∞ where there is no candidate) and g (L0 + 1). Adds its gradients to `dTheta` and
 * `dLevelLogits`. `temperature` is that of the relaxed sample.
 */
export type DocumentObjective = (
  theta: Float64Array,
  levelLogits: Float64Array,
  example: Pick<Example, "tags">,
  temperature: number,
  dTheta: Float64Array,
  dLevelLogits: Float64Array,
) => number;

/** One of the objectives for documents with K tags and levels 0..L0. The relaxed one draws its noise from `random` at each call. */
export function documentObjective(
  tags: number,
  limit: number,
  { objective, random }: Pick<RefineOptions, "objective" | "random">,
): DocumentObjective {
  if (objective === "tied") {
    const buffers = createLossBuffers(tags, limit);
    return (theta, levelLogits, example, _temperature, dTheta, dLevelLogits) =>
      tiedObjective(theta, levelLogits, example, limit, buffers, dTheta, dLevelLogits);
  }
  const tape = createSampleTape(tags, limit);
  const dCode = new Float64Array(tags);
  return (theta, levelLogits, example, temperature, dTheta, dLevelLogits) => {
    sampleRelaxed(levelLogits, theta, { level: temperature, subset: temperature }, random, tape);
    codeCrossEntropyBackward(tape.code, example.tags, dCode);
    relaxedTwoStepBackward(dCode, tape, dLevelLogits, dTheta);
    return codeCrossEntropyForward(tape.code, example.tags);
  };
}

/** A document with more tags than L0 is impossible under the exact likelihood: it teaches with its L0 likeliest. */
function tiedObjective(
  theta: Float64Array,
  levelLogits: Float64Array,
  { tags }: Pick<Example, "tags">,
  limit: number,
  buffers: LossBuffers,
  dTheta: Float64Array,
  dLevelLogits: Float64Array,
): number {
  const observed =
    tags.length <= limit
      ? tags
      : tags
          .slice()
          .sort((a, b) => theta[b] - theta[a])
          .subarray(0, limit)
          .sort();
  const loss = tiedSubsetLoss.forward(theta, levelLogits, observed, buffers);
  tiedSubsetLoss.backward(theta, levelLogits, observed, buffers, dTheta, dLevelLogits);
  return loss;
}

function headOf(parameters: Float64Array, { mean, scale }: HeadParameters): HeadParameters {
  const M = mean.length;
  return { mean, scale, weights: parameters.slice(0, M), bias: parameters[M] };
}
