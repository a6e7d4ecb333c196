import { describe, expect, it } from "vitest";
import type { CorpusDocument } from "../../../server/corpus/corpusDocument.ts";
import { baselines } from "../../../server/evaluation/baselines/index.ts";
import { splitByPath } from "../../../server/evaluation/split.ts";
import { Cancelled } from "../../../server/kernels/index.ts";
import { evaluate } from "../../../server/training/evaluate.ts";
import type { TrainingEvent } from "../../../server/training/events.ts";
import { TooLittleToLearn } from "../../../server/training/trainOptions.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";
import { plain, withShuffledTags } from "./corpora.ts";

const options = { seed: 1, testFraction: 0.25 };

/** The numbers of the documents that are hidden. */
function hiddenRows(documents: readonly CorpusDocument[]): number[] {
  const ids = documents.map(({ id }) => id);
  return [...splitByPath(ids, { fraction: 0.25, seed: 1, groupTranslations: true }).test];
}

describe("an evaluation", () => {
  const documents = syntheticCorpus({ documents: 200, tags: 12, seed: 5 });
  const report = evaluate(documents, options);

  it("is the same for the same seed", () => {
    expect(evaluate(documents, options)).toEqual(report);
  });

  it("sets every figure of the model beside those of every baseline", () => {
    expect(Object.keys(report.baselines).sort()).toEqual(baselines.map(({ name }) => name).sort());
    for (const scores of [report.model, ...Object.values(report.baselines)]) {
      expect(Object.keys(scores)).toEqual(Object.keys(report.model));
      expect(Object.values(scores).every(Number.isFinite)).toBe(true);
    }
  });

  it("shows the model ahead of popularity, and the literal match where it belongs", () => {
    const { popularity, literal } = report.baselines;
    expect(report.model.microF1).toBeGreaterThan(popularity.microF1 + 0.2);
    expect(report.model.microF1).toBeGreaterThan(literal.microF1);
    expect(literal.microF1).toBeGreaterThan(popularity.microF1);
  });

  it("counts documents and hidden documents, and shows some of them with their tags", () => {
    const hidden = hiddenRows(documents).filter((row) => documents[row].tags.length > 0);
    expect(report).toMatchObject({ documents: 200, testDocuments: hidden.length });
    expect(report.examples.length).toBe(5);
    for (const { id, trueTags, suggestion } of report.examples) {
      const row = documents.findIndex((document) => document.id === id);
      expect(hidden).toContain(row);
      expect(trueTags).toEqual(documents[row].tags);
      expect(suggestion.learnedFrom).toBe(false);
      expect(suggestion.predicted.length).toBeLessThanOrEqual(report.limit);
    }
  });

  it("goes on telling how far it is while it scores and compares, never falling back", () => {
    const events: TrainingEvent[] = [];
    evaluate(documents, { ...options, watch: { onEvent: (event) => events.push(event) } });
    const order = events.map(({ stage }) => stage).filter((stage, n, all) => stage !== all[n - 1]);
    expect(order).toEqual(["features", "evidence", "head", "level", "checking"]);
    const checking = events.filter(({ stage }) => stage === "checking");
    const fractions = checking.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    const figures = checking.filter(({ heldOut }) => heldOut !== undefined);
    expect(figures).toMatchObject([{ heldOut: { precisionAt1: expect.any(Number) } }]);
    expect(figures[0].fraction).toBeLessThan(0.2);
    expect(fractions.filter((fraction) => fraction === 1)).toHaveLength(1);
    expect(fractions.at(-1)).toBe(1);
  });

  it("can be stopped at any moment", () => {
    for (const polls of [0, 500, 3000]) {
      let left = polls;
      const watch = { shouldStop: () => left-- <= 0 };
      expect(() => evaluate(documents, { ...options, watch })).toThrow(Cancelled);
    }
  });
});

describe("an evaluation of documents that say their tags", () => {
  it("comes near 1", () => {
    const colours = ["crimson", "azure", "olive", "amber"];
    const documents = Array.from({ length: 160 }, (_, i) => {
      const own = i % 3 === 0 ? [colours[i % 4], colours[(i + 1) % 4]] : [colours[i % 4]];
      return plain(`page-${i}.md`, `${own.join(" and ")} of number ${i % 11} here`, own);
    });
    const { model, unseenTagShare, calibrationError } = evaluate(documents, options);
    expect(model.precisionAt1).toBeGreaterThan(0.97);
    expect(model.microF1).toBeGreaterThan(0.95);
    expect(model.levelError).toBeLessThan(0.1);
    expect(calibrationError).toBeLessThan(0.06);
    expect(unseenTagShare).toBe(0);
  });
});

describe("the tags that an evaluation hides", () => {
  const base = syntheticCorpus({ documents: 160, tags: 8, seed: 7 }).filter(({ tags }) => tags.length > 0);
  const hidden = hiddenRows(base);

  it("are unseen where no other document has them, even if their names stand in the text", () => {
    const documents = base.map((document, i) =>
      hidden.includes(i) ? plain(document.id, `hush hush ${document.prose?.body}`, ["hush"]) : document,
    );
    const report = evaluate(documents, options);
    expect(report.unseenTagShare).toBe(1);
    expect(report.model.precisionAt1).toBe(0);
    for (const { suggestion } of report.examples) {
      expect(suggestion.suggestions.map(({ tag }) => tag)).not.toContain("hush");
    }
    for (const { microF1 } of Object.values(report.baselines)) expect(microF1).toBe(0);
  });

  it("do not shine through: with labels of pure chance nothing beats popularity", () => {
    const documents = withShuffledTags(syntheticCorpus({ documents: 440, tags: 8, seed: 8 }), 8);
    const report = evaluate(documents, options);
    const { precisionAt1 } = report.baselines["popularity"];
    const tolerance = 2.5 * Math.sqrt(0.25 / report.testDocuments);
    expect(report.model.precisionAt1).toBeLessThan(precisionAt1 + tolerance);
  });

  it("are named when too little is left to learn from", () => {
    const few = base.filter(({ tags }) => tags.length > 0).slice(0, 12);
    expect(() => evaluate(few, { ...options, testFraction: 0.5 })).toThrow(
      /^\d+ tagged documents were hidden to test with, and without them: There is too little to learn from/,
    );
  });

  it("have to exist: without a tagged document to hide there is nothing to test", () => {
    const documents = base.map((document, i) => (hidden.includes(i) ? { ...document, tags: [] } : document));
    expect(() => evaluate(documents, options)).toThrow(TooLittleToLearn);
    expect(() => evaluate(documents, options)).toThrow(/There is no tagged document to hide and test with/);
  });
});
