import { describe, expect, it } from "vitest";
import type { CorpusDocument } from "../../../server/corpus/corpusDocument.ts";
import { inventoryOf } from "../../../server/corpus/tagInventory.ts";
import { writtenForms } from "../../../server/corpus/writtenForms.ts";
import { foldTag } from "../../../server/documents/tagName.ts";
import { FittedEvidence } from "../../../server/models/fittedEvidence.ts";
import { decodeModel, encodeModel } from "../../../server/models/modelFile.ts";
import { Tagger } from "../../../server/models/tagger.ts";
import type { TagModel } from "../../../server/models/tagModel.ts";
import { modelContent, tagModelOf } from "../../../server/models/tagModelFile.ts";
import type { TagScales } from "../../../server/sdlgm/tagScales.ts";
import { train } from "../../../server/training/train.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";

const corpus = syntheticCorpus({ documents: 120, tags: 12, seed: 4 });
const model = train(corpus, { seed: 1 });
const tagger = new Tagger(model);
/** Documents that the model did not learn from. */
const fresh = syntheticCorpus({ documents: 130, tags: 12, seed: 4 }).slice(120);

const columns = new FittedEvidence(model).set.columns;

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

function probabilityOf(document: CorpusDocument, tag: string, by = tagger): number {
  const found = by
    .suggest(document, { evidence: false })
    .suggestions.find(({ tag: name }) => foldTag(name) === tag);
  return found?.probability ?? 0;
}

/** The model with a head that weighs these columns only, and with slopes of single tags. */
function withHead(weightOf: Record<string, number>, perTag?: TagScales): TagModel {
  const weights = Float64Array.from(columns, (name) => weightOf[name] ?? 0);
  const head = { ...model.sdlgm.head, weights, ...(perTag && { perTag }) };
  return { ...model, sdlgm: { ...model.sdlgm, head } };
}

