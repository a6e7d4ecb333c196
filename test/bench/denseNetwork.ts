import type { Arena } from "../../server/kernels/arena.ts";
import type { CsrMatrix } from "../../server/kernels/index.ts";
import {
  type AdamStep,
  type NetworkKernels,
  sampleWords,
  type Trainable,
  type TrainableRows,
  touchedRows,
} from "../../server/kernels/network/index.ts";

export interface DenseShape {
  /** V. */
  readonly words: number;
  /** K. */
  readonly features: number;
  /** H, in the encoder and in the decoder. */
  readonly hidden: number;
  /** L0. */
  readonly limit: number;
  /** Documents of a batch. */
  readonly rows: number;
  /** How many negatives the softmax runs over beside the words of the batch; undefined for all words. */
  readonly negatives?: number | undefined;
}

const TEMPERATURE = 0.5;

/** Bytes of the arena for a network and batches of so many entries. */
export function denseBytes(
  { words, features, hidden, limit, rows, negatives }: DenseShape,
  entries: number,
): number {
  const weights = 2 * words * hidden + 2 * features * hidden + (limit + 1) * hidden;
  const columns = negatives === undefined ? words : Math.min(words, entries + negatives);
  const sample = rows * (features * (limit + 5) + 4 * (limit + 1));
  const decoded = columns * (rows + (negatives === undefined ? 0 : hidden + 8));
  const small = 24 * (words + features + 8 * hidden * rows);
  return 4 * (3 * weights + sample + decoded + 12 * entries + small) + (1 << 20);
}

/**
 * Encoder, sampler and decoder as the unsupervised model has them: a bag of words, a hidden layer with ReLU, θ and the level's logits, the relaxed code, a
 * hidden layer with ReLU, a softmax over the words. Some labels pull at θ too. One step at a time, by Adam.
 */
export class DenseNetwork {
  readonly embedding: TrainableRows;
  readonly scores: Trainable;
  readonly levels: Trainable;
  readonly decoder: Trainable;
  readonly wordRows: TrainableRows;
  readonly biases: Record<"hidden" | "scores" | "levels" | "decoder", Trainable>;
  readonly wordBias: TrainableRows;
  readonly #shape: DenseShape;
  readonly #arena: Arena;
  readonly #network: NetworkKernels;
  readonly #noBias: Float32Array;
  #step = 0;

