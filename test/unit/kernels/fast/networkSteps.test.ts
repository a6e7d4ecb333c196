import { describe, expect, it } from "vitest";
import { type Engine, openEngine } from "../../../../server/kernels/engine.ts";
import { startKernelThreads } from "../../../../server/training/kernelThreads.ts";
import { DenseNetwork } from "../../../bench/denseNetwork.ts";
import { largestDifference, randomValues } from "../matrices.ts";
import { randomCounts } from "../network/networkArrays.ts";
import { enginesOf } from "./flavours.ts";

const BYTES = 32 << 20;
const shape = { words: 701, features: 67, hidden: 61, limit: 5, rows: 37 };
const SHAPES = [
  { softmax: "all words", ...shape },
  { softmax: "a sample of the words", ...shape, negatives: 101 },
];
const batches = [0, 1, 2].map((n) => ({
  words: randomCounts(37, 701, 0.03, 5 * n + 1),
  labels: randomCounts(37, 67, 0.03, 5 * n + 2),
}));

/** All weights after three steps, and the losses before each. */
function trained(engine: Engine, withShape: typeof shape) {
  return engine.arena.scoped(() => {
    const network = new DenseNetwork(withShape, engine.arena, engine.network);
    const losses = batches.map(({ words, labels }) => network.step(words, labels));
    const { embedding, scores, levels, decoder, wordRows, biases, wordBias } = network;
    const all = [embedding, scores, levels, decoder, wordRows, wordBias, ...Object.values(biases)];
    return { losses, weights: all.flatMap(({ weights }) => [...weights]) };
  });
}

describe.each(enginesOf(BYTES))("steps of a network by $flavour", (one) => {
  const { flavour } = one;

  it.each(SHAPES)("are those of the plain kernels, with a softmax over $softmax", (withShape) => {
    const expected = trained(openEngine({ bytes: BYTES, flavour: "plain" }), withShape);
    const { losses, weights } = trained(one, withShape);
    expect(largestDifference(losses, expected.losses)).toBeLessThan(2e-3);
    // A step is about the learning rate, whatever the gradient: where that is nearly 0 its sign is up to rounding.
    const far = weights.filter((weight, i) => Math.abs(weight - expected.weights[i]) > 2e-5);
    expect(far.length / weights.length).toBeLessThan(2e-3);
  });

  it.each(SHAPES)(
    "give the same bits with one and two threads, with a softmax over $softmax",
    async (withShape) => {
      const two = openEngine({ bytes: BYTES, flavour, threads: 2, startHelpers: startKernelThreads });
      try {
        expect(two.threads).toBe(2);
        const [found, expected] = [trained(two, withShape), trained(one, withShape)];
        expect(found.losses).toEqual(expected.losses);
        expect(largestDifference(found.weights, expected.weights)).toBe(0);
      } finally {
        await two.close();
      }
    },
  );

  it("give the same bits with one and two threads for the k-subset distribution", async () => {
    const two = openEngine({ bytes: BYTES, flavour, threads: 2, startHelpers: startKernelThreads });
    const subset = { rows: 33, tags: 90, limit: 7 };
    const theta = randomValues(33 * 90, 1).map((score) => 9 * score);
    const [coefficients, direction] = [randomValues(33 * 8, 2), randomValues(33 * 90, 3)];
    try {
      const [found, expected] = [two, one].map(({ network }) => {
        const [logE, dCoefficients] = [new Float64Array(33 * 8), new Float64Array(33 * 8)];
        const [inclusion, dTheta] = [new Float64Array(33 * 90), new Float64Array(33 * 90)];
        network.logElementarySymmetric(subset, theta, logE);
        network.subsetInclusion(subset, theta, coefficients, inclusion);
        network.subsetInclusionBackward(subset, theta, coefficients, direction, dCoefficients, dTheta);
        return { logE, inclusion, dCoefficients, dTheta };
      });
      for (const name of ["logE", "inclusion", "dCoefficients", "dTheta"] as const) {
        expect(largestDifference(found[name], expected[name])).toBe(0);
      }
    } finally {
      await two.close();
    }
  });
});
