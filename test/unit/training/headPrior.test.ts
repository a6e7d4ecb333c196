import { describe, expect, it } from "vitest";
import { FittedEvidence } from "../../../server/models/fittedEvidence.ts";
import { headPrior } from "../../../server/training/headPrior.ts";
import { HEAD_PRIOR_TABLE } from "../../../server/training/headPriorTable.ts";
import { train } from "../../../server/training/train.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";

const [small, large] = HEAD_PRIOR_TABLE;

describe("the head's prior", () => {
  it.each([
    [10, small.weights.ridgeLogit],
    [small.documents, small.weights.ridgeLogit],
    [large.documents, large.weights.ridgeLogit],
    [50_000, large.weights.ridgeLogit],
  ])("of %i documents starts from the nearer row of the table", (documents, weight) => {
    expect(headPrior(["ridgeLogit"], documents).weights[0]).toBeCloseTo(weight, 12);
  });

  it("lies between the rows for a number of documents in between", () => {
    const middle = headPrior(["ridgeLogit"], Math.sqrt(small.documents * large.documents));
    expect(middle.weights[0]).toBeCloseTo((small.weights.ridgeLogit + large.weights.ridgeLogit) / 2, 12);
    expect(middle.bias).toBeCloseTo((small.bias + large.bias) / 2, 12);
  });

  it("knows nothing of evidence that the table does not name, and nothing at all where that is asked for", () => {
    expect(headPrior(["tea leaves"], 100).weights[0]).toBe(0);
    const weak = headPrior(["ridgeLogit"], undefined);
    expect(weak.weights[0]).toBe(0);
    expect(weak.weightPrecision).toBeLessThan(headPrior(["ridgeLogit"], 100).weightPrecision);
  });

  it("names the evidence that there is", () => {
    const model = train(syntheticCorpus({ documents: 40, tags: 6, seed: 1 }), { seed: 1 });
    const { columns } = new FittedEvidence(model).set;
    for (const row of HEAD_PRIOR_TABLE) expect(Object.keys(row.weights).sort()).toEqual([...columns].sort());
  });
});
