import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselines, judge, type SplitCorpus } from "../../../server/evaluation/baselines/index.ts";
import { literal } from "../../../server/evaluation/baselines/literal.ts";
import { nearestNeighbours } from "../../../server/evaluation/baselines/nearestNeighbours.ts";
import { oneVsRest } from "../../../server/evaluation/baselines/oneVsRest.ts";
import { popularity } from "../../../server/evaluation/baselines/popularity.ts";
import { evaluate } from "../../../server/evaluation/metrics.ts";
import { Cancelled } from "../../../server/kernels/index.ts";
import { corpusOf, plainlyTagged, type SmallDocument, sparse, tagLists } from "./smallCorpora.ts";

const NOTHING = Number.NEGATIVE_INFINITY;
const TAGS = 4;

/** Forty documents whose words name their tags; tag 3 is the rarest. */
const PLAIN = plainlyTagged(
  Array.from({ length: 40 }, (_, i) => (i % 8 === 0 ? [0, 3] : i % 3 === 0 ? [0, 1] : [i % 3])),
  TAGS,
);

const anyCorpus = fc
  .array(
    fc.record({
      words: fc.uniqueArray(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 5 })), { selector: ([w]) => w }),
      tags: fc.uniqueArray(fc.nat(TAGS - 1)),
      mentions: fc.uniqueArray(fc.tuple(fc.nat(TAGS - 1), fc.integer({ min: 1, max: 5 })), {
        selector: ([tag]) => tag,
      }),
    }),
    { minLength: 6, maxLength: 16 },
  )
  .map((documents) => corpusOf(documents as SmallDocument[], TAGS, 3));

describe("popularity", () => {
  it("gives every document the shares of the tags, and the number of tags that pays", () => {
    const documents = [[0], [0, 1], [0], [2]].map((tags) => ({ words: [], tags }));
    const fitted = popularity.fit(corpusOf(documents, TAGS, 1));
    expect([...fitted.score(3)]).toEqual([1, 1 / 3, NOTHING, NOTHING]);
    expect([...fitted.predict(3)]).toEqual([0]);
  });
});

describe("literal", () => {
  const documents: SmallDocument[] = [
    { words: [], tags: [0], mentions: [[0, 3]] },
    {
      words: [],
      tags: [0, 1],
      mentions: [
        [0, 4],
        [1, 3],
      ],
    },
    {
      words: [],
      tags: [1],
      mentions: [
        [0, 2],
        [1, 5],
      ],
    },
    { words: [], tags: [1], mentions: [[1, 4]] },
    { words: [], tags: [2], mentions: [[2, 9]] },
    {
      words: [],
      tags: [],
      mentions: [
        [0, 2],
        [1, 2],
        [2, 1],
        [3, 7],
      ],
    },
    {
      words: [],
      tags: [],
      mentions: [
        [0, 3],
        [1, 4],
      ],
    },
  ];
  const fitted = literal.fit(corpusOf(documents, TAGS, 2));

  it("ranks by mentions, of equally frequent ones the commoner tag first, and knows no tag outside training", () => {
    expect([...fitted.score(5)]).toEqual(
      [2 + 0.2, 2 + 0.3, 1 + 0.1, NOTHING].map((x) => expect.closeTo(x, 12)),
    );
  });

  it("chooses what is mentioned as often as the tags of the training documents are", () => {
    expect([...fitted.predict(5)]).toEqual([]);
    expect([...fitted.predict(6)]).toEqual([1, 0]);
  });

  it("is not led astray, in its choice, by tags that only the document itself could have told it", () => {
    const alone = [4, 5, 6, 7].map(
      (tag): SmallDocument => ({ words: [], tags: [tag], mentions: [[tag, 1]] }),
    );
    const among = literal.fit(corpusOf([...alone, ...documents], 8, 2));
    expect([...among.predict(alone.length + 5)]).toEqual([]);
  });

  it("finds nothing without mentions", () => {
    const { mentionCounts: _, ...without } = corpusOf(documents, TAGS, 2);
    const blind = literal.fit(without);
    expect([...blind.predict(6)]).toEqual([]);
    expect([...blind.score(6)]).toEqual(Array(TAGS).fill(NOTHING));
  });
});