  constructor(shape: DenseShape, arena: Arena, network: NetworkKernels) {
    this.#shape = shape;
    this.#arena = arena;
    this.#network = network;
    const { words, features, hidden, limit } = shape;
    let seed = 1;
    const random = (): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 31 - 1;
    };
    const trainable = (length: number, size: number): Trainable => {
      const weights = arena.float32(length);
      for (let i = 0; i < length; i++) weights[i] = size * random();
      return { weights, first: arena.float32(length).fill(0), second: arena.float32(length).fill(0) };
    };
    const last = (): Int32Array => arena.int32(words).fill(0);
    this.embedding = { ...trainable(words * hidden, 0.1), last: last() };
    this.scores = trainable(features * hidden, hidden ** -0.5);
    this.levels = trainable((limit + 1) * hidden, hidden ** -0.5);
    this.decoder = trainable(hidden * features, limit ** -0.5);
    this.wordRows = { ...trainable(words * hidden, hidden ** -0.5), last: last() };
    this.biases = {
      hidden: trainable(hidden, 0),
      scores: trainable(features, 0),
      levels: trainable(limit + 1, 0),
      decoder: trainable(hidden, 0),
    };
    this.wordBias = { ...trainable(words, 0), last: last() };
    this.#noBias = arena.float32(hidden).fill(0);
  }

  /** @returns the mean loss of the batch's words, before the step */
  step(batch: CsrMatrix, labels: CsrMatrix): number {
    return this.#arena.scoped(() => this.#run(batch, labels));
  }

  #run(batch: CsrMatrix, labels: CsrMatrix): number {
    const { features, hidden, limit, rows } = this.#shape;
    const { biases } = this;
    const network = this.#network;
    const array = (width: number): Float32Array => this.#arena.float32(rows * width);
    const adam: AdamStep = {
      step: ++this.#step,
      learningRate: 1e-3,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    };
    const toScores = { rows, inputs: hidden, outputs: features };
    const toLevels = { rows, inputs: hidden, outputs: limit + 1 };
    const toDecoder = { rows, inputs: features, outputs: hidden };

    const encoded = array(hidden);
    network.sparseForward(batch, this.embedding.weights, this.#noBias, hidden, encoded);
    network.activate(rows, hidden, encoded, biases.hidden.weights, "relu");
    const theta = array(features);
    network.linearForward(toScores, encoded, this.scores.weights, theta);
    network.activate(rows, features, theta, biases.scores.weights, "none");
    const levelLogits = array(limit + 1);
    network.linearForward(toLevels, encoded, this.levels.weights, levelLogits);
    network.activate(rows, limit + 1, levelLogits, biases.levels.weights, "none");
    const sample = {
      code: array(features),
      relaxedLevel: array(limit + 1),
      attention: array(limit * features),
      level: this.#arena.int32(rows),
      order: this.#arena.int32(rows * limit),
    };
    const temperatures = { levelTemperature: TEMPERATURE, temperature: TEMPERATURE };
    const options = { rows, features, limit, ...temperatures, seed: this.#step };
    network.twoStepForward(options, levelLogits, theta, sample);
    const decoded = array(hidden);
    network.linearForward(toDecoder, sample.code, this.decoder.weights, decoded);
    network.activate(rows, hidden, decoded, biases.decoder.weights, "relu");

    const dDecoded = array(hidden);
    const loss = this.#wordLoss(batch, decoded, dDecoded, adam);
    network.activateBackward(decoded, dDecoded, "relu");
    const dCode = array(features);
    network.linearBackward(toDecoder, dDecoded, this.decoder.weights, dCode);
    network.productAdam(toDecoder, dDecoded, sample.code, this.decoder, adam);
    this.#biasStep(biases.decoder, dDecoded, adam);
    const [dTheta, dLevels] = [array(features), array(limit + 1)];
    network.twoStepBackward(options, sample, dCode, dLevels, dTheta);
    network.binaryCrossEntropy(labels, theta, array(1), dTheta, 1 / rows);
    const dEncoded = array(hidden);
    network.linearBackward(toScores, dTheta, this.scores.weights, dEncoded);
    network.linearBackward(toLevels, dLevels, this.levels.weights, dEncoded, true);
    network.activateBackward(encoded, dEncoded, "relu");
    network.productAdam(toScores, dTheta, encoded, this.scores, adam);
    network.productAdam(toLevels, dLevels, encoded, this.levels, adam);
    this.#biasStep(biases.scores, dTheta, adam);
    this.#biasStep(biases.levels, dLevels, adam);
    this.#biasStep(biases.hidden, dEncoded, adam);
    network.sparseAdam(touchedRows(batch), dEncoded, hidden, this.embedding, adam);
    return loss;
  }

  /** Also takes the step of the words' weights. */
  #wordLoss(batch: CsrMatrix, decoded: Float32Array, dDecoded: Float32Array, adam: AdamStep): number {
    const { words, hidden, rows, negatives } = this.#shape;
    const network = this.#network;
    const arena = this.#arena;
    const losses = arena.float32(rows);
    if (negatives === undefined) {
      const shape = { rows, inputs: hidden, outputs: words };
      const logits = arena.float32(rows * words);
      network.linearForward(shape, decoded, this.wordRows.weights, logits);
      network.softmaxCrossEntropy(batch, logits, this.wordBias.weights, losses, 1 / rows);
      network.linearBackward(shape, logits, this.wordRows.weights, dDecoded);
      network.productAdam(shape, logits, decoded, this.wordRows, adam);
      this.#biasStep(this.wordBias, logits, adam);
    } else {
      const sampled = sampleWords(batch, negatives, adam.step);
      const count = sampled.words.length;
      const index = arena.int32(count);
      index.set(sampled.words);
      const shape = { rows, inputs: hidden, outputs: count };
      const [weights, bias, logits] = [count * hidden, count, rows * count].map((n) => arena.float32(n));
      network.gatherRows(index, this.wordRows.weights, hidden, weights);
      network.gatherRows(index, this.wordBias.weights, 1, bias);
      for (let c = 0; c < count; c++) bias[c] += sampled.logWeights[c];
      network.linearForward(shape, decoded, weights, logits);
      network.softmaxCrossEntropy(sampled.counts, logits, bias, losses, 1 / rows);
      network.linearBackward(shape, logits, weights, dDecoded);
      network.productAdamRows(shape, logits, decoded, index, this.wordRows, adam);
      network.columnSums(rows, count, logits, bias);
      const each = Int32Array.from({ length: count + 1 }, (_, c) => c);
      const touched = { rows: index, start: each, documents: each, values: new Float32Array(count).fill(1) };
      network.sparseAdam(touched, bias, 1, this.wordBias, adam);
    }
    return losses.reduce((sum, loss) => sum + loss, 0) / rows;
  }

  #biasStep(bias: Trainable, upstream: Float32Array, adam: AdamStep): void {
    const { length } = bias.weights;
    this.#arena.scoped(() => {
      const gradient = this.#arena.float32(length);
      this.#network.columnSums(this.#shape.rows, length, upstream, gradient);
      this.#network.adam(bias, gradient, adam);
    });
  }
}
