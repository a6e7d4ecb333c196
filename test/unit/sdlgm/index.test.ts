import { describe, expect, it } from "vitest";
import * as sdlgm from "../../../server/sdlgm/index.ts";
import { part, simulatedExamples } from "./simulatedExamples.ts";

const all = simulatedExamples({
  ...{ documents: 300, tags: 20, weights: [6, 2], bias: -8, seed: 31 },
});
const training = part(all, 0, 200);
const test = part(all, 200, 300);

describe("the module sdlgm, as a program uses it", () => {
  const { parameters, heldOut } = sdlgm.fit(training, { seed: 1 });

  it("finds most tags of new documents", () => {
    let hits = 0;
    let sizes = 0;
    for (let i = 0; i < test.count; i++) {
      const { evidence, candidates, hints } = test.read(i);
      const prediction = sdlgm.predict(parameters, evidence, candidates, hints);
      const tags = sdlgm.decide(parameters, prediction);
      hits += tags.filter((k) => test.tagsOf(i).includes(k)).length;
      sizes += tags.length + test.tagsOf(i).length;
    }
    expect((2 * hits) / sizes).toBeGreaterThan(0.65);
  });

  it("knows about how many tags a document has", () => {
    let error = 0;
    let errorOfMean = 0;
    const mean = Array.from({ length: 200 }, (_, i) => training.tagsOf(i).length / 200).reduce(
      (a, b) => a + b,
    );
    for (let i = 0; i < test.count; i++) {
      const { evidence, candidates, hints } = test.read(i);
      const { levelProbabilities } = sdlgm.predict(parameters, evidence, candidates, hints);
      error += Math.abs(sdlgm.medianLevel(levelProbabilities) - test.tagsOf(i).length);
      errorOfMean += Math.abs(Math.round(mean) - test.tagsOf(i).length);
    }
    expect(error).toBeLessThan(0.8 * errorOfMean);
  });

  it("encodes a document as its expected and its active tags", () => {
    const { evidence, candidates, hints } = test.read(0);
    const prediction = sdlgm.predict(parameters, evidence, candidates, hints);
    const { expected, active } = sdlgm.encode(prediction);
    expect(expected.length).toBe(20);
    expect(active.length).toBe(Math.round(sdlgm.meanLevel(prediction.levelProbabilities)));
  });

  it("has a limit that all but one document in a hundred fit under, unless it is given", () => {
    const counts = Array.from({ length: 200 }, (_, i) => training.tagsOf(i).length).sort((a, b) => a - b);
    expect(parameters.level.limit).toBe(counts[198]);
    expect(sdlgm.fit(training, { seed: 1, limit: 2 }).parameters.level.limit).toBe(2);
    expect(sdlgm.suggestedLimit({ ...training, count: 0 })).toBe(1);
  });

  it("says what it thinks of each training document", () => {
    expect(heldOut.length).toBe(training.count);
    for (const { marginals, levelProbabilities } of heldOut) {
      const total = marginals.reduce((sum, p) => sum + p, 0);
      expect(total).toBeCloseTo(sdlgm.meanLevel(levelProbabilities), 3);
    }
  });
});
