import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  expectedF1Set,
  levelInterval,
  meanLevel,
  medianLevel,
  modeLevel,
  optimalTagThreshold,
  sizedThresholdSet,
} from "../../../server/sdlgm/decision.ts";
import { inclusionProbabilities, logElementarySymmetric } from "../../../server/sdlgm/kSubset.ts";
import { sigmoid, softmax } from "../../../server/sdlgm/logDomain.ts";
import { marginals } from "../../../server/sdlgm/poissonBinomial.ts";
import { topIndices } from "../../../server/sdlgm/ranking.ts";
import {
  allSubsets,
  distribution,
  expectClose,
  readVectors,
  scores,
  seeded,
  someNumbers,
  sum,
} from "./numbers.ts";

interface Case {
  K: number;
  L0: number;
  theta: number[];
  g: number[];
  pL: number[];
  inclusion?: number[][];
  marginal: number[];
  expectedF1_by_size: number[];
  gfmSet: number[];
  argmaxL: number;
  medianL: number;
  meanL: number;
  interval80: [number, number];
}
const { cases } = readVectors<{ cases: Case[] }>("decision");
const ascending = (tags: Int32Array) => [...tags].sort((a, b) => a - b);

describe.each(cases)("the reference document of $K tags", (given) => {
  const theta = Float64Array.from(given.theta);
  const q = logElementarySymmetric(theta, given.L0).map((logE, l) => logE + given.g[l]);
  softmax(q, q);
  const inclusion = inclusionProbabilities(theta, given.L0);

  it("has q(L), inclusion probabilities and marginals", () => {
    expectClose(q, given.pL, 1e-9);
    given.inclusion?.forEach((row, k) => {
      expectClose(
        row.map((_, column) => inclusion[(column + 1) * given.K + k]),
        row,
        1e-9,
      );
    });
    expectClose(marginals(theta.map(sigmoid), q, given.L0), given.marginal, 1e-9);
  });

  it("has the set of the largest expected F1", () => {
    const choice = expectedF1Set(q, inclusion);
    expectClose(choice.expectedF1BySize, given.expectedF1_by_size, 1e-9);
    expect(ascending(choice.tags)).toEqual(given.gfmSet);
    expect(choice.expectedF1).toBe(Math.max(...choice.expectedF1BySize));
  });

  it("has mode, median, mean and interval of the level", () => {
    expect(modeLevel(q)).toBe(given.argmaxL);
    expect(medianLevel(q)).toBe(given.medianL);
    expectClose([meanLevel(q)], [given.meanL], 1e-9);
    expect(levelInterval(q, 0.1, 0.9)).toEqual(given.interval80);
  });
});

describe("expectedF1Set", () => {
  it("is the best of all sets up to the limit", () => {
    const possible = fc.tuple(scores(6, 6), distribution(4));
    fc.assert(
      fc.property(possible, ([theta, q]) => {
        const logE = logElementarySymmetric(theta, 3);
        const truths = allSubsets(6).filter(({ length }) => length <= 3);
        const expectedF1 = (chosen: number[]) =>
          sum(
            truths.map((truth) => {
              const probability =
                q[truth.length] * Math.exp(sum(truth.map((k) => theta[k])) - logE[truth.length]);
              if (truth.length + chosen.length === 0) return probability;
              const hits = truth.filter((k) => chosen.includes(k)).length;
              return (probability * 2 * hits) / (truth.length + chosen.length);
            }),
          );
        const choice = expectedF1Set(q, inclusionProbabilities(theta, 3));
        expect(choice.tags.length).toBeLessThanOrEqual(3);
        expectClose([choice.expectedF1], [Math.max(...truths.map(expectedF1))], 1e-9, 1e-11);
        expectClose([expectedF1([...choice.tags])], [choice.expectedF1], 1e-9, 1e-11);
      }),
      { ...seeded, numRuns: 40 },
    );
  });

  it("takes the smaller of two equally good sets", () => {
    const inclusion = inclusionProbabilities(Float64Array.of(0.7), 1);
    expect(expectedF1Set(Float64Array.of(0.5, 0.5), inclusion)).toMatchObject({
      tags: new Int32Array(0),
      expectedF1: 0.5,
    });
  });

  it("chooses nothing when nothing is likely, and never reads impossible levels", () => {
    const theta = Float64Array.of(0, 1);
    const inclusion = inclusionProbabilities(theta, 3);
    expect(expectedF1Set(Float64Array.of(0.9, 0.1, 0, 0), inclusion).tags).toHaveLength(0);
    const both = expectedF1Set(Float64Array.of(0, 0, 1, 0), inclusion);
    expect([...both.tags]).toEqual([0, 1]);
    expect(both.expectedF1).toBeCloseTo(1, 12);
    expect(both.expectedF1BySize).toHaveLength(3);
  });
});

