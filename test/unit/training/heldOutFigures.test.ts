import { describe, expect, it } from "vitest";
import type { ExampleSet } from "../../../server/sdlgm/example.ts";
import type { Fit } from "../../../server/sdlgm/fit.ts";
import { heldOutFigures, judgeHeldOut } from "../../../server/training/heldOutFigures.ts";

/** Three tags, levels 0..2, thresholds of one half; `marginals` and true tags of each document. */
function figures(documents: readonly { marginals: number[]; tags: number[]; level: number }[]) {
  const examples = {
    count: documents.length,
    tags: 3,
    tagsOf: (i: number) => Int32Array.from(documents[i].tags),
  } as ExampleSet;
  const learned = {
    parameters: {
      level: { limit: 2 },
      decision: { globalThreshold: 0.5, tagThresholds: new Float64Array(3).fill(0.5), scale: 1 },
    },
    heldOut: documents.map(({ marginals, level }) => ({
      marginals: Float32Array.from(marginals),
      levelProbabilities: Float64Array.from([0, 1, 2], (l) => (l === level ? 1 : 0)),
    })),
  } as unknown as Fit;
  return heldOutFigures(judgeHeldOut(examples, learned, () => undefined));
}

describe("the held-out figures", () => {
  it("are perfect for documents that were seen through", () => {
    const seen = figures([
      { marginals: [1, 0, 1], tags: [0, 2], level: 2 },
      { marginals: [0, 1, 0], tags: [1], level: 1 },
    ]);
    expect(seen).toMatchObject({ precisionAt1: 1, microF1: 1, macroF1: 1, exampleF1: 1 });
    expect(seen).toMatchObject({ levelError: 0, calibrationError: 0 });
  });

  it("count what is wrong: first tags, sets, levels and probabilities", () => {
    const seen = figures([
      { marginals: [0.9, 0.2, 0.6], tags: [0, 1], level: 1 },
      { marginals: [0.9, 0.2, 0.1], tags: [1], level: 1 },
    ]);
    // Two tags reach the threshold, but the level allows one: {0} of {0, 1} and {0} of {1}.
    expect(seen["precisionAt1"]).toBe(0.5);
    expect(seen["microF1"]).toBeCloseTo(2 / 5, 12);
    expect(seen["levelError"]).toBe(0.5);
    expect(seen["calibrationError"]).toBeGreaterThan(0.3);
  });

  it("find probabilities calibrated that come true as often as they say", () => {
    const seen = figures(
      Array.from({ length: 10 }, (_, i) => ({
        marginals: [0.8, 0.3, 0.1],
        tags: [...(i < 8 ? [0] : []), ...(i >= 7 ? [1] : []), ...(i === 0 ? [2] : [])],
        level: 1,
      })),
    );
    expect(seen["calibrationError"]).toBeCloseTo(0, 6);
  });

  it("are computed from what can be given up at any document", () => {
    const examples = { tagsOf: () => new Int32Array(0) } as unknown as ExampleSet;
    const learned = { heldOut: [{}] } as unknown as Fit;
    const giveUp = () => {
      throw new Error("enough");
    };
    expect(() => judgeHeldOut(examples, learned, giveUp)).toThrow("enough");
  });
});