describe("nearestNeighbours", () => {
  it("shares the cosines of the nearest among their tags", () => {
    const documents: SmallDocument[] = [
      { words: [[0, 2]], tags: [0] },
      {
        words: [
          [0, 3],
          [1, 4],
        ],
        tags: [0, 1],
      },
      { words: [[1, 1]], tags: [2] },
      { words: [[2, 1]], tags: [3] },
      { words: [[0, 5]], tags: [] },
    ];
    const corpus = corpusOf(documents, TAGS, 1);
    expect([...nearestNeighbours(20).fit(corpus).score(4)]).toEqual([
      expect.closeTo(1, 6),
      expect.closeTo(0.6 / 1.6, 6),
      NOTHING,
      NOTHING,
    ]);
    expect([...nearestNeighbours(1).fit(corpus).score(4)]).toEqual([1, NOTHING, NOTHING, NOTHING]);
  });

  it("does not take a training document for its own neighbour", () => {
    const documents: SmallDocument[] = [
      { words: [[0, 1]], tags: [0] },
      { words: [[0, 1]], tags: [1] },
      { words: [[1, 1]], tags: [2] },
    ];
    const fitted = nearestNeighbours().fit(corpusOf(documents, TAGS, 1));
    expect([...fitted.score(0)]).toEqual([NOTHING, 1, NOTHING, NOTHING]);
  });
});

describe("oneVsRest", () => {
  it("scores with log-odds, and a tag of no training document not at all", () => {
    const documents = [...PLAIN.slice(1, 8), { words: PLAIN[1].words, tags: [3] }];
    const scores = oneVsRest()
      .fit(corpusOf(documents, TAGS, 1))
      .score(7);
    expect(scores[1]).toBeGreaterThan(0);
    expect(scores[2]).toBeLessThan(0);
    expect(scores[3]).toBe(NOTHING);
  });

  it("tunes on documents that it has not seen, so that mere memory does not count", () => {
    // Each document has a word of its own, so the best for a new one is the commonest tag.
    const documents = Array.from({ length: 21 }, (_, i): SmallDocument => {
      return { words: [[i, 1]], tags: i % 5 < 2 ? [0] : [] };
    });
    expect([
      ...oneVsRest()
        .fit(corpusOf(documents, TAGS, 1))
        .predict(20),
    ]).toEqual([0]);
  });

  it("answers for test rows only", () => {
    const fitted = oneVsRest().fit(corpusOf(PLAIN, TAGS, 5));
    expect(() => fitted.score(0)).toThrow(RangeError);
  });

  it("has the same answers for the same seed", () => {
    const corpus = corpusOf(PLAIN, TAGS, 5);
    const scores = (seed: number) =>
      Array.from(corpus.testRows, (row) => oneVsRest().fit(corpus, { seed }).score(row));
    expect(scores(4)).toEqual(scores(4));
  });
});

describe("on documents whose words name their tags", () => {
  for (const baseline of [literal, nearestNeighbours(3), oneVsRest()]) {
    it(`${baseline.name} tags perfectly`, () => {
      const corpus = corpusOf(PLAIN, TAGS, 10);
      const figures = evaluate(judge(baseline.fit(corpus), corpus));
      expect(figures).toMatchObject({ precisionAt1: 1, microF1: 1, macroF1: 1, exampleF1: 1, levelError: 0 });
    });
  }
});

