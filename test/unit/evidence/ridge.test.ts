import { describe, expect, it } from "vitest";
import { dot, rowOf, type SparseRow } from "../../../server/corpus/sparseRow.ts";
import type { Labels } from "../../../server/evidence/labels.ts";
import { fitRidge, hasClosedForm, meanOf, type RidgeState } from "../../../server/evidence/ridge.ts";
import { RidgeEvidence } from "../../../server/evidence/ridgeEvidence.ts";
import { plainKernels } from "../../../server/kernels/index.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import {
  columnOf,
  expectClose,
  flipped,
  queryFor,
  type RandomCorpus,
  randomCorpus,
  randomRow,
} from "./randomCorpus.ts";

const DOCUMENTS = 40;
const WORDS = 15;
const TAGS = 6;
const FORMS = ["dual", "primal", "implicit"] as const;

/** The same ridge in each of its forms. */
function stateOf(
  form: (typeof FORMS)[number],
  corpus: RandomCorpus,
  lambda: number,
  labels = corpus.labels,
): RidgeState {
  const gram = form === "primal" ? undefined : plainKernels.sparseGram(corpus.matrix);
  const { state } = fitRidge(corpus.matrix, labels, lambda, plainKernels, gram);
  return form === "implicit" ? { ...state, form, coefficients: new Float32Array(0) } : state;
}

/**
 * Ridge regression as it is written in books, by Gaussian elimination, on all documents but `without`. Convention: the intercept μ is
 * the share of *all* documents that have the tag, `without` included, so what is left out is the document's part in α alone.
 */
function refit(
  corpus: RandomCorpus,
  lambda: number,
  row: SparseRow,
  without = -1,
  labels: Labels = corpus.labels,
): number[] {
  const others = [...Array(corpus.matrix.rows).keys()].filter((i) => i !== without);
  const rows = others.map((i) => rowOf(corpus.matrix, i));
  const system = rows.map((a, i) => [
    ...rows.map((b, j) => dot(a, b) + (i === j ? lambda : 0)),
    ...Array.from(
      { length: corpus.tags },
      (_, tag) => (labels.has(others[i], tag) ? 1 : 0) - meanOf(labels, tag),
    ),
  ]);
  const alpha = eliminate(system);
  return Array.from({ length: corpus.tags }, (_, tag) =>
    rows.reduce((sum, other, i) => sum + dot(other, row) * alpha[i][tag], meanOf(labels, tag)),
  );
}

/** Solves [A | B] in place by Gauss and Jordan; A is positive definite, so no pivoting. Returns A⁻¹B. */
function eliminate(system: number[][]): number[][] {
  const n = system.length;
  for (let p = 0; p < n; p++) {
    const pivot = system[p][p];
    for (let c = p; c < system[p].length; c++) system[p][c] /= pivot;
    for (let i = 0; i < n; i++) {
      const factor = system[i][p];
      if (i === p || factor === 0) continue;
      for (let c = p; c < system[i].length; c++) system[i][c] -= factor * system[p][c];
    }
  }
  return system.map((row) => row.slice(n));
}

const SETTINGS = [
  { seed: 1, lambda: 0.1 },
  { seed: 2, lambda: 1 },
  { seed: 3, lambda: 3 },
];

describe.each(SETTINGS)("a ridge with λ = $lambda", ({ seed, lambda }) => {
  const corpus = randomCorpus(DOCUMENTS, WORDS, TAGS, seed);
  const random = createRandom(seed);
  const some = [0, 3, 7, 20, DOCUMENTS - 1];

  it.each(["dual", "primal"] as const)("gives exact leave-one-out scores while training (%s)", (form) => {
    const gram = form === "dual" ? plainKernels.sparseGram(corpus.matrix) : undefined;
    const fit = fitRidge(corpus.matrix, corpus.labels, lambda, plainKernels, gram);
    expect(fit.state.form).toBe(form);
    const scores = new Float64Array(TAGS);
    for (let i = 0; i < DOCUMENTS; i++) {
      fit.leaveOneOut(i, scores);
      expectClose(scores, refit(corpus, lambda, rowOf(corpus.matrix, i), i), 1e-6);
    }
  });

  describe.each(FORMS)("in its %s form", (form) => {
    const evidence = new RidgeEvidence(stateOf(form, corpus, lambda), corpus.matrix, corpus.labels);

    it("scores a new document as ridge regression does", () => {
      for (let n = 0; n < 5; n++) {
        const query = queryFor(corpus, -1, randomRow(WORDS, random));
        expectClose(evidence.rawScores(query), refit(corpus, lambda, query.row), 1e-6);
      }
    });

    it("scores a training document as if it had been fitted without it", () => {
      for (const i of some) {
        const query = queryFor(corpus, i);
        expectClose(evidence.rawScores(query), refit(corpus, lambda, query.row, i), 1e-6);
      }
    });

    it("scores an edited training document as if it had been fitted without the older text", () => {
      for (const i of some) {
        const query = queryFor(corpus, i, randomRow(WORDS, random));
        expectClose(evidence.rawScores(query), refit(corpus, lambda, query.row, i), 1e-6);
      }
    });

    it("in a hurry is right about an edit that changes nothing, near for others, and right once it has been prepared", () => {
      for (const i of some) {
        const hasty = new RidgeEvidence(stateOf(form, corpus, lambda), corpus.matrix, corpus.labels);
        hasty.isHasty = true;
        const same = { ...queryFor(corpus, i), edited: true };
        expectClose(hasty.rawScores(same), refit(corpus, lambda, same.row, i), 1e-6);

        const { columns, values } = same.row;
        const edit = queryFor(corpus, i, {
          columns,
          values: values.map((value, j) => (j === 0 ? 2 : 1) * value),
        });
        const exact = refit(corpus, lambda, edit.row, i);
        expectClose(hasty.rawScores(edit), exact, 0.1);
        for (const _ of hasty.prepareEdits(i));
        expectClose(hasty.rawScores(edit), exact, 1e-3);
      }
    });

    it("gives the score of no words to a document without any: the share of documents with the tag", () => {
      const nothing = { columns: new Int32Array(0), values: new Float32Array(0) };
      for (const self of [-1, 5]) {
        const scores = evidence.rawScores(queryFor(corpus, self, nothing));
        expectClose(
          scores,
          Array.from(scores, (_, tag) => meanOf(corpus.labels, tag)),
          1e-12,
        );
      }
    });

    it("gives a document's own tags away by no more than their share in the intercept, 1 / n", () => {
      for (const i of some) {
        for (const counts of [undefined, randomRow(WORDS, random)]) {
          const query = queryFor(corpus, i, counts);
          const scores = evidence.rawScores(query).slice();
          const labels = flipped(corpus, i);
          const other = new RidgeEvidence(stateOf(form, corpus, lambda, labels), corpus.matrix, labels);
          expectClose(other.rawScores(query), scores, 1 / DOCUMENTS + 1e-6);
        }
      }
    });
  });
});

