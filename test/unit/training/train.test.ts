import { describe, expect, it } from "vitest";
import type { CorpusDocument } from "../../../server/corpus/corpusDocument.ts";
import { Tagger } from "../../../server/models/tagger.ts";
import { train } from "../../../server/training/train.ts";
import { corpusAndNew, microF1, numbersOf, plain, popularityF1, trainAndLook } from "./corpora.ts";

const { known, fresh } = corpusAndNew(220, 12, 3);

describe("a model of a synthetic corpus", () => {
  const model = train(known, { seed: 1 });
  const tagger = new Tagger(model);

  it("finds most tags of new documents, far more than the commonest tags do", () => {
    const score = microF1(fresh, (document) => tagger.suggest(document).predicted);
    expect(score).toBeGreaterThan(0.7);
    expect(score).toBeGreaterThan(popularityF1(known, fresh) + 0.3);
  });

  it("knows about how many tags a new document has", () => {
    const errors = fresh.map((document) =>
      Math.abs(tagger.suggest(document).level.median - document.tags.length),
    );
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.8);
  });

  it("says that it has not learned from them, and that it has from the others", () => {
    expect(fresh.some((document) => tagger.suggest(document).learnedFrom)).toBe(false);
    const tagged = known.filter(({ tags }) => tags.length > 0);
    expect(tagged.every((document) => tagger.suggest(document).learnedFrom)).toBe(true);
  });

  it("counts what it was made of", () => {
    const tagged = known.filter(({ tags }) => tags.length > 0);
    expect(model.summary).toMatchObject({
      documents: known.length,
      taggedDocuments: tagged.length,
      tags: new Set(tagged.flatMap(({ tags }) => tags.map((tag) => tag.toLowerCase()))).size,
      seed: 1,
    });
    expect(model.summary.vocabulary).toBeGreaterThan(100);
    expect(model.summary.epochs).toBeGreaterThan(0);
  });

  it("is about as good on its own documents, served without their tags, as on new ones", () => {
    const score = microF1(fresh, (document) => tagger.suggest(document).predicted);
    // Two standard errors of micro-F1 on fifty documents.
    expect(Math.abs(model.summary.heldOut["microF1"] - score)).toBeLessThan(0.12);
  });

  it("is the same for the same seed, number by number", () => {
    expect(numbersOf(train(known, { seed: 1 }))).toEqual(numbersOf(model));
  });

  it("is another for another seed", () => {
    const other = train(known, { seed: 2 });
    expect(other.sdlgm.head.weights).not.toEqual(model.sdlgm.head.weights);
    expect(other.training.foldOf).not.toEqual(model.training.foldOf);
  });

  it("is fitted under the objective that was asked for", () => {
    const tied = train(known, { seed: 1, objective: "tied" });
    expect(tied.sdlgm.head.weights).not.toEqual(model.sdlgm.head.weights);
    const score = microF1(fresh, (document) => new Tagger(tied).suggest(document).predicted);
    expect(score).toBeGreaterThan(0.7);
  });

  it.each([1, 2, 7])("never predicts more than the limit of %i that was asked for", (limit) => {
    const { tagger: limited, complaints } = trainAndLook(known.slice(0, 120), { limit });
    expect(complaints).toEqual([]);
    expect(limited.model.summary.limit).toBe(limit);
    const sizes = fresh.map((document) => {
      const { level, predicted } = limited.suggest(document);
      expect(level.probabilities.length).toBe(limit + 1);
      return predicted.length;
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limit);
    expect(Math.max(...sizes)).toBeGreaterThan(0);
  });
});

describe("documents without tags", () => {
  const tagged = known.filter(({ tags }) => tags.length > 0);
  const words = "wintergreen marzipan ".repeat(3);
  const untagged = Array.from({ length: 20 }, (_, i) => plain(`more/${i}.md`, `${words} ${i}`, []));
  const without = train(tagged, { seed: 1 });
  const withThem = train([...tagged, ...untagged], { seed: 1 });

  it("add to the vocabulary", () => {
    expect(withThem.summary.vocabulary).toBeGreaterThan(without.summary.vocabulary);
  });

  it("are not among those that are learned from", () => {
    expect(withThem.training.ids).toEqual(without.training.ids);
    expect(withThem.training.documentTags).toEqual(without.training.documentTags);
    expect(withThem.tags).toEqual(without.tags);
    expect(withThem.summary).toMatchObject({
      documents: tagged.length + 20,
      taggedDocuments: tagged.length,
    });
  });

  it("are suggested tags like any other", () => {
    const { predicted } = new Tagger(withThem).suggest({ ...tagged[0], id: "new.md", tags: [] });
    expect(predicted.length).toBeGreaterThan(0);
  });
});

describe("a corpus of ready features", () => {
  /** Three columns a tag, and one that everybody has. */
  const documents = Array.from({ length: 120 }, (_, i): CorpusDocument => {
    const tags = i % 3 === 0 ? [i % 5, (i % 5) + 1] : [i % 5];
    const columns = [...tags.flatMap((tag) => [3 * tag, 3 * tag + (i % 2) + 1]), 100];
    return {
      id: `line ${i}`,
      features: {
        columns: Int32Array.from(columns),
        values: Float64Array.from(columns, () => 1),
      },
      tags: tags.map((tag) => `label ${tag}`),
    };
  });

  it("is learned from, and new vectors are tagged", () => {
    const { tagger, complaints } = trainAndLook(documents.slice(0, 90));
    expect(complaints).toEqual([]);
    const score = microF1(
      documents.slice(90),
      (document) => tagger.suggest({ ...document, id: `new ${document.id}` }).predicted,
    );
    expect(score).toBeGreaterThan(0.85);
  });

  it("gets over a vector without entries and a column never seen", () => {
    const { tagger } = trainAndLook(documents);
    const empty = { columns: new Int32Array(0), values: new Float64Array(0) };
    const strange = { columns: Int32Array.of(999), values: Float64Array.of(5) };
    for (const features of [empty, strange]) {
      const { suggestions } = tagger.suggest({ id: "x", features, tags: [] });
      expect(suggestions.every(({ probability }) => probability >= 0 && probability <= 1)).toBe(true);
    }
  });
});
