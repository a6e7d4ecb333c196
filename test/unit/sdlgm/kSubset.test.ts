import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  inclusionProbabilities,
  logElementarySymmetric,
  logElementarySymmetricBackward,
  logElementarySymmetricForward,
  logSubsetProbability,
  sampleSubset,
} from "../../../server/sdlgm/kSubset.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import {
  allSubsets,
  expectClose,
  numericGradient,
  readVectors,
  scores,
  seeded,
  someNumbers,
  sum,
} from "./numbers.ts";

interface Case {
  name: string;
  theta: number[];
  L0: number;
  logE: (number | "-inf")[];
  inclusion: Record<string, number[] | null>;
}
const { cases } = readVectors<{ cases: Case[] }>("esp");

describe.each(cases)("the reference case $name", ({ theta: list, L0, logE, inclusion }) => {
  const theta = Float64Array.from(list);
  const expected = logE.map((value) => (value === "-inf" ? -Infinity : value));

  it("has the log elementary symmetric polynomials", () => {
    expectClose(logElementarySymmetric(theta, L0), expected, 1e-9);
    expectClose(logElementarySymmetricForward(theta, L0).slice(-(L0 + 1)), expected, 1e-9);
  });

  it("has the inclusion probabilities, as rows and as gradients", () => {
    const table = logElementarySymmetricForward(theta, L0);
    const actual = inclusionProbabilities(theta, L0);
    for (const [level, row] of Object.entries(inclusion)) {
      const l = Number(level);
      const actualRow = actual.subarray(l * theta.length, (l + 1) * theta.length);
      if (row === null) {
        expect(actualRow.every(Number.isNaN)).toBe(true);
        continue;
      }
      expectClose(actualRow, row, 1e-7, 1e-25);
      const dLogE = new Float64Array(L0 + 1);
      dLogE[l] = 1;
      const dTheta = new Float64Array(theta.length);
      logElementarySymmetricBackward(theta, L0, table, dLogE, dTheta);
      expectClose(dTheta, row, 1e-7, 1e-25);
    }
  });
});

describe("log elementary symmetric polynomials", () => {
  it("agree with the sum over all subsets", () => {
    const theta = someNumbers(1, 9, 2);
    const bySize = new Float64Array(6);
    for (const subset of allSubsets(9)) {
      if (subset.length <= 5) bySize[subset.length] += Math.exp(sum(subset.map((k) => theta[k])));
    }
    expectClose(logElementarySymmetric(theta, 5), bySize.map(Math.log), 1e-12);
  });

  it("have the gradient of central differences, added to what is there", () => {
    const theta = someNumbers(2, 12, 2);
    const dLogE = someNumbers(3, 6);
    const loss = (at: Float64Array) => {
      const logE = logElementarySymmetric(at, 5);
      return sum(logE.map((value, l) => value * dLogE[l]));
    };
    const dTheta = new Float64Array(12).fill(1);
    logElementarySymmetricBackward(theta, 5, logElementarySymmetricForward(theta, 5), dLogE, dTheta);
    expectClose(
      dTheta.map((value) => value - 1),
      numericGradient(loss, theta),
      1e-7,
      1e-9,
    );
  });

  it("ignore gradients of impossible sizes and rule out tags of -Infinity", () => {
    const theta = Float64Array.of(1, -Infinity, 0.5, -Infinity);
    const table = logElementarySymmetricForward(theta, 4);
    expectClose(table.slice(-5), logElementarySymmetric(Float64Array.of(1, 0.5), 4), 1e-15);
    const dTheta = new Float64Array(4);
    logElementarySymmetricBackward(theta, 4, table, Float64Array.of(0, 0, 1, 1, 1), dTheta);
    expect([...dTheta]).toEqual([1, 0, 1, 0]);
  });

  it("serve no tags at all", () => {
    expect([...logElementarySymmetric(new Float64Array(0), 2)]).toEqual([0, -Infinity, -Infinity]);
    expect(inclusionProbabilities(new Float64Array(0), 2)).toHaveLength(0);
  });
});