describe("suggestions", () => {
  it("find most tags of new documents", () => {
    const judged = fresh.filter(({ tags }) => tags.length > 0);
    const hits = judged.filter((document) => {
      const [first] = tagger.suggest(document).suggestions;
      return document.tags.map(foldTag).includes(foldTag(first.tag));
    });
    expect(hits.length).toBeGreaterThan(0.7 * judged.length);
  });

  it.each([...fresh, ...corpus.slice(0, 10)].map((document) => [document.id, document] as const))(
    "have probabilities that fit each other: %s",
    (_, document) => {
      const { level, suggestions, predicted } = tagger.suggest(document, { top: 100 });
      const { marginals, levelProbabilities } = tagger.predict(document);
      expect(sum(level.probabilities)).toBeCloseTo(1, 9);
      expect(level.probabilities).toHaveLength(model.summary.limit + 1);
      expect(sum(marginals)).toBeCloseTo(sum(levelProbabilities.map((q, l) => l * q)), 9);
      expect(sum(suggestions.map(({ probability }) => probability))).toBeCloseTo(level.mean, 9);
      expect(level.interval[0]).toBeLessThanOrEqual(level.median);
      expect(level.median).toBeLessThanOrEqual(level.interval[1]);
      for (const [rank, { probability }] of suggestions.entries()) {
        expect(probability).toBeLessThanOrEqual(suggestions[rank - 1]?.probability ?? 1 + 1e-9);
      }
      expect(predicted).toEqual(suggestions.slice(0, predicted.length).map(({ tag }) => tag));
    },
  );

  it("are the same for an edited document whether it was prepared in steps or not", () => {
    const [learned] = corpus.filter(({ tags }) => tags.length > 0);
    const edited = {
      ...learned,
      prose: { ...learned.prose!, body: `${learned.prose!.body} one more sentence` },
    };
    const prepared = new Tagger(model);
    const steps = [...prepared.prepareEdits(learned)];
    expect(steps.length).toBeGreaterThan(2);
    expect(prepared.suggest(edited)).toEqual(tagger.suggest(edited));
    expect([...prepared.prepareEdits(edited)]).toHaveLength(1);
    expect([...prepared.prepareEdits(fresh[0])]).toHaveLength(1);
  });

  it("are explained later as they are at once", () => {
    const { suggestions } = tagger.suggest(fresh[1]);
    const [first, second] = suggestions;
    tagger.suggest(fresh[2]);
    const later = tagger.explain(fresh[1], [second.tag, "no such tag", first.tag]);
    expect(later).toEqual([second.evidence, [], first.evidence]);
    expect(first.evidence.length).toBeGreaterThan(0);
  });

  it.each([
    [undefined, 12],
    [3, 3],
    [1, 1],
    [0, 0],
  ])("are the first %s of 12 tags", (top, expected) => {
    const all = tagger.suggest(fresh[0]).suggestions;
    const { suggestions } = tagger.suggest(fresh[0], top === undefined ? {} : { top });
    expect(suggestions).toEqual(all.slice(0, expected));
    expect(suggestions).toHaveLength(expected);
  });

  it("are never more than the limit, whatever is chosen", () => {
    const limited = new Tagger(train(corpus, { seed: 1, limit: 2 }));
    for (const document of [...corpus, ...fresh]) {
      const { predicted, level } = limited.suggest(document, { evidence: false });
      expect(predicted.length).toBeLessThanOrEqual(2);
      expect(level.probabilities).toHaveLength(3);
    }
  });

  it("are names as the workspace most often writes them", () => {
    const names = inventoryOf(
      corpus.map(({ tags }) => tags),
      foldTag,
    ).tags.map(({ name }) => name);
    for (const { tag } of tagger.suggest(fresh[1], { top: 100 }).suggestions) expect(names).toContain(tag);
  });

  it("do not depend on what was asked before, nor on the tagger", () => {
    const documents = [corpus[3], fresh[0], corpus[60]];
    const first = documents.map((document) => tagger.suggest(document));
    for (const document of corpus.slice(20, 30)) tagger.suggest(document);
    expect(documents.map((document) => tagger.suggest(document))).toEqual(first);
    const other = new Tagger(model);
    expect(documents.toReversed().map((document) => other.suggest(document))).toEqual(first.toReversed());
  });

  it("do not depend on the tags that a document has", () => {
    for (const document of [corpus[0], fresh[0]]) {
      expect(tagger.suggest({ ...document, tags: ["anything"] })).toEqual(tagger.suggest(document));
    }
  });

  it("are made for a document without words as well", () => {
    const prose = { title: "", description: "", headings: [], body: "", fields: [] };
    const { level, suggestions, learnedFrom } = tagger.suggest({ id: "", prose, tags: [] });
    expect(learnedFrom).toBe(false);
    expect(sum(level.probabilities)).toBeCloseTo(1, 9);
    for (const { probability } of suggestions) expect(probability).toBeLessThan(0.7);
  });
});