describe("the ridge as evidence", () => {
  const corpus = randomCorpus(DOCUMENTS, WORDS, TAGS, 4);
  const evidence = new RidgeEvidence(stateOf("dual", corpus, 0.3), corpus.matrix, corpus.labels);

  it("is the score, its logit, its part of the largest, and its rank", () => {
    for (const query of [queryFor(corpus, 2), queryFor(corpus, -1, randomRow(WORDS, createRandom(9)))]) {
      const scores = [...evidence.rawScores(query)];
      const clamped = scores.map((score) => Math.min(Math.max(score, 0.002), 0.998));
      const largest = Math.max(...scores);
      const column = (name: string) => columnOf(evidence, name, query, TAGS);
      expect(column("ridge")).toEqual(scores);
      expectClose(
        column("ridgeLogit"),
        clamped.map((p) => Math.log(p / (1 - p))),
        1e-12,
      );
      expectClose(
        column("ridgeRelative"),
        scores.map((score) => score / largest),
        1e-12,
      );
      const rank = (score: number) => scores.filter((other) => other > score).length;
      expectClose(
        column("ridgeRank"),
        scores.map((score) => Math.log1p(rank(score))),
        1e-12,
      );
    }
  });

  it("takes the training documents' scores from where it is told to", () => {
    const told = new RidgeEvidence(stateOf("dual", corpus, 0.3), corpus.matrix, corpus.labels, (i, scores) =>
      scores.fill(i),
    );
    expect([...told.rawScores(queryFor(corpus, 7))]).toEqual(Array(TAGS).fill(7));
    expect([...told.rawScores(queryFor(corpus, 7, randomRow(WORDS, createRandom(1))))]).not.toContain(7);
  });
});

describe.each(FORMS)("what each word adds (%s)", (form) => {
  const corpus = randomCorpus(DOCUMENTS, WORDS, TAGS, 5);
  const evidence = new RidgeEvidence(stateOf(form, corpus, 0.3), corpus.matrix, corpus.labels);
  const tags = [1, 4];

  it.runIf(form !== "implicit")("sums up to the score of a new document", () => {
    const query = queryFor(corpus, -1, randomRow(WORDS, createRandom(2)));
    const scores = evidence.rawScores(query);
    const weights = evidence.wordWeights(query, tags);
    const J = query.row.columns.length;
    tags.forEach((tag, t) => {
      const sum = weights.slice(t * J, (t + 1) * J).reduce((a, b) => a + b, 0);
      expect(sum + meanOf(corpus.labels, tag)).toBeCloseTo(scores[tag], 5);
    });
  });

  it.runIf(form !== "implicit")("sums up to the votes of the others for a training document", () => {
    const { coefficients } = stateOf("dual", corpus, 0.3);
    for (const self of [3, 8]) {
      const query = queryFor(corpus, self);
      const weights = evidence.wordWeights(query, tags);
      const J = query.row.columns.length;
      tags.forEach((tag, t) => {
        const sum = weights.slice(t * J, (t + 1) * J).reduce((a, b) => a + b, 0);
        const votes = query.similarities.reduce((all, g, i) => all + g * coefficients[i * TAGS + tag], 0);
        expect(sum).toBeCloseTo(votes, 5);
      });
    }
  });

  it("is nought where no other document with the tag has the word", () => {
    const query = queryFor(corpus, 3);
    const weights = evidence.wordWeights(query, [0]);
    if (form === "implicit") expect([...weights]).toEqual(Array(weights.length).fill(0));
    else expect(Math.max(...weights)).toBeLessThan(0.05);
  });
});

it.each([
  [4500, 1e6, true],
  [1e6, 4500, true],
  [4501, 4501, false],
])("%d documents of %d words have a closed form: %s", (n, words, expected) =>
  expect(hasClosedForm(n, words)).toBe(expected),
);
