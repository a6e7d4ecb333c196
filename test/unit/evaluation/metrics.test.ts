import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate, type Judgement, metrics, occurringTags } from "../../../server/evaluation/metrics.ts";
import { rank } from "../../../server/evaluation/ranking.ts";

const reference: {
  truth: number[][];
  scores: number[][];
  levels: number[];
  predicted: number[][];
  expected: Record<keyof typeof metrics, number>;
} = JSON.parse(readFileSync(new URL("../../fixtures/evaluation/metrics.json", import.meta.url), "utf8"));

const TAGS = 7;
const tagSet = fc.uniqueArray(fc.integer({ min: 0, max: TAGS - 1 }));
const judgement: fc.Arbitrary<Judgement> = fc.record({
  truth: tagSet,
  ranking: fc.shuffledSubarray([...Array(TAGS).keys()], { minLength: TAGS }),
  predicted: tagSet,
});
const documents = fc.array(judgement, { minLength: 1, maxLength: 12 });
const runs = { seed: 20230403, numRuns: 100 };

describe("metrics", () => {
  it("agree with the reference values", () => {
    const judged = reference.truth.map((truth, i) => ({
      truth,
      ranking: rank(Float64Array.from(reference.scores[i]), 5),
      predicted: reference.predicted[i],
      level: reference.levels[i],
    }));
    const figures = evaluate(judged, [0, 1, 2, 3, 4]);
    for (const [name, value] of Object.entries(reference.expected)) {
      expect(figures[name as keyof typeof metrics], name).toBeCloseTo(value, 12);
    }
  });

  const one = (truth: number[], ranking: number[], predicted: number[]): Judgement[] => [
    { truth, ranking, predicted },
  ];
  const cases: [string, Judgement[], Partial<Record<keyof typeof metrics, number>>][] = [
    ["no documents at all", [], { precisionAt1: 0, microF1: 0, macroF1: 0, exampleF1: 0, levelError: 0 }],
    ["no tags where none are due", one([], [3], []), { exampleF1: 1, microF1: 0, levelError: 0 }],
    ["a tag where none is due", one([], [3], [3]), { exampleF1: 0, microF1: 0, macroF1: 0, levelError: 1 }],
    ["nothing said", one([1, 2], [], []), { precisionAt5: 0, exampleF1: 0, macroF1: 0, levelError: 2 }],
    [
      "one of two found",
      one([1, 2], [1, 4, 2], [1]),
      { precisionAt1: 1, precisionAt3: 2 / 3, precisionAt5: 0.4 },
    ],
    ["one of two found", one([1, 2], [1], [1]), { exampleF1: 2 / 3, microF1: 2 / 3, macroF1: 0.5 }],
    [
      "a common tag found twice and a rare one missed",
      [...one([0], [0], [0]), ...one([0, 1], [0], [0])],
      { exampleF1: 5 / 6, microF1: 0.8, macroF1: 0.5, levelError: 0.5 },
    ],
  ];
  for (const [situation, judged, expected] of cases) {
    it(`${situation}: ${JSON.stringify(expected)}`, () => {
      const figures = evaluate(judged);
      for (const [name, value] of Object.entries(expected)) {
        expect(figures[name as keyof typeof metrics], name).toBeCloseTo(value, 12);
      }
    });
  }

  it("macro-F1 runs over the labels that it is given, unused ones counting 0", () => {
    const judged = one([0], [0], [0]);
    expect(metrics.macroF1(judged, [0])).toBe(1);
    expect(metrics.macroF1(judged, [0, 1, 2, 3])).toBe(0.25);
    expect([...occurringTags(one([4], [1], [2, 4]))].sort()).toEqual([2, 4]);
  });

  it("are all 1, with no error of the level, for perfect predictions", () => {
    const tagged = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 5 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(tagged, (truths) => {
        const figures = evaluate(truths.map((truth) => ({ truth, ranking: truth, predicted: truth })));
        expect(figures).toEqual({
          precisionAt1: 1,
          precisionAt3: 1,
          precisionAt5: 1,
          microF1: 1,
          macroF1: 1,
          exampleF1: 1,
          levelError: 0,
        });
      }),
      runs,
    );
  });

  it("do not depend on the numbers that tags go by, nor on the order of documents and sets", () => {
    const renumber = (tags: ArrayLike<number>) => Array.from(tags, (tag) => (tag * 3 + 2) % TAGS);
    fc.assert(
      fc.property(documents, (judged) => {
        const changed = judged
          .map(({ truth, ranking, predicted }) => ({
            truth: renumber(truth).reverse(),
            ranking: renumber(ranking),
            predicted: renumber(predicted).reverse(),
          }))
          .reverse();
        const before = evaluate(judged);
        const after = evaluate(changed);
        for (const name of Object.keys(metrics) as (keyof typeof metrics)[]) {
          expect(after[name]).toBeCloseTo(before[name], 12);
        }
      }),
      runs,
    );
  });

  it("stay within 0 and 1, but for the error of the level", () => {
    fc.assert(
      fc.property(documents, (judged) => {
        const { levelError, ...shares } = evaluate(judged);
        expect(Object.values(shares).every((value) => value >= 0 && value <= 1)).toBe(true);
        expect(levelError).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });
});

describe("rank", () => {
  const cases: [number[], number, number[]][] = [
    [[0.1, 0.9, 0.5], 2, [1, 2]],
    [[1, 1, 1], 5, [0, 1, 2]],
    [[Number.NEGATIVE_INFINITY, 0, Number.NaN], 3, [1]],
    [[0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 3, [1, 2, 0]],
    [[3, 2], 0, []],
    [[], 3, []],
  ];
  for (const [scores, top, expected] of cases) {
    it(`the best ${top} of [${scores}] are [${expected}]`, () => {
      expect([...rank(Float64Array.from(scores), top)]).toEqual(expected);
    });
  }

  it("agrees with sorting everything, also where there are many and equal ones", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 80 }), fc.nat(8), (scores, top) => {
        const all = scores.map((_, index) => index).sort((a, b) => scores[b] - scores[a] || a - b);
        expect([...rank(Float64Array.from(scores), top)]).toEqual(all.slice(0, top));
      }),
      runs,
    );
  });
});