describe("the level", () => {
  it.each([
    { q: [1], mode: 0, median: 0, mean: 0, interval: [0, 0] },
    { q: [0.5, 0.5], mode: 0, median: 0, mean: 0.5, interval: [0, 1] },
    { q: [0.05, 0.05, 0.4, 0.4, 0.1], mode: 2, median: 2, mean: 2.45, interval: [1, 3] },
    { q: [0, 0, 0, 1], mode: 3, median: 3, mean: 3, interval: [3, 3] },
  ])("of $q is summed up", ({ q: list, mode, median, mean, interval }) => {
    const q = Float64Array.from(list);
    expect(modeLevel(q)).toBe(mode);
    expect(medianLevel(q)).toBe(median);
    expect(meanLevel(q)).toBeCloseTo(mean, 12);
    expect(levelInterval(q)).toEqual(interval);
  });

  it("has quantiles within the limit even when rounding leaves a little out", () => {
    expect(levelInterval(Float64Array.of(0.3, 0.3, 0.3), 0.1, 1)).toEqual([0, 2]);
  });
});

describe("optimalTagThreshold", () => {
  /** Every cut between the sorted values, by the definition. */
  function byDefinition(probabilities: Float64Array): number {
    const total = sum(probabilities);
    const reached = [...probabilities].map((t) => {
      const chosen = probabilities.filter((p) => p >= t);
      return (2 * sum(chosen)) / (chosen.length + total);
    });
    return Math.max(...reached) / 2;
  }

  it("is half of the best expected F1", () => {
    const value = fc.oneof(fc.double({ min: 0.001, max: 1, noNaN: true }), fc.constantFrom(0, 0.25, 0.5, 1));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (list) => {
        const probabilities = Float64Array.from(list);
        if (sum(probabilities) === 0) return;
        expectClose([optimalTagThreshold(probabilities)], [byDefinition(probabilities)], 1e-12);
      }),
      seeded,
    );
  });

  it("is a half for certain tags, and where there is nothing to go by", () => {
    expect(optimalTagThreshold(Float64Array.of(1, 0, 1, 0))).toBe(0.5);
    expect(optimalTagThreshold(Float64Array.of(0, 0))).toBe(0.5);
    expect(optimalTagThreshold(new Float64Array(0))).toBe(0.5);
  });
});

describe("sizedThresholdSet", () => {
  const probabilities = Float64Array.of(0.2, 0.9, 0.5, 0.5, 0.35);
  const thresholds = Float64Array.of(0.25, 0.4, 0.45, 0.5, 0.35);

  it.each([
    { least: 0, most: 5, expected: [1, 2, 3, 4] },
    { least: 0, most: 3, expected: [1, 2, 3] },
    { least: 0, most: 2, expected: [1, 2] },
    { least: 5, most: 5, expected: [1, 2, 3, 4, 0] },
    { least: 0, most: 0, expected: [] },
  ])("of $least to $most tags is $expected", ({ least, most, expected }) => {
    expect([...sizedThresholdSet(probabilities, thresholds, least, most)]).toEqual(expected);
  });

  it("takes a tag exactly at its threshold, and no impossible one to fill up", () => {
    expect([...sizedThresholdSet(Float64Array.of(0.5), Float64Array.of(0.5), 0, 1)]).toEqual([0]);
    expect([...sizedThresholdSet(Float64Array.of(0.1, 0), Float64Array.of(0.5, 0.5), 2, 2)]).toEqual([0]);
  });

  it("keeps what is furthest beyond its threshold, even if something else is likelier", () => {
    expect([...sizedThresholdSet(Float64Array.of(0.6, 0.3), Float64Array.of(0.5, 0.1), 0, 1)]).toEqual([1]);
  });

  it("is ranked, and of a size within the bounds", () => {
    fc.assert(
      fc.property(scores(1, 20), fc.nat(4), fc.nat(8), (theta, least, more) => {
        const p = theta.map(sigmoid);
        const set = sizedThresholdSet(
          p,
          p.map(() => 0.4),
          least,
          least + more,
        );
        const passing = p.filter((value) => value >= 0.4).length;
        expect(set.length).toBe(Math.min(Math.max(passing, least), least + more, p.length));
        for (let i = 1; i < set.length; i++) expect(p[set[i]]).toBeLessThanOrEqual(p[set[i - 1]]);
      }),
      seeded,
    );
  });
});

describe("topIndices", () => {
  it("are those of a stable sort", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 25 }), fc.nat(30), (list, count) => {
        const sorted = list.map((_, k) => k).sort((a, b) => list[b] - list[a] || a - b);
        expect([...topIndices(Float64Array.from(list), count)]).toEqual(sorted.slice(0, count));
      }),
      seeded,
    );
    expect([...topIndices(someNumbers(1, 3), 0)]).toEqual([]);
  });
});
