import { describe, expect, it } from "vitest";
import {
  type Activation,
  plainNetwork,
  sampleWords,
  touchedRows,
} from "../../../../server/kernels/network/index.ts";
import { largestDifference, randomValues } from "../matrices.ts";
import { differences, dot, freshTrainable, GRADIENT_STEP, randomCounts } from "./networkArrays.ts";

const {
  linearForward,
  linearBackward,
  activate,
  activateBackward,
  columnSums,
  sparseForward,
  sparseAdam,
  productAdam,
  softmaxCrossEntropy,
  binaryCrossEntropy,
} = plainNetwork;

const TOLERANCE = 1e-8;

/** The plain kernels in float64 beside central differences of a random weighting of what they give. */
describe("the gradient", () => {
  const shape = { rows: 5, inputs: 7, outputs: 4 };
  const x = randomValues(5 * 7, 1);
  const weights = randomValues(4 * 7, 2);
  const upstream = randomValues(5 * 4, 3);

  it("of a layer by its input and its weights is that of finite differences", () => {
    const out = new Float64Array(5 * 4);
    const loss = () => {
      linearForward(shape, x, weights, out);
      return dot(out, upstream);
    };
    const dx = new Float64Array(5 * 7);
    linearBackward(shape, upstream, weights, dx);
    expect(largestDifference(dx, differences(loss, x))).toBeLessThan(TOLERANCE);
    const trainable = freshTrainable(weights);
    productAdam(shape, upstream, x, trainable, GRADIENT_STEP);
    expect(largestDifference(trainable.first, differences(loss, weights))).toBeLessThan(TOLERANCE);
  });

  it.each<Activation>(["none", "relu", "softplus"])("of %s by its input and its bias", (kind) => {
    const bias = randomValues(7, 4);
    const loss = () => {
      const y = x.slice();
      activate(5, 7, y, bias, kind);
      return dot(y, randomValues(5 * 7, 5));
    };
    const y = x.slice();
    activate(5, 7, y, bias, kind);
    const dx = randomValues(5 * 7, 5);
    activateBackward(y, dx, kind);
    expect(largestDifference(dx, differences(loss, x))).toBeLessThan(TOLERANCE);
    const dBias = new Float64Array(7);
    columnSums(5, 7, dx, dBias);
    expect(largestDifference(dBias, differences(loss, bias))).toBeLessThan(TOLERANCE);
  });

  it("of an embedding by its weights and its bias", () => {
    const batch = randomCounts(5, 9, 0.4, 6);
    const embedding = randomValues(9 * 4, 7);
    const bias = randomValues(4, 8);
    const out = new Float64Array(5 * 4);
    const loss = () => {
      sparseForward(batch, embedding, bias, 4, out);
      return dot(out, upstream);
    };
    const trainable = { ...freshTrainable(embedding), last: new Int32Array(9) };
    sparseAdam(touchedRows(batch), upstream, 4, trainable, GRADIENT_STEP);
    expect(largestDifference(trainable.first, differences(loss, embedding))).toBeLessThan(TOLERANCE);
    const dBias = new Float64Array(4);
    columnSums(5, 4, upstream, dBias);
    expect(largestDifference(dBias, differences(loss, bias))).toBeLessThan(TOLERANCE);
  });

  it("of the softmax cross-entropy by the logits and the bias", () => {
    const counts = randomCounts(5, 7, 0.4, 9);
    const bias = randomValues(7, 10);
    const losses = new Float64Array(5);
    const loss = () => {
      softmaxCrossEntropy(counts, x.slice(), bias, losses, 0.5);
      return losses.reduce((sum, value) => sum + 0.5 * value, 0);
    };
    const gradient = x.slice();
    softmaxCrossEntropy(counts, gradient, bias, losses, 0.5);
    expect(largestDifference(gradient, differences(loss, x))).toBeLessThan(TOLERANCE);
    const dBias = new Float64Array(7);
    columnSums(5, 7, gradient, dBias);
    expect(largestDifference(dBias, differences(loss, bias))).toBeLessThan(TOLERANCE);
  });

  it("of the binary cross-entropy by the logits, added to what there was", () => {
    const labels = randomCounts(5, 7, 0.3, 11);
    const losses = new Float64Array(5);
    const loss = () => {
      binaryCrossEntropy(labels, x, losses, new Float64Array(5 * 7), 2);
      return losses.reduce((sum, value) => sum + 2 * value, 0);
    };
    const gradient = new Float64Array(5 * 7).fill(1);
    binaryCrossEntropy(labels, x, losses, gradient, 2);
    const expected = differences(loss, x).map((slope) => slope + 1);
    expect(largestDifference(gradient, expected)).toBeLessThan(TOLERANCE);
  });
});

