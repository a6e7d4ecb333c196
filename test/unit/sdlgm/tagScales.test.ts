import { describe, expect, it } from "vitest";
import { chooseTagScales } from "../../../server/sdlgm/chooseTagScales.ts";
import type { ExampleSet } from "../../../server/sdlgm/example.ts";
import { fitHead, headForward } from "../../../server/sdlgm/head.ts";
import { buildPairTable } from "../../../server/sdlgm/pairTable.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { part, simulatedExamples } from "./simulatedExamples.ts";

const weights = [1.5, -0.5];
const prior = { weights: new Float64Array(2), weightPrecision: 0.01, bias: -2, biasPrecision: 0.01 };

/** One set for tags 0 and 1 with biases of their own: the halves of a tag's documents come from different simulations. */
function withOwnBiases(documents: number, biases: readonly number[], seed: number): ExampleSet {
  const sets = biases.map((bias, k) =>
    simulatedExamples({ documents, tags: 1, weights, bias, seed: seed + k }),
  );
  const K = biases.length;
  const tagsOf = (i: number) => Int32Array.from(biases.keys()).filter((k) => sets[k].tagsOf(i).length === 1);
  return {
    count: documents,
    tags: K,
    columns: sets[0].columns,
    tagsOf,
    read: (i) => ({
      evidence: Float64Array.from(sets.flatMap((set) => [...Array.from(set.read(i).evidence)])),
      candidates: new Uint8Array(K).fill(1),
      tags: tagsOf(i),
      hints: [],
    }),
  };
}

function shared(examples: ExampleSet) {
  return fitHead(buildPairTable(examples, 0, createRandom(1)), prior);
}

/** Mean log loss of the pairs of some documents. */
function logLoss(examples: ExampleSet, head: Parameters<typeof headForward>[0]): number {
  const theta = new Float64Array(examples.tags);
  let loss = 0;
  for (let i = 0; i < examples.count; i++) {
    const { evidence, tags } = examples.read(i);
    headForward(head, evidence, theta);
    for (let k = 0; k < theta.length; k++) {
      loss += Math.log1p(Math.exp(tags.includes(k) ? -theta[k] : theta[k]));
    }
  }
  return loss / (examples.count * examples.tags);
}

describe("what is peculiar to a tag", () => {
  const examples = withOwnBiases(900, [0.5, -3, -1.5], 7);
  const training = part(examples, 0, 600);
  const test = part(examples, 600, 900);
  const head = shared(training);
  const perTag = chooseTagScales(training, head, Int32Array.of(0), createRandom(2))!;

  it("is found where tags differ, and lowers the loss of documents that were not seen", () => {
    expect(perTag.values.length).toBe(3 * 2);
    expect(perTag.values[0]).toBeGreaterThan(0.7);
    expect(perTag.values[2]).toBeLessThan(-0.7);
    expect(logLoss(test, { ...head, perTag })).toBeLessThan(0.97 * logLoss(test, head));
  });

  it("is at the optimum of its penalised likelihood: moved a little either way, no tag fits better", () => {
    const penalised = (values: Float64Array): number => {
      const loss = logLoss(training, { ...head, perTag: { ...perTag, values } }) * training.count * 3;
      return loss + 0.5 * 5 * values.reduce((sum, value) => sum + value * value, 0);
    };
    const best = [5, 15, 50].map((precision) => {
      const at = (values: Float64Array): number =>
        penalised(values) + 0.5 * (precision - 5) * values.reduce((sum, value) => sum + value * value, 0);
      return perTag.values.every((_, index) =>
        [-0.02, 0.02].every((step) => {
          const moved = perTag.values.slice();
          moved[index] += step;
          return at(moved) >= at(perTag.values);
        }),
      );
    });
    expect(best.filter(Boolean).length).toBe(1);
  });

  it("is the same for the same seed", () => {
    expect(chooseTagScales(training, head, Int32Array.of(0), createRandom(2))).toEqual(perTag);
  });

  it("is left out where all tags are alike", () => {
    const alike = simulatedExamples({ documents: 400, tags: 12, weights, bias: -2, seed: 3 });
    expect(chooseTagScales(alike, shared(alike), Int32Array.of(0, 1), createRandom(2))).toBeUndefined();
  });

  it("stops when it is told to", () => {
    const stop = () => {
      throw new Error("stopped");
    };
    expect(() =>
      chooseTagScales(training, head, Int32Array.of(0), createRandom(2), { checkpoint: stop }),
    ).toThrow("stopped");
  });
});
