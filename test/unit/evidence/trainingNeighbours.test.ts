import { describe, expect, it } from "vitest";
import { rowOf } from "../../../server/corpus/sparseRow.ts";
import { nearestNeighbours } from "../../../server/evidence/neighbours.ts";
import { SimilarityIndex } from "../../../server/evidence/similarity.ts";
import { TrainingNeighbours } from "../../../server/evidence/trainingNeighbours.ts";
import { randomCorpus } from "./randomCorpus.ts";

const { matrix } = randomCorpus(60, 40, 6, 3);
const index = new SimilarityIndex(matrix);

function oneByOne(i: number, k: number) {
  return nearestNeighbours({ similarities: index.similarities(rowOf(matrix, i), i), self: i }, k);
}

describe("the neighbours of all training documents", () => {
  it.each([1, 5, 1000])("are those of each asked for alone, %i of them, to the last bit", (k) => {
    const all = new TrainingNeighbours(matrix, k);
    for (let i = 0; i < matrix.rows; i++) expect(all.of(i)).toEqual(oneByOne(i, k));
  });

  it("have their whole cosine also where the commonest words are not looked at", () => {
    const all = new TrainingNeighbours(matrix, 5, undefined, 18);
    let found = 0;
    for (let i = 0; i < matrix.rows; i++) {
      const nearest = all.of(i);
      const similarities = index.similarities(rowOf(matrix, i), i);
      for (const { document, similarity } of nearest) expect(similarity).toBe(similarities[document]);
      expect(nearest.map(({ similarity }) => -similarity)).toEqual(
        nearest.map(({ similarity }) => -similarity).sort((a, b) => a - b),
      );
      const wanted = new Set(oneByOne(i, 5).map(({ document }) => document));
      found += nearest.filter(({ document }) => wanted.has(document)).length;
    }
    expect(found).toBeGreaterThan(2 * matrix.rows);
  });

  it("can be given up at every document", () => {
    let asked = 0;
    const stop = () => {
      if (++asked === 3) throw new Error("enough");
    };
    expect(() => new TrainingNeighbours(matrix, 5, stop)).toThrow("enough");
  });
});
