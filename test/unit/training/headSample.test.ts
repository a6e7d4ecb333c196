import { describe, expect, it } from "vitest";
import type { ExampleSet } from "../../../server/sdlgm/example.ts";
import type { HeadParameters } from "../../../server/sdlgm/head.ts";
import { HeadSample } from "../../../server/training/headSample.ts";

/** One column of evidence a tag; documents with their tags. */
function examplesOf(
  documents: readonly {
    evidence: readonly number[];
    tags: readonly number[];
    candidates?: readonly number[];
  }[],
): ExampleSet {
  const tags = documents[0].evidence.length;
  return {
    ...{ count: documents.length, tags, columns: ["ridge"] },
    tagsOf: (i) => Int32Array.from(documents[i].tags),
    read: (i) => ({
      evidence: Float64Array.from(documents[i].evidence),
      candidates: Uint8Array.from(documents[i].candidates ?? documents[i].evidence.map(() => 1)),
      tags: Int32Array.from(documents[i].tags),
      hints: [],
    }),
  };
}

function headOf(weight: number): HeadParameters {
  const one = Float64Array.of(1);
  return { mean: Float64Array.of(0), scale: one, weights: Float64Array.of(weight), bias: -1 };
}

const microF1 = (examples: ExampleSet, weight = 1) =>
  new HeadSample(examples, 0, () => undefined).microF1(headOf(weight));

describe("the worth of a head on a sample of documents", () => {
  it("is 1 where one threshold parts right from wrong, and less where the head looks the wrong way", () => {
    const examples = examplesOf([
      { evidence: [0.9, 0.1, 0.2], tags: [0] },
      { evidence: [0.1, 0.8, 0.7], tags: [1, 2] },
    ]);
    expect(microF1(examples)).toBe(1);
    // The wrong way round, all six are the best choice: three of them right.
    expect(microF1(examples, -1)).toBeCloseTo((2 * 3) / (6 + 3), 12);
  });

  it("counts tags that are no candidates as missed", () => {
    const examples = examplesOf([{ evidence: [0.9, 0.8], tags: [0, 1], candidates: [1, 0] }]);
    expect(microF1(examples)).toBeCloseTo((2 * 1) / (1 + 2), 12);
  });

  it("looks at the tags that come into question where there are many, and counts the others as missed", () => {
    const evidence = Array.from({ length: 1000 }, (_, k) => (k < 2 ? 0.9 : k / 2000));
    expect(microF1(examplesOf([{ evidence, tags: [0, 1] }]))).toBe(1);
    expect(microF1(examplesOf([{ evidence, tags: [0, 1, 2] }]))).toBeCloseTo((2 * 2) / (2 + 3), 12);
  });

  it("is of 200 documents at most, spread over all of them", () => {
    const read: number[] = [];
    const all = examplesOf(Array.from({ length: 1000 }, () => ({ evidence: [0.5], tags: [0] })));
    const watched: ExampleSet = {
      ...all,
      read(i) {
        read.push(i);
        return all.read(i);
      },
    };
    let polls = 0;
    new HeadSample(watched, 0, () => polls++);
    expect(read).toEqual(Array.from({ length: 200 }, (_, n) => 5 * n));
    expect(polls).toBe(200);
  });
});