describe("adam", () => {
  it("makes the steps of the paper: of the learning rate at first, whatever the gradient", () => {
    const trainable = freshTrainable(Float64Array.of(1, 1));
    const step = { step: 1, learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 0 };
    plainNetwork.adam(trainable, Float64Array.of(3, -0.01), step);
    expect(largestDifference(trainable.weights, [0.9, 1.1])).toBeLessThan(1e-12);
    plainNetwork.adam(trainable, Float64Array.of(3, 0.01), { ...step, step: 2 });
    expect(largestDifference(trainable.weights, [0.8, 1.1 - (0.1 * (0.0001 / 0.19)) / 0.01])).toBeLessThan(
      1e-12,
    );
  });

  it("by rows leaves the others alone, and has moments as if there had been gradients of zero", () => {
    const batch = randomCounts(3, 4, 0.5, 3);
    const word = 2;
    const touched = touchedRows(batch);
    const only = { ...touched, rows: Int32Array.of(word), start: Int32Array.of(0, 1) };
    const upstream = randomValues(9, 1);
    const lazy = { ...freshTrainable(randomValues(12, 2)), last: new Int32Array(4) };
    const before = lazy.weights.slice();
    const step = (t: number) => ({ step: t, learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-8 });
    sparseAdam(only, upstream, 3, lazy, step(1));
    sparseAdam(only, upstream, 3, lazy, step(5));
    expect([...lazy.last]).toEqual([0, 0, 5, 0]);
    const others = [0, 1, 2, 3, 4, 5, 9, 10, 11];
    expect(others.map((i) => lazy.weights[i])).toEqual(others.map((i) => before[i]));

    const gradient = upstream
      .slice(3 * only.documents[0], 3 * only.documents[0] + 3)
      .map((slope) => slope * only.values[0]);
    const dense = freshTrainable(new Float64Array(3));
    const nothing = new Float64Array(3);
    for (let t = 1; t <= 5; t++) plainNetwork.adam(dense, t === 1 || t === 5 ? gradient : nothing, step(t));
    expect(largestDifference(lazy.first.subarray(6, 9), dense.first)).toBeLessThan(1e-12);
    expect(largestDifference(lazy.second.subarray(6, 9), dense.second)).toBeLessThan(1e-12);
  });
});

describe("sampled words", () => {
  const batch = randomCounts(6, 200, 0.05, 4);
  const present = touchedRows(batch).rows;

  it("are those of the batch and so many negatives, each once and in order, the same for the same seed", () => {
    const { words, logWeights, counts } = sampleWords(batch, 30, 17);
    expect(words).toHaveLength(present.length + 30);
    expect([...words]).toEqual([...new Set(words)].sort((a, b) => a - b));
    expect(Array.from(counts.columnIndex, (place) => words[place])).toEqual([...batch.columnIndex]);
    const stands = Math.fround(Math.log((200 - present.length) / 30));
    expect([...logWeights]).toEqual(Array.from(words, (v) => (present.includes(v) ? 0 : stands)));
    expect(sampleWords(batch, 30, 17).words).toEqual(words);
    expect(sampleWords(batch, 30, 18).words).not.toEqual(words);
  });

  it("are all words if there are no more, with the loss of all", () => {
    const { words, logWeights } = sampleWords(batch, 1000, 1);
    expect(words).toHaveLength(200);
    expect(logWeights.every((weight) => weight === 0)).toBe(true);
  });

  it("estimate the sum over all words without bias", () => {
    const terms = randomValues(200, 5).map((s) => Math.exp(3 * s));
    const exact = terms.reduce((sum, term) => sum + term, 0);
    let mean = 0;
    const rounds = 3000;
    for (let seed = 0; seed < rounds; seed++) {
      const { words, logWeights } = sampleWords(batch, 40, seed);
      for (let c = 0; c < words.length; c++) mean += (terms[words[c]] * Math.exp(logWeights[c])) / rounds;
    }
    expect(Math.abs(mean / exact - 1)).toBeLessThan(0.01);
  });
});
