import { describe, expect, it } from "vitest";
import {
  fitLevel,
  type LevelExample,
  type LevelParameters,
  levelForward,
  levelLossForwardBackward,
  levelStatistics,
} from "../../../server/sdlgm/level.ts";
import { poissonBinomial } from "../../../server/sdlgm/poissonBinomial.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { expectClose, numericGradient, someNumbers, sum } from "./numbers.ts";

const LIMIT = 4;

function someExamples(seed: number, count: number, statistics: number): LevelExample[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => ({
    logPoissonBinomial: poissonBinomial(
      Float64Array.from({ length: 6 }, () => random()),
      LIMIT,
    ).map(Math.log),
    statistics: someNumbers(seed * 100 + i, statistics),
    level: Math.floor(random() * (LIMIT + 1)),
  }));
}

describe("the loss of the level", () => {
  it.each([
    [1, 0],
    [2, 1],
    [3, 3],
  ])("has the gradient of its central differences (seed %i, %i statistics)", (seed, S) => {
    const examples = someExamples(seed, 8, S);
    const standard = examples.map(({ statistics }) => statistics);
    const parameters = someNumbers(50 + seed, LIMIT + 2 + 2 * S, 0.5);
    const gradient = new Float64Array(parameters.length);
    levelLossForwardBackward(examples, standard, LIMIT, parameters, gradient);
    const loss = (x: Float64Array) =>
      levelLossForwardBackward(examples, standard, LIMIT, x, new Float64Array(x.length));
    expectClose(gradient, numericGradient(loss, parameters), 1e-7, 1e-8);
  });

  it("is −log q of the levels seen, plus the prior", () => {
    const examples = someExamples(4, 5, 2);
    const x = Float64Array.from([1.2, 0.1, -0.2, 0.3, 0, 0.5, 0.4, -0.3, 0.2, -0.1]);
    const parameters: LevelParameters = {
      limit: LIMIT,
      power: x[0],
      bias: x.slice(1, 6),
      linear: x.slice(6, 8),
      logarithmic: x.slice(8, 10),
      statisticMean: new Float64Array(2),
      statisticScale: new Float64Array(2).fill(1),
    };
    let expected = (0.5 * 0.2 ** 2) / 0.1;
    for (const b of parameters.bias) expected += (0.5 * b * b) / 3.3;
    for (const u of x.slice(6)) expected += 0.5 * u * u;
    for (const { logPoissonBinomial, statistics, level } of examples) {
      const q = new Float64Array(LIMIT + 1);
      levelForward(parameters, logPoissonBinomial, statistics, q);
      expect(sum(q)).toBeCloseTo(1, 12);
      expected -= Math.log(q[level]);
    }
    const standard = examples.map(({ statistics }) => statistics);
    const loss = levelLossForwardBackward(examples, standard, LIMIT, x, new Float64Array(10));
    expect(loss).toBeCloseTo(expected, 10);
  });
});

describe("the statistics that the level hears", () => {
  it("are log Σσ, Σσ, the hints and the eight largest logits of candidates", () => {
    const theta = Float64Array.of(0, Number.NEGATIVE_INFINITY, 3, -1, 9);
    const statistics = levelStatistics(theta, Uint8Array.of(1, 0, 1, 1, 0), [2.5, 7]);
    const expected = 0.5 + 1 / (1 + Math.exp(-3)) + 1 / (1 + Math.E);
    expectClose(
      statistics,
      [Math.log(expected + 1e-3), expected, 2.5, 7, 3, 0, -1, -8, -8, -8, -8, -8],
      1e-12,
    );
  });

  it("are finite without any candidate", () => {
    const theta = new Float64Array(3).fill(Number.NEGATIVE_INFINITY);
    expect(levelStatistics(theta, new Uint8Array(3), []).every(Number.isFinite)).toBe(true);
  });
});

describe("fitting the level", () => {
  /** Documents whose number of tags is what their one statistic says, whatever the Poisson-binomial thinks. */
  function toldByStatistic(count: number): LevelExample[] {
    const flat = new Float64Array(LIMIT + 1).fill(-Math.log(LIMIT + 1));
    return Array.from({ length: count }, (_, i) => ({
      logPoissonBinomial: flat,
      statistics: Float64Array.of(10 + 3 * (i % (LIMIT + 1))),
      level: i % (LIMIT + 1),
    }));
  }

  it("learns what a statistic says of the number of tags", () => {
    const examples = toldByStatistic(300);
    const level = fitLevel(examples, LIMIT);
    const q = new Float64Array(LIMIT + 1);
    for (const { logPoissonBinomial, statistics, level: truth } of examples.slice(0, 5)) {
      levelForward(level, logPoissonBinomial, statistics, q);
      expect(q.indexOf(Math.max(...q))).toBe(truth);
    }
  });

  it("leaves the Poisson-binomial nearly alone where it is right", () => {
    const random = createRandom(3);
    const examples = Array.from({ length: 2000 }, () => {
      const p = Float64Array.from({ length: 6 }, () => 0.6 * random());
      const level = Math.min(
        p.reduce((count, x) => count + (random() < x ? 1 : 0), 0),
        LIMIT,
      );
      const pb = poissonBinomial(p, LIMIT);
      return { logPoissonBinomial: pb.map(Math.log), statistics: Float64Array.of(random()), level };
    });
    const level = fitLevel(examples, LIMIT);
    let distance = 0;
    for (const { logPoissonBinomial, statistics } of examples) {
      const q = new Float64Array(LIMIT + 1);
      levelForward(level, logPoissonBinomial, statistics, q);
      distance += sum(q.map((x, l) => Math.abs(x - Math.exp(logPoissonBinomial[l])))) / 2;
    }
    expect(distance / examples.length).toBeLessThan(0.05);
  });

  it("knows nothing beyond the Poisson-binomial without documents", () => {
    const level = fitLevel([], LIMIT);
    const pb = poissonBinomial(Float64Array.of(0.3, 0.8, 0.1, 0.5), LIMIT);
    const q = new Float64Array(LIMIT + 1);
    levelForward(level, pb.map(Math.log), new Float64Array(0), q);
    expectClose(q, pb, 1e-12);
  });

  it("can be given up at any computation of the loss", () => {
    let calls = 0;
    const giveUp = () => {
      if (++calls === 3) throw new Error("enough");
    };
    expect(() => fitLevel(toldByStatistic(20), LIMIT, giveUp)).toThrow("enough");
  });
});
