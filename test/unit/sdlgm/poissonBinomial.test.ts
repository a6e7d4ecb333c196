import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inclusionProbabilities, logElementarySymmetric } from "../../../server/sdlgm/kSubset.ts";
import { sigmoid, softplus } from "../../../server/sdlgm/logDomain.ts";
import {
  logPoissonBinomial,
  marginals,
  marginalsScratchSize,
  poissonBinomial,
} from "../../../server/sdlgm/poissonBinomial.ts";
import { allSubsets, distribution, expectClose, scores, seeded, someNumbers, sum } from "./numbers.ts";

const limit = 5;

/** Σ_l q(l) π_k(l) from the log domain; every level with mass must be possible. */
function referenceMarginals(theta: Float64Array, q: Float64Array): Float64Array {
  const inclusion = inclusionProbabilities(theta, q.length - 1);
  return theta.map((_, k) =>
    sum(q.map((mass, l) => (mass > 0 ? mass * inclusion[l * theta.length + k] : 0))),
  );
}

const meanOf = (q: Float64Array) => sum(q.map((mass, l) => l * mass));

describe("the Poisson-binomial distribution", () => {
  it("agrees with the sum over all subsets", () => {
    const p = someNumbers(1, 9, 2).map(sigmoid);
    const bySize = new Float64Array(10);
    for (const subset of allSubsets(9)) {
      bySize[subset.length] += p.reduce((product, pk, k) => product * (subset.includes(k) ? pk : 1 - pk), 1);
    }
    expectClose(poissonBinomial(p, 9), bySize, 1e-12);
    expectClose(poissonBinomial(p, limit), bySize.slice(0, limit + 1), 1e-12);
    expectClose(logPoissonBinomial(p, 9), bySize.map(Math.log), 1e-12);
  });

  it("is e_l(exp θ) up to a constant", () => {
    fc.assert(
      fc.property(scores(1, 40), (theta) => {
        const logNone = -sum(theta.map(softplus));
        const expected = logElementarySymmetric(theta, limit).map((logE) => logE + logNone);
        expectClose(logPoissonBinomial(theta.map(sigmoid), limit), expected, 1e-6, 1e-6);
      }),
      seeded,
    );
  });

  it("has logarithms where its probabilities underflow", () => {
    const p = new Float64Array(400).fill(0.999);
    expect(poissonBinomial(p, 3)[0]).toBe(0);
    expect(logPoissonBinomial(p, 3)[0]).toBeCloseTo(400 * Math.log(0.001), 6);
    const certain = logPoissonBinomial(Float64Array.of(1, 1, 0.5), 2);
    expect(certain.every(Number.isFinite)).toBe(true);
    expect(certain[2]).toBeCloseTo(Math.log(0.5), 12);
    expect([...logPoissonBinomial(Float64Array.of(0.5, 0), 2)].map((value) => value === -Infinity)).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe("marginals", () => {
  it("are those of the k-subset distribution, and sum to the mean level", () => {
    const possible = fc
      .integer({ min: 1, max: 40 })
      .chain((count) => fc.tuple(scores(count, count), distribution(Math.min(limit, count) + 1)));
    fc.assert(
      fc.property(possible, ([theta, q]) => {
        const actual = marginals(theta.map(sigmoid), q, q.length - 1);
        // 1 - σ(20) keeps seven digits only, hence the tolerance.
        expectClose(actual, referenceMarginals(theta, q), 1e-6, 1e-9);
        expect(Math.abs(sum(actual) - meanOf(q))).toBeLessThan(1e-9);
      }),
      seeded,
    );
  });

  it("agree with the k-subset distribution to twelve digits for ordinary scores", () => {
    const theta = someNumbers(2, 60, 2).map((value) => value - 2);
    const q = Float64Array.of(0.05, 0.2, 0.3, 0.25, 0.15, 0.05);
    expectClose(marginals(theta.map(sigmoid), q, limit), referenceMarginals(theta, q), 1e-12);
  });

  it("agree with the sum over all subsets", () => {
    const theta = someNumbers(3, 8, 2);
    const q = Float64Array.of(0.1, 0.3, 0.2, 0.2, 0.1, 0.1);
    const logE = logElementarySymmetric(theta, limit);
    const expected = new Float64Array(8);
    for (const subset of allSubsets(8)) {
      if (subset.length > limit) continue;
      const probability = q[subset.length] * Math.exp(sum(subset.map((k) => theta[k])) - logE[subset.length]);
      for (const k of subset) expected[k] += probability;
    }
    expectClose(marginals(theta.map(sigmoid), q, limit), expected, 1e-12);
  });

  it("are the tags' own probabilities when the level is their own and not truncated", () => {
    const p = someNumbers(4, 7).map(sigmoid);
    expectClose(marginals(p, poissonBinomial(p, 7), 7), p, 1e-12);
  });

  it("follow the tags when those are reordered", () => {
    fc.assert(
      fc.property(scores(limit, 20), distribution(limit + 1), (theta, q) => {
        const p = theta.map(sigmoid);
        const reversed = marginals(p.slice().reverse(), q, limit).reverse();
        expectClose(reversed, marginals(p, q, limit), 1e-9, 1e-10);
      }),
      seeded,
    );
  });

  it("give the same in buffers of the caller, dirty or not", () => {
    const p = someNumbers(5, 20).map(sigmoid);
    const q = new Float64Array(limit + 1).fill(1 / 6);
    const out = new Float64Array(20).fill(7);
    const scratch = new Float64Array(marginalsScratchSize(20, limit) + 5).fill(Number.NaN);
    expect(marginals(p, q, limit, out, scratch)).toBe(out);
    expect(out).toEqual(marginals(p, q, limit));
  });

  it.each([
    { title: "all tags nearly certain", p: new Float64Array(500).fill(1 - 1e-12) },
    { title: "just above the smallest number", p: new Float64Array(160).fill(0.99) },
    { title: "all tags certain", p: new Float64Array(50).fill(1) },
    { title: "all tags very improbable", p: new Float64Array(50).fill(1e-120) },
  ])("share the levels out evenly when the probabilities underflow: $title", ({ p }) => {
    const q = Float64Array.of(0.1, 0.2, 0.3, 0.1, 0.1, 0.2);
    expectClose(marginals(p, q, limit), new Float64Array(p.length).fill(meanOf(q) / p.length), 1e-9);
  });

  it("leave out even a certain tag when the level says so", () => {
    expectClose(marginals(Float64Array.of(1, 0.5, 0.2), Float64Array.of(1, 0), 1), [0, 0, 0], 0, 1e-15);
    expectClose(marginals(Float64Array.of(1, 0.5, 0.2), Float64Array.of(0, 1), 1), [1, 0, 0], 0, 1e-15);
  });

  it("give the mass of impossible levels to the largest possible one", () => {
    const p = Float64Array.of(0.3, 0, 0.6);
    const q = Float64Array.of(0.1, 0.2, 0.3, 0.4);
    const actual = marginals(p, q, 3);
    expectClose(actual, marginals(p, Float64Array.of(0.1, 0.2, 0.7, 0), 3), 1e-12);
    expect(actual[1]).toBe(0);
    expect(sum(actual)).toBeCloseTo(0.2 + 2 * 0.7, 12);
  });
});