describe("a document that was learned from", () => {
  // Eight documents with the tags of others, which nothing in them speaks for.
  const planted = new Map<number, string[]>();
  for (let i = 0; i < 80; i += 10) {
    const other = corpus
      .slice(i + 1)
      .find(({ tags }) => tags.length > 0 && !tags.some((tag) => has(i, tag)))!;
    planted.set(i, [...other.tags]);
  }
  function has(i: number, tag: string): boolean {
    return corpus[i].tags.map(foldTag).includes(foldTag(tag));
  }
  const mistagged = corpus.map((document, i) => ({ ...document, tags: planted.get(i) ?? document.tags }));
  const own = new Tagger(train(mistagged, { seed: 1 }));

  const served: Record<string, (document: CorpusDocument) => CorpusDocument> = {
    unchanged: (document) => document,
    edited: (document) => {
      const { body } = document.prose!;
      const added = corpus[7].prose!.body.split(" ").slice(0, 8).join(" ");
      return { ...document, prose: { ...document.prose!, body: `${body} ${added}` } };
    },
    "from further up": (document) => ({ ...document, id: `site/${document.id}` }),
    "from further down": (document) => ({
      ...document,
      id: document.id.slice(document.id.lastIndexOf("/") + 1),
    }),
  };
  const meanOfPlanted = (change: (document: CorpusDocument) => CorpusDocument): number => {
    const all = [...planted].flatMap(([i, tags]) =>
      tags.map((tag) => probabilityOf(change(mistagged[i]), foldTag(tag), own)),
    );
    return sum(all) / all.length;
  };

  it.each(Object.keys(served))("is known again %s", (how) => {
    for (const i of planted.keys()) {
      expect(own.suggest(served[how](mistagged[i]), { evidence: false }).learnedFrom).toBe(true);
    }
  });

  it.each(Object.keys(served))("is served %s without its own tags", (how) => {
    expect(meanOfPlanted(served[how])).toBeLessThan(0.25);
  });

  it("would have them if it were taken for another, so the above is worth something", () => {
    const asAnother = meanOfPlanted((document) => ({ ...document, id: `${document.id}x.md` }));
    expect(asAnother).toBeGreaterThan(2 * meanOfPlanted(served["unchanged"]));
  });

  it("is judged by its new words when it was edited", () => {
    const byRidge = new Tagger(withHead({ ridge: 1 }));
    const changed = served["edited"](corpus[0]);
    expect(byRidge.suggest(changed).learnedFrom).toBe(true);
    expect(byRidge.predict(changed).theta).not.toEqual(byRidge.predict(corpus[0]).theta);
  });

  it("is never suggested a tag that it alone has", () => {
    const alone = corpus.map((document, i) =>
      i === 5 ? { ...document, tags: ["unique", ...document.tags] } : document,
    );
    const { suggestions } = new Tagger(train(alone, { seed: 1 })).suggest(alone[5], { top: 100 });
    expect(suggestions.map(({ tag }) => tag)).not.toContain("unique");
    expect(suggestions).toHaveLength(12);
  });
});

describe("the evidence shown", () => {
  /** The corpus with every third word in the plural, so that words and their folds differ. */
  const plural = (document: CorpusDocument): CorpusDocument => {
    const { body, ...rest } = document.prose!;
    return { ...document, prose: { ...rest, body: body.replaceAll(/\w*a\b/g, "$&s") } };
  };
  const documents = corpus.map(plural);
  const explained = new Tagger(train(documents, { seed: 1 }));
  const asked = [...documents.slice(0, 12), ...fresh.map(plural)];
  const suggested = asked.flatMap((document) =>
    explained
      .suggest(document)
      .suggestions.flatMap(({ tag, evidence }) => evidence.map((term) => ({ document, tag, ...term }))),
  );

  it("is at most five terms a tag: what speaks for it, the strongest first, then one thing that speaks against it", () => {
    for (const document of asked) {
      for (const { evidence } of explained.suggest(document).suggestions) {
        expect(evidence.length).toBeLessThanOrEqual(5);
        const weights = evidence.map(({ weight }) => weight);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
        expect(weights.filter((weight) => weight < 0).length).toBeLessThanOrEqual(1);
      }
    }
  });

  it("names words as the document writes them, its fields or its folder", () => {
    const words = suggested.filter(({ kind }) => kind === "word");
    expect(words.some(({ term }) => term.endsWith("as"))).toBe(true);
    for (const { term, document } of words) {
      const author = `author=${document.prose!.fields[0].value}`;
      const path = document.id.split(/[/.-]/).flatMap((part) => [part, `${part}/`]);
      expect([...writtenForms(document.prose!).values(), author, ...path]).toContain(term);
    }
  });

  it("names the tag's own mention only where its name stands in the document", () => {
    const mentions = suggested.filter(({ kind }) => kind === "mention");
    expect(mentions.length).toBeGreaterThan(0);
    for (const { term, tag, document } of mentions) {
      expect(term).toBe(tag);
      const text = JSON.stringify(document).toLowerCase();
      expect(text).toContain(foldTag(tag).split("-")[0]);
    }
  });

  it("names another document that has the tag", () => {
    const neighbours = suggested.filter(({ kind }) => kind === "neighbour");
    expect(neighbours.length).toBeGreaterThan(0);
    for (const { term, tag, document } of neighbours) {
      expect(term).not.toBe(document.id);
      const other = documents.find(({ id }) => id === term)!;
      expect(other.tags.map(foldTag)).toContain(foldTag(tag));
    }
  });

  it("speaks for the tags that are likely, mostly with its strongest term", () => {
    const likely = asked.flatMap((document) =>
      explained.suggest(document).suggestions.filter(({ probability }) => probability > 0.8),
    );
    expect(likely.length).toBeGreaterThan(10);
    for (const { evidence } of likely)
      expect(Math.max(...evidence.map(({ weight }) => weight))).toBeGreaterThan(0);
    const led = likely.filter(({ evidence }) => evidence[0].weight > 0);
    expect(led.length).toBeGreaterThan(0.8 * likely.length);
  });

  it("counts what is peculiar to a tag", () => {
    // Only tag 3 has a slope, and that in the ridge.
    const values = Float64Array.from({ length: 2 * model.tags.length }, (_, at) =>
      at === 2 * 3 + 1 ? 1 : 0,
    );
    const perTag = { columns: Int32Array.of(columns.indexOf("ridge")), values };
    const { suggestions } = new Tagger(withHead({}, perTag)).suggest(corpus[0], { top: 100 });
    const explainedTags = suggestions.filter(({ evidence }) => evidence.length > 0).map(({ tag }) => tag);
    expect(explainedTags).toEqual([model.tags[3].name]);
  });

  it("can be left out", () => {
    for (const { evidence } of explained.suggest(asked[0], { evidence: false }).suggestions) {
      expect(evidence).toEqual([]);
    }
  });
});

