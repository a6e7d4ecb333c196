import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowOf } from "../../../server/corpus/sparseRow.ts";
import { choiceOf, heaviestColumns, narrowMatrix, narrowRow } from "../../../server/evidence/narrow.ts";
import { fitRidge } from "../../../server/evidence/ridge.ts";
import { RidgeEvidence } from "../../../server/evidence/ridgeEvidence.ts";
import { SimilarityIndex } from "../../../server/evidence/similarity.ts";
import { plainKernels } from "../../../server/kernels/index.ts";
import { queryOf, randomCorpus } from "./randomCorpus.ts";

const corpus = randomCorpus(60, 30, 6, 9);
const { matrix, labels } = corpus;

describe("a choice of columns", () => {
  it("is of those with the largest squares, ascending", () => {
    const mass = new Float64Array(30);
    matrix.columnIndex.forEach((column, at) => {
      mass[column] += matrix.values[at] ** 2;
    });
    const chosen = heaviestColumns(matrix, 12);
    expect([...chosen]).toEqual([...chosen].sort((a, b) => a - b));
    const least = Math.min(...Array.from(chosen, (column) => mass[column]));
    for (let column = 0; column < 30; column++) {
      if (!chosen.includes(column)) expect(mass[column]).toBeLessThanOrEqual(least);
    }
    expect(heaviestColumns(matrix, 100).length).toBe(30);
  });

  it("keeps a row's values in those columns, and says where they came from", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(29)), fc.nat(59), (columns, i) => {
        const choice = choiceOf(Int32Array.from(columns).sort(), 30);
        const row = rowOf(matrix, i);
        const narrow = narrowRow(row, choice);
        expect([...narrow.columns].map((place) => choice.columns[place])).toEqual(
          [...row.columns].filter((column) => columns.includes(column)),
        );
        narrow.from.forEach((j, at) => {
          expect(narrow.values[at]).toBe(row.values[j]);
        });
        expect(rowOf(narrowMatrix(matrix, choice), i).columns).toEqual(narrow.columns);
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});

describe("a ridge on the weightiest words", () => {
  const columns = heaviestColumns(matrix, 14);
  const narrow = narrowMatrix(matrix, choiceOf(columns, 30));
  const fitted = fitRidge(narrow, labels, 0.3, plainKernels);
  const evidence = new RidgeEvidence({ ...fitted.state, columns }, matrix, labels);
  const alone = new RidgeEvidence(fitted.state, narrow, labels);
  const narrowQuery = (i: number, self: number) => {
    const query = queryOf(corpus, i, self);
    const row = narrowRow(query.row, choiceOf(columns, 30));
    return { ...query, row, similarities: new SimilarityIndex(narrow).similarities(row, self) };
  };

  it.each([-1, 7])("scores whole documents as one that knows no other words (self %i)", (self) => {
    expect([...evidence.rawScores(queryOf(corpus, 7, self))]).toEqual([
      ...alone.rawScores(narrowQuery(7, self)),
    ]);
  });

  it("serves an edited document without its own labels", () => {
    const edited = { ...queryOf(corpus, 8, 7), edited: true };
    const elsewhere = { ...narrowQuery(8, 7), edited: true };
    expect([...evidence.rawScores(edited)]).toEqual([...alone.rawScores(elsewhere)]);
  });

  it("gives no weight to words that it does not know", () => {
    const query = queryOf(corpus, 7, -1);
    const weights = evidence.wordWeights(query, Int32Array.of(1, 2));
    const known = alone.wordWeights(narrowQuery(7, -1), Int32Array.of(1, 2));
    expect([...weights].filter((weight) => weight !== 0).sort()).toEqual(
      [...known].filter((weight) => weight !== 0).sort(),
    );
    query.row.columns.forEach((column, j) => {
      if (!columns.includes(column)) expect(weights[j]).toBe(0);
    });
  });
});