describe("each baseline", () => {
  const runs = { seed: 20230403, numRuns: 40 };
  const answers = (corpus: SplitCorpus, name: string) => {
    const fitted = baselines.find((baseline) => baseline.name === name)!.fit(corpus);
    return Array.from(corpus.testRows, (row) => ({
      scores: [...fitted.score(row)],
      predicted: [...fitted.predict(row)],
    }));
  };

  for (const baseline of baselines) {
    const { name } = baseline;
    it(`${name} never looks at the tags of the test documents`, () => {
      fc.assert(
        fc.property(anyCorpus, (corpus) => {
          const indices = corpus.tags.indices.slice();
          const tested = corpus.tags.rowStart[corpus.testRows[0]];
          for (let at = tested; at < indices.length; at++) indices[at] = (indices[at] + 1) % TAGS;
          const other = { ...corpus, tags: { ...corpus.tags, indices } };
          expect(answers(other, name)).toEqual(answers(corpus, name));
        }),
        runs,
      );
    });

    it(`${name} gives the same scores whatever numbers the tags go by`, () => {
      fc.assert(
        fc.property(anyCorpus, (corpus) => {
          const renumber = (tag: number) => (tag + 1) % TAGS;
          const other = {
            ...corpus,
            tags: { ...corpus.tags, indices: corpus.tags.indices.map(renumber) },
            mentionCounts: {
              ...corpus.mentionCounts!,
              columnIndex: corpus.mentionCounts!.columnIndex.map(renumber),
            },
          };
          const before = answers(corpus, name);
          answers(other, name).forEach(({ scores, predicted }, at) => {
            for (let tag = 0; tag < TAGS; tag++) {
              expect(scores[renumber(tag)]).toBeCloseTo(before[at].scores[tag], 9);
            }
            expect(predicted.sort()).toEqual(before[at].predicted.map(renumber).sort());
          });
        }),
        runs,
      );
    });

    it(`${name} chooses the best of its ranking, and nothing that does not speak for itself`, () => {
      fc.assert(
        fc.property(anyCorpus, (corpus) => {
          for (const { scores, predicted } of answers(corpus, name)) {
            expect(predicted.every((tag) => scores[tag] > NOTHING)).toBe(true);
            const worst = Math.min(...predicted.map((tag) => scores[tag]));
            const left = scores.filter((_, tag) => !predicted.includes(tag));
            expect(left.every((score) => score < worst)).toBe(true);
          }
        }),
        runs,
      );
    });

    it(`${name} copes with no documents at all, and with documents without tags or words`, () => {
      const empty = { features: sparse([], 0), tags: tagLists([]), tagCount: 0 };
      const nobody = { ...empty, trainRows: new Int32Array(0), testRows: new Int32Array(0) };
      expect(judge(baseline.fit(nobody), nobody)).toEqual([]);
      const blank = corpusOf(Array(5).fill({ words: [], tags: [] }), 2, 2);
      expect(judge(baseline.fit(blank), blank).map(({ predicted }) => Array.from(predicted))).toEqual([
        [],
        [],
      ]);
    });
  }

  for (const baseline of baselines) {
    it(`${baseline.name} stops when it is told to`, () => {
      const run = () => baseline.fit(corpusOf(PLAIN, TAGS, 5), { watch: { shouldStop: () => true } });
      expect(run).toThrow(Cancelled);
    });
  }

  it("can be stopped while their answers are judged", () => {
    const corpus = corpusOf(PLAIN, TAGS, 5);
    const fitted = popularity.fit(corpus);
    expect(() => judge(fitted, corpus, { shouldStop: () => true })).toThrow(Cancelled);
  });

  for (const baseline of [popularity, literal, nearestNeighbours()]) {
    it(`${baseline.name} tunes on no more documents than it is allowed, and learns from all`, () => {
      const corpus = corpusOf(PLAIN, TAGS, 5);
      const tuned = (mostTuning?: number) => {
        const shares: number[] = [];
        const fitted = baseline.fit(corpus, {
          mostTuning,
          watch: { onProgress: (share) => shares.push(share) },
        });
        return { shares, scores: Array.from(corpus.testRows, (row) => [...fitted.score(row)]) };
      };
      const few = tuned(4);
      expect(few.shares).toEqual([0, 0.25, 0.5, 0.75, 1]);
      expect(few.scores).toEqual(tuned().scores);
    });
  }
});
