import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../../../server/sdlgm/encode.ts";
import type { LevelParameters } from "../../../server/sdlgm/level.ts";
import { decide, Predictor, predict, type SdlgmParameters } from "../../../server/sdlgm/model.ts";
import { distribution, expectClose, seeded, sum } from "./numbers.ts";

const MAX_TAGS = 9;
const MAX_LIMIT = 5;

/** θ is the evidence itself: one column, neither shifted nor weighed. */
const head = {
  mean: Float64Array.of(0),
  scale: Float64Array.of(1),
  weights: Float64Array.of(1),
  bias: 0,
};

/** A level that is the Poisson-binomial, but for `bias`. */
function levelOf(bias: Float64Array): LevelParameters {
  const none = new Float64Array(10);
  return {
    ...{ limit: bias.length - 1, power: 1, bias },
    ...{ linear: none, logarithmic: none, statisticMean: none, statisticScale: none.map(() => 1) },
  };
}

const anyDocument = fc
  .record({
    evidence: fc.array(fc.double({ min: -30, max: 30, noNaN: true }), {
      minLength: 1,
      maxLength: MAX_TAGS,
    }),
    mask: fc.array(fc.boolean(), { minLength: MAX_TAGS, maxLength: MAX_TAGS }),
    bias: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: MAX_LIMIT + 1 }),
  })
  .map(({ evidence, mask, bias }) => ({
    evidence,
    candidates: Uint8Array.from(evidence, (_, k) => (mask[k] ? 1 : 0)),
    bias: Float64Array.from(bias),
  }));

describe("a prediction", () => {
  it("has marginals that sum to E[L], none above 1, and none for what is no candidate", () => {
    fc.assert(
      fc.property(anyDocument, ({ evidence, candidates, bias }) => {
        const { theta, levelProbabilities, marginals } = predict(
          { head, level: levelOf(bias) },
          evidence,
          candidates,
          [],
        );
        expect(sum(levelProbabilities)).toBeCloseTo(1, 10);
        const possible = sum(candidates);
        let mean = 0;
        // More tags than there are candidates cannot be: what q gives them goes to as many as there are.
        levelProbabilities.forEach((q, l) => {
          mean += Math.min(l, possible) * q;
        });
        expect(Math.abs(sum(marginals) - mean)).toBeLessThan(1e-8);
        candidates.forEach((candidate, k) => {
          expect(marginals[k]).toBeGreaterThanOrEqual(0);
          expect(marginals[k]).toBeLessThanOrEqual(1 + 1e-12);
          if (candidate === 1) return;
          expect(marginals[k]).toBe(0);
          expect(theta[k]).toBe(Number.NEGATIVE_INFINITY);
        });
      }),
      seeded,
    );
  });

  it("ranks by θ: what has the larger logit has the larger marginal", () => {
    fc.assert(
      fc.property(anyDocument, ({ evidence, candidates, bias }) => {
        const { theta, marginals } = predict({ head, level: levelOf(bias) }, evidence, candidates, []);
        for (let j = 0; j < theta.length; j++) {
          for (let k = 0; k < theta.length; k++) {
            if (theta[j] > theta[k]) expect(marginals[j]).toBeGreaterThanOrEqual(marginals[k] - 1e-9);
          }
        }
      }),
      seeded,
    );
  });

  it("is that of independent tags where the level is the whole Poisson-binomial", () => {
    const evidence = [1.5, -2, 0.3];
    const { marginals } = predict(
      { head, level: levelOf(new Float64Array(4)) },
      evidence,
      new Uint8Array(3).fill(1),
      [],
    );
    expectClose(
      marginals,
      evidence.map((x) => 1 / (1 + Math.exp(-x))),
      1e-12,
    );
  });

  it("says nothing, and no nonsense, where there are no candidates", () => {
    const level = levelOf(new Float64Array(4));
    const { marginals, levelProbabilities } = predict({ head, level }, [9, 9], new Uint8Array(2), []);
    expect([...marginals]).toEqual([0, 0]);
    expect(levelProbabilities[0]).toBeCloseTo(1, 10);
  });

  it("is the same when the scratch space has been used for another document", () => {
    const predictor = new Predictor(3, 2);
    const level = levelOf(new Float64Array(3));
    const all = new Uint8Array(3).fill(1);
    const fresh = predict({ head, level }, [1, -1, 2], all, []);
    predict({ head, level }, [-5, 30, 4], Uint8Array.of(0, 1, 1), [], predictor);
    expect(predict({ head, level }, [1, -1, 2], all, [], predictor)).toEqual(fresh);
  });
});

describe("the decision", () => {
  function parametersWith(globalThreshold: number, tagThresholds: number[], limit: number): SdlgmParameters {
    return {
      head,
      level: levelOf(new Float64Array(limit + 1)),
      decision: { globalThreshold, tagThresholds: Float64Array.from(tagThresholds), scale: 1 },
    };
  }

  it("is of a size within the interval of the level, best guesses first where it has to fill up", () => {
    const parameters = parametersWith(0.5, [0.5, 0.5, 0.5, 0.5], 3);
    const chosen = (p: number[], q: number[]) => [
      ...decide(parameters, { marginals: Float64Array.from(p), levelProbabilities: Float64Array.from(q) }),
    ];
    expect(chosen([0.4, 0.3, 0.2, 0.1], [0, 0, 1, 0])).toEqual([0, 1]);
    expect(chosen([0.9, 0.8, 0.7, 0.6], [0, 1, 0, 0])).toEqual([0]);
    expect(chosen([0.9, 0.2, 0.1, 0.1], [0.3, 0.4, 0.3, 0])).toEqual([0]);
  });

  it("is never more than L0 tags, the likeliest first, each beyond its threshold", () => {
    const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 6,
      maxLength: 6,
    });
    const limits = fc.integer({ min: 1, max: 5 });
    const threshold = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(probabilities, probabilities, limits, threshold, (p, own, limit, global) => {
        const chosen = decide(parametersWith(global, own, limit), {
          marginals: Float64Array.from(p),
          levelProbabilities: new Float64Array(limit + 1).fill(1 / (limit + 1)),
        });
        expect(chosen.length).toBeLessThanOrEqual(limit);
        expect(new Set(chosen).size).toBe(chosen.length);
        chosen.forEach((k, r) => {
          expect(p[k]).toBeGreaterThanOrEqual((global + own[k]) / 2);
          if (r > 0) expect(p[k]).toBeLessThanOrEqual(p[chosen[r - 1]]);
        });
        const passing = p.filter((x, k) => x >= (global + own[k]) / 2).length;
        expect(chosen.length).toBe(Math.min(limit, passing));
      }),
      seeded,
    );
  });
});

describe("the code of a document", () => {
  it("is its marginals, and the round(E[L]) likeliest tags", () => {
    const marginals = Float64Array.of(0.1, 0.9, 0.6, 0.2);
    const { expected, active } = encode({
      theta: marginals,
      marginals,
      levelProbabilities: Float64Array.of(0.1, 0.1, 0.7, 0.1),
    });
    expect([...expected]).toEqual([...marginals]);
    expect([...active]).toEqual([1, 2]);
  });

  it("is as long as E[L] says, and never longer than there are tags", () => {
    fc.assert(
      fc.property(distribution(6), (levelProbabilities) => {
        const marginals = Float64Array.of(0.3, 0.2, 0.4);
        const { active } = encode({ theta: marginals, marginals, levelProbabilities });
        const mean = levelProbabilities.reduce((total, q, l) => total + l * q, 0);
        expect(active.length).toBe(Math.min(3, Math.round(mean)));
      }),
      seeded,
    );
  });
});
