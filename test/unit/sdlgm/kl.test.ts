import { describe, expect, it } from "vitest";
import {
  levelKlBackward,
  levelKlForward,
  logTruncatedPoisson,
  orderedTermBackward,
  orderedTermForward,
  subsetKl,
} from "../../../server/sdlgm/kl.ts";
import { inclusionProbabilities, logElementarySymmetric } from "../../../server/sdlgm/kSubset.ts";
import { plackettLuceForward } from "../../../server/sdlgm/plackettLuce.ts";
import { expectClose, numericGradient, readVectors, someNumbers, sum } from "./numbers.ts";

interface Case {
  K: number;
  L0: number;
  theta: number[];
  order: number[];
  logqOrder: number;
  logpOrder: number;
  klOrderedTerm: number;
  dLogqTheta: number[];
  klSubset_cb_by_L: number[];
  logitsL: number[];
  logPriorL_truncPoisson4: number[];
  klL: number;
}
const { cases } = readVectors<{ cases: Case[] }>("kl");

describe.each(cases)("the reference case of $K tags", (given) => {
  const theta = Float64Array.from(given.theta);

  it("has the KL of the level to a truncated Poisson", () => {
    const logPrior = logTruncatedPoisson(4, given.L0);
    expectClose(logPrior, given.logPriorL_truncPoisson4, 1e-9);
    const kl = levelKlForward(Float64Array.from(given.logitsL), logPrior, new Float64Array(given.L0 + 1));
    expectClose([kl], [given.klL], 1e-9);
  });

  it("has the KL of the subset for each level", () => {
    const logE = logElementarySymmetric(theta, given.L0);
    const actual = subsetKl(theta, inclusionProbabilities(theta, given.L0), logE);
    expectClose(actual, [0, ...given.klSubset_cb_by_L], 1e-9);
  });

  it("has the ordered term and its gradient", () => {
    const terms = new Float64Array(given.order.length);
    expectClose([plackettLuceForward(theta, given.order, terms)], [given.logqOrder], 1e-9);
    const value = orderedTermForward(theta, given.order, undefined, terms);
    expectClose([value], [given.klOrderedTerm], 1e-9);
    expectClose([sum(terms) - value], [given.logpOrder], 1e-9);
    const dTheta = new Float64Array(given.K);
    orderedTermBackward(theta, given.order, undefined, terms, dTheta);
    expectClose(dTheta, given.dLogqTheta, 1e-7, 1e-12);
  });
});

describe("the KL of the level", () => {
  it("has the gradient of central differences", () => {
    const levelLogits = someNumbers(31, 6);
    const logPrior = logTruncatedPoisson(2.5, 5);
    const q = new Float64Array(6);
    const kl = levelKlForward(levelLogits, logPrior, q);
    const dLevelLogits = new Float64Array(6);
    levelKlBackward(logPrior, q, kl, dLevelLogits, 3);
    const numeric = numericGradient((at) => levelKlForward(at, logPrior, new Float64Array(6)), levelLogits);
    expectClose(
      dLevelLogits,
      numeric.map((value) => 3 * value),
      1e-7,
      1e-9,
    );
  });

  it("is 0 at the prior and nowhere less", () => {
    const logPrior = logTruncatedPoisson(3, 7);
    expect(sum(logPrior.map(Math.exp))).toBeCloseTo(1, 12);
    expect(levelKlForward(logPrior, logPrior, new Float64Array(8))).toBeCloseTo(0, 14);
    for (let seed = 0; seed < 20; seed++) {
      expect(levelKlForward(someNumbers(seed, 8), logPrior, new Float64Array(8))).toBeGreaterThan(0);
    }
  });
});

describe("the KL of the subset", () => {
  it("is 0 for equal scores and not defined for impossible sizes", () => {
    const theta = new Float64Array(3).fill(1.5);
    const actual = subsetKl(theta, inclusionProbabilities(theta, 5), logElementarySymmetric(theta, 5));
    expectClose(actual.slice(0, 4), [0, 0, 0, 0], 0, 1e-12);
    expect([...actual.slice(4)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("the ordered term", () => {
  it("has the gradients of central differences for scores and weights", () => {
    const theta = someNumbers(32, 8, 2);
    const order = [5, 1, 6, 0];
    const weights = Float64Array.of(0.9, 0.7, 0.3, 0.1);
    const value = (at: Float64Array, w: Float64Array) =>
      orderedTermForward(at, order, w, new Float64Array(4));
    const terms = new Float64Array(4);
    orderedTermForward(theta, order, weights, terms);
    const dTheta = new Float64Array(8);
    const dWeights = new Float64Array(4);
    orderedTermBackward(theta, order, weights, terms, dTheta, dWeights, 0.5);
    expectClose(
      dTheta,
      numericGradient((at) => value(at, weights), theta).map((slope) => slope / 2),
      1e-7,
      1e-9,
    );
    expectClose(
      dWeights,
      numericGradient((w) => value(theta, w), weights).map((slope) => slope / 2),
      1e-7,
      1e-9,
    );
  });

  it("masks drawn tags exactly, however dominant they are", () => {
    const theta = Float64Array.of(800, 790, 0, 0);
    const terms = new Float64Array(4);
    plackettLuceForward(theta, [0, 1, 2, 3], terms);
    expectClose(terms, [-Math.log1p(Math.exp(-10)), 0, -Math.LN2, 0], 1e-9, 1e-12);
  });
});
