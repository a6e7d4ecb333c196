import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../server/evaluation/metrics.ts";
import { rankAtLeast } from "../../../server/evaluation/ranking.ts";
import { unseenShare } from "../../../server/evaluation/tagLists.ts";
import { type ScoredDocument, tuneThreshold } from "../../../server/evaluation/threshold.ts";
import { tagLists } from "./smallCorpora.ts";

const document = (scores: number[], truth: number[]): ScoredDocument => ({
  scores: Float64Array.from(scores),
  truth: Int32Array.from(truth),
});

function microF1At(threshold: number, documents: ScoredDocument[]): number {
  return evaluate(
    documents.map(({ scores, truth }) => ({ truth, ranking: [], predicted: rankAtLeast(scores, threshold) })),
  ).microF1;
}

describe("tuneThreshold", () => {
  const cases: [string, ScoredDocument[], number][] = [
    [
      "lies halfway between the last right and the first wrong score",
      [document([0.9, 0.5, 0.1], [0, 1])],
      0.3,
    ],
    ["takes the last score itself where none is left out", [document([0.9, 0.5], [0, 1])], 0.5],
    ["is infinite where there is nothing to hit", [document([0.9, 0.5], [])], Number.POSITIVE_INFINITY],
    [
      "is infinite where no true tag is a candidate",
      [document([0.9, -1 / 0], [1])],
      Number.POSITIVE_INFINITY,
    ],
    ["is infinite without documents", [], Number.POSITIVE_INFINITY],
  ];
  for (const [sentence, documents, expected] of cases) {
    it(sentence, () => expect(tuneThreshold(documents)).toBeCloseTo(expected, 12));
  }

  it("is beaten by no other threshold", () => {
    const any = fc.record({
      scores: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 5, maxLength: 5 }),
      truth: fc.uniqueArray(fc.nat(4)),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (drawn) => {
        const documents = drawn.map(({ scores, truth }) => document(scores, truth));
        const tuned = microF1At(tuneThreshold(documents), documents);
        for (let other = -3; other <= 4; other++) {
          expect(tuned).toBeGreaterThanOrEqual(microF1At(other, documents) - 1e-12);
        }
      }),
      { seed: 20230403 },
    );
  });
});

describe("unseenShare", () => {
  it("is the share of test occurrences whose tag is new", () => {
    const lists = tagLists([[0, 1], [1], [1, 2], [2, 3], []]);
    expect(unseenShare(lists, [0, 1], [2, 3], 4)).toBe(0.75);
    expect(unseenShare(lists, [0, 1], [4], 4)).toBe(0);
  });
});
