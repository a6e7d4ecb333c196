import { describe, expect, it } from "vitest";
import { dot, rowOf } from "../../../server/corpus/sparseRow.ts";
import {
  nearestNeighbours,
  neighbourEvidence,
  neighbourTagCount,
} from "../../../server/evidence/neighbours.ts";
import { SimilarityIndex } from "../../../server/evidence/similarity.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { columnOf, expectClose, flipped, queryFor, randomCorpus, randomRow, unit } from "./randomCorpus.ts";

const TAGS = 6;
const corpus = randomCorpus(50, 15, TAGS, 8);
const evidence = neighbourEvidence(corpus.labels);
const newRow = randomRow(15, createRandom(3));
const queries = [queryFor(corpus, 4), queryFor(corpus, 4, newRow), queryFor(corpus, -1, newRow)];

/** All others, nearest first, by plain sorting. */
function sorted(query: (typeof queries)[number]) {
  return Array.from({ length: 50 }, (_, document) => ({
    document,
    similarity: dot(rowOf(corpus.matrix, document), query.row),
  }))
    .filter(({ document, similarity }) => document !== query.self && similarity > 0)
    .sort((a, b) => b.similarity - a.similarity || a.document - b.document);
}

function shares(nearest: readonly { document: number; similarity: number }[]): number[] {
  const total = nearest.reduce((sum, { similarity }) => sum + similarity, 0);
  return Array.from({ length: TAGS }, (_, tag) =>
    nearest.reduce((sum, n) => sum + (corpus.labels.has(n.document, tag) ? n.similarity : 0) / total, 0),
  );
}

it("an inverted index gives the cosines with all documents but itself", () => {
  const row = unit(newRow);
  const cosines = new SimilarityIndex(corpus.matrix).similarities(row, 7);
  const expected = Array.from(cosines, (_, i) => (i === 7 ? 0 : dot(rowOf(corpus.matrix, i), row)));
  expectClose(cosines, expected, 1e-6);
});

describe("the nearest neighbours", () => {
  it("are the most similar other documents", () => {
    for (const query of queries) {
      for (const k of [1, 5, 20, 100]) {
        const expected = sorted(query).slice(0, k);
        expect(nearestNeighbours(query, k).map(({ document }) => document)).toEqual(
          expected.map(({ document }) => document),
        );
      }
    }
  });

  it("are the earlier ones among equals, and none that share no word", () => {
    const query = { ...queries[2], similarities: Float64Array.of(0.2, 0.5, 0, 0.5, -0.1, 0.2, 0.2) };
    expect(nearestNeighbours(query, 4).map(({ document }) => document)).toEqual([1, 3, 0, 5]);
    expect(nearestNeighbours({ ...query, self: 1 }, 9).map(({ document }) => document)).toEqual([3, 0, 5, 6]);
  });

  it("vote by their similarity", () => {
    for (const query of queries) {
      const few = shares(sorted(query).slice(0, 5));
      const many = shares(sorted(query).slice(0, 20));
      const column = (name: string) => columnOf(evidence, name, query, TAGS);
      const largest = Math.max(...many);
      expectClose(
        column("neighbours5"),
        few.map((v) => Math.log(v + 0.02) - Math.log(0.02)),
        1e-5,
      );
      expectClose(
        column("neighbours20"),
        many.map((v) => Math.log(v + 0.02) - Math.log(0.02)),
        1e-5,
      );
      expectClose(
        column("neighbours20Relative"),
        many.map((v) => v / largest),
        1e-5,
      );
      const rank = (v: number) => many.filter((other) => other > v + 1e-9).length;
      expectClose(
        column("neighbours20Rank"),
        many.map((v) => Math.log1p(rank(v))),
        1e-12,
      );
    }
  });

  it("do not ask the document itself", () => {
    for (const query of queries.slice(0, 2)) {
      const other = neighbourEvidence(flipped(corpus, 4));
      for (const name of evidence.columns) {
        expect(columnOf(other, name, query, TAGS)).toEqual(columnOf(evidence, name, query, TAGS));
      }
    }
  });

  it("hint at the number of tags by their own", () => {
    for (const query of queries) {
      const nearest = sorted(query).slice(0, 20);
      const weight = nearest.reduce((sum, { similarity }) => sum + similarity, 0);
      const tags = nearest.reduce((sum, n) => sum + n.similarity * corpus.documentTags[n.document].length, 0);
      expect(neighbourTagCount(query, corpus.labels)).toBeCloseTo(tags / weight, 5);
    }
    expect(neighbourTagCount(queries[0], flipped(corpus, 4))).toBe(
      neighbourTagCount(queries[0], corpus.labels),
    );
  });

  it("say nothing where no document shares a word", () => {
    const query = { ...queries[2], similarities: new Float64Array(50) };
    expect(neighbourTagCount(query, corpus.labels)).toBe(-1);
    for (const name of evidence.columns)
      expect(columnOf(evidence, name, query, TAGS)).toEqual(Array(TAGS).fill(0));
  });
});
