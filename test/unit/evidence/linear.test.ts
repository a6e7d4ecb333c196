import { describe, expect, it } from "vitest";
import { rowOf } from "../../../server/corpus/sparseRow.ts";
import type { Labels } from "../../../server/evidence/labels.ts";
import { fitLinear, LINEAR_COLUMNS, LinearEvidence } from "../../../server/evidence/linear.ts";
import { Cancelled, plainKernels } from "../../../server/kernels/index.ts";
import { flipped, queryOf, randomCorpus } from "./randomCorpus.ts";

const corpus = randomCorpus(90, 40, 8, 5, 10);
const { matrix, labels } = corpus;
const state = fitLinear(matrix, labels, 1, plainKernels);

function scores(of: typeof state, forLabels: Labels, i: number, self: number): Float64Array {
  const out = new Float64Array(8 * LINEAR_COLUMNS.length);
  new LinearEvidence(of, forLabels).score(queryOf(corpus, i, self), out, LINEAR_COLUMNS.length, 0);
  return out;
}

describe("the machines for many documents", () => {
  it("score a training document by a machine that never saw its labels", () => {
    for (const i of [0, 17, 55]) {
      const others = flipped(corpus, i);
      const elsewhere = fitLinear(matrix, others, 1, plainKernels);
      expect(scores(elsewhere, others, i, i)).toEqual(scores(state, labels, i, i));
      expect(scores(elsewhere, others, i, -1)).not.toEqual(scores(state, labels, i, -1));
    }
  });

  it("score a new document by margins of all documents: w·x + b, squashed, and the rank", () => {
    const out = scores(state, labels, 4, -1);
    const table = state.weights[state.groups];
    const { columns, values } = rowOf(matrix, 4);
    const margins = Array.from({ length: 8 }, (_, tag) => {
      let margin = table[matrix.columns * 8 + tag];
      for (let j = 0; j < columns.length; j++) margin += values[j] * table[columns[j] * 8 + tag];
      return margin;
    });
    margins.forEach((margin, tag) => {
      expect(out[3 * tag]).toBeCloseTo(margin, 10);
      expect(out[3 * tag + 1]).toBeCloseTo(1 / (1 + Math.exp(-3 * margin)), 10);
      expect(out[3 * tag + 2]).toBeCloseTo(Math.log1p(margins.filter((other) => other > margin).length), 10);
    });
  });

  it("have nothing to say of a tag that one document has", () => {
    for (const weights of state.weights) {
      for (let v = 0; v <= matrix.columns; v++) expect(weights[v * 8]).toBe(0);
    }
  });

  it("rank the tags of training documents above others more often than not", () => {
    let right = 0;
    let pairs = 0;
    for (let i = 0; i < 90; i++) {
      const out = scores(state, labels, i, i);
      for (const own of labels.tagsOf(i)) {
        for (let tag = 1; tag < 8; tag++) {
          if (own === 0 || labels.has(i, tag)) continue;
          pairs++;
          if (out[3 * own] > out[3 * tag]) right++;
        }
      }
    }
    expect(right / pairs).toBeGreaterThan(0.6);
  });

  it("stop when they are told to", () => {
    expect(() => fitLinear(matrix, labels, 1, plainKernels, { shouldStop: () => true })).toThrow(Cancelled);
  });
});