describe("inclusion probabilities", () => {
  const limit = 6;
  const rows = (theta: Float64Array) => {
    const flat = inclusionProbabilities(theta, limit);
    return Array.from({ length: limit + 1 }, (_, l) =>
      flat.subarray(l * theta.length, (l + 1) * theta.length),
    );
  };

  it("sum to the size, in [0, 1], growing with the size", () => {
    fc.assert(
      fc.property(scores(1, 30), (theta) => {
        const all = rows(theta);
        for (let l = 0; l <= Math.min(limit, theta.length); l++) {
          expect(Math.abs(sum(all[l]) - l)).toBeLessThan(1e-11);
          for (let k = 0; k < theta.length; k++) {
            expect(all[l][k]).toBeGreaterThanOrEqual(l === 0 ? 0 : all[l - 1][k] - 1e-12);
            expect(all[l][k]).toBeLessThanOrEqual(1 + 1e-12);
          }
        }
        for (let l = theta.length + 1; l <= limit; l++) expect(all[l].every(Number.isNaN)).toBe(true);
      }),
      seeded,
    );
  });

  it("do not change when all scores are shifted", () => {
    fc.assert(
      fc.property(scores(6, 20), fc.double({ min: -300, max: 300, noNaN: true }), (theta, shift) => {
        const shifted = theta.map((value) => value + shift);
        expectClose(
          inclusionProbabilities(shifted, limit),
          inclusionProbabilities(theta, limit),
          1e-9,
          1e-12,
        );
      }),
      seeded,
    );
  });

  it("follow the tags when those are reordered", () => {
    fc.assert(
      fc.property(scores(6, 20), (theta) => {
        const reversed = rows(theta.slice().reverse());
        rows(theta).forEach((row, l) => {
          expectClose(reversed[l].slice().reverse(), row, 1e-9, 1e-12);
        });
      }),
      seeded,
    );
  });
});

describe("logSubsetProbability", () => {
  it("sums to 1 over the subsets of a size", () => {
    const theta = someNumbers(4, 8, 3);
    const logE = logElementarySymmetric(theta, 8);
    for (let size = 0; size <= 8; size++) {
      const subsets = allSubsets(8).filter((subset) => subset.length === size);
      expectClose(
        [sum(subsets.map((subset) => Math.exp(logSubsetProbability(theta, subset, logE))))],
        [1],
        1e-12,
      );
    }
    expect(logSubsetProbability(theta, [6, 2])).toBeCloseTo(logSubsetProbability(theta, [2, 6], logE), 12);
  });
});

describe("sampleSubset", () => {
  it("draws each subset as often as its probability says", () => {
    const theta = Float64Array.of(1.2, -0.4, 0.3, 0, -1, 0.8);
    const table = logElementarySymmetricForward(theta, 4);
    const random = createRandom(20230403);
    const counts = new Map<string, number>();
    const total = 20_000;
    for (let i = 0; i < total; i++) {
      const key = sampleSubset(theta, 4, table, 3, random).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    let chiSquare = 0;
    for (const subset of allSubsets(6).filter(({ length }) => length === 3)) {
      const expected = total * Math.exp(logSubsetProbability(theta, subset));
      chiSquare += ((counts.get(subset.join()) ?? 0) - expected) ** 2 / expected;
    }
    expect(counts.size).toBe(20);
    // 99.9 % quantile with 19 degrees of freedom.
    expect(chiSquare).toBeLessThan(43.8);
  });

  it("gives the asked number of distinct tags in ascending order", () => {
    fc.assert(
      fc.property(scores(1, 15), fc.nat(), (theta, seed) => {
        const limit = theta.length;
        const size = seed % (limit + 1);
        const subset = sampleSubset(
          theta,
          limit,
          logElementarySymmetricForward(theta, limit),
          size,
          createRandom(seed),
        );
        expect(subset).toHaveLength(size);
        for (let i = 1; i < size; i++) expect(subset[i]).toBeGreaterThan(subset[i - 1]);
        for (const k of subset) expect(k >= 0 && k < theta.length).toBe(true);
      }),
      seeded,
    );
  });

  it("never draws a tag that is ruled out, and refuses sizes that cannot be", () => {
    const theta = Float64Array.of(0, -Infinity, 1);
    const table = logElementarySymmetricForward(theta, 3);
    const random = createRandom(1);
    expect([...sampleSubset(theta, 3, table, 2, random)]).toEqual([0, 2]);
    expect([...sampleSubset(theta, 3, table, 0, random)]).toEqual([]);
    for (const size of [3, 4, -1])
      expect(() => sampleSubset(theta, 3, table, size, random)).toThrow(RangeError);
  });
});