describe("a model read from its file", () => {
  const throughFile = (written: TagModel): TagModel => {
    const content = modelContent(written, { product: "test", created: "2026-01-01T00:00:00.000Z" });
    return tagModelOf(decodeModel(Buffer.concat(encodeModel(content))));
  };
  const perTag = {
    columns: Int32Array.of(1, 3),
    values: Float64Array.from({ length: 3 * model.tags.length }, (_, at) => Math.sin(at)),
  };

  it.each<[string, TagModel]>([
    ["as it is", model],
    [
      "with what is peculiar to each tag",
      { ...model, sdlgm: { ...model.sdlgm, head: { ...model.sdlgm.head, perTag } } },
    ],
  ])("suggests the same, bit for bit: %s", (_, written) => {
    const before = new Tagger(written);
    const after = new Tagger(throughFile(written));
    for (const document of [...corpus.slice(0, 6), ...fresh]) {
      expect(after.suggest(document)).toEqual(before.suggest(document));
    }
  });
});

describe("documents of ready features", () => {
  const features = (document: CorpusDocument): CorpusDocument => {
    const counts = new Map<number, number>();
    for (const word of document.prose!.body.split(/\W+/)) {
      const column = [...word].reduce((code, letter) => (code * 31 + letter.charCodeAt(0)) % 4093, 0);
      counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    const columns = Int32Array.from(counts.keys()).sort();
    const values = Float64Array.from(columns, (column) => counts.get(column)!);
    return { id: document.id, features: { columns, values }, tags: document.tags };
  };
  const vectors = corpus.map(features);
  const featureTagger = new Tagger(train(vectors, { seed: 1 }));

  it("are learned from, known again, and explained by their columns", () => {
    const { suggestions, learnedFrom } = featureTagger.suggest(vectors[0]);
    expect(learnedFrom).toBe(true);
    const terms = suggestions.flatMap(({ evidence }) => evidence).filter(({ kind }) => kind === "word");
    expect(terms.length).toBeGreaterThan(0);
    const own = Array.from(vectors[0].features!.columns, (column) => `feature ${column}`);
    for (const { term } of terms) expect(own).toContain(term);
  });

  it("get suggestions that are right more often than not", () => {
    const judged = fresh.filter(({ tags }) => tags.length > 0);
    const hits = judged.filter((document) => {
      const [first] = featureTagger.suggest(features(document), { evidence: false }).suggestions;
      return document.tags.map(foldTag).includes(foldTag(first.tag));
    });
    expect(hits.length).toBeGreaterThan(0.5 * judged.length);
  });
});
