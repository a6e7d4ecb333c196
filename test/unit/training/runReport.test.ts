import { describe, expect, it } from "vitest";
import { foldTag } from "../../../server/documents/tagName.ts";
import { Cancelled } from "../../../server/kernels/index.ts";
import { Tagger } from "../../../server/models/tagger.ts";
import type { Agreement, RunReport } from "../../../server/protocol.ts";
import { evaluateClosely } from "../../../server/training/evaluate.ts";
import type { PlacedDocument, ReadingReport } from "../../../server/training/readCorpus.ts";
import { LossCurve } from "../../../server/training/report/lossCurve.ts";
import {
  evaluationReport,
  type RunFacts,
  trainingReport,
} from "../../../server/training/report/runReport.ts";
import { isRunReport } from "../../../server/training/report/runShape.ts";
import { learn } from "../../../server/training/train.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";
import { notFinite } from "./corpora.ts";

const made = syntheticCorpus({ documents: 300, tags: 14, seed: 3 });
const names = [...new Set(made.flatMap(({ tags }) => tags.map(foldTag)))].sort();

/** Two tags each are taken for one another. */
function mistaken(tag: string): string {
  return names[names.indexOf(foldTag(tag)) ^ 1];
}

/**
 * In every fifth document the first tag is a mistake. Every thirtieth is left untagged on purpose; others have no tags for no known
 * reason.
 */
const documents = made.map(
  (document, i): PlacedDocument => ({
    ...document,
    tags: document.tags.map((tag, n) => (n === 0 && i % 5 === 0 ? mistaken(tag) : tag)),
    root: "notes",
    name: document.id,
    isLeftUntagged: i % 30 === 9,
  }),
);
const tagged = documents.filter(({ tags }) => tags.length > 0);

const READING: ReadingReport = {
  ...{ documents: documents.length, taggedDocuments: tagged.length, hasFeatures: false, bytes: 1 },
  skipped: [
    ...Array.from({ length: 30 }, (_, i) => ({
      root: "notes",
      path: `large-${i}.md`,
      reason: "too-large" as const,
    })),
    { root: "notes", path: "picture.md", reason: "binary" },
    { root: "notes", path: "gone.md", reason: "vanished" },
  ],
  problems: ["Line 3 of x.jsonl was left out: it is empty."],
  defects: ["a.md", "b.md", "a.md"].map((path) => ({
    root: "notes",
    path,
    line: 1,
    code: "x",
    message: "X.",
  })),
  ...{ ignored: 7, inlineTagsIgnored: 0, truncated: [] },
};

const curve = new LossCurve();
const learned = learn(documents, { seed: 1, watch: { onIteration: (iteration) => curve.add(iteration) } });
const facts: RunFacts = {
  ...{ created: "2026-05-01T10:00:00.000Z", seconds: 3.25, documents, reading: READING, curve },
};
const report = trainingReport(learned, facts);

/** What the model says of each document that it learned from, asked one by one; and what these documents have. */
const tagger = new Tagger(learned.model);
const asked = tagged.map((document) => {
  const { predicted, level, suggestions } = tagger.suggest(document, { evidence: false, top: 1000 });
  return {
    path: document.name,
    own: new Set(document.tags.map(foldTag)),
    predicted: new Set(predicted.map(foldTag)),
    first: suggestions[0] && foldTag(suggestions[0].tag),
    probabilityOf: new Map(suggestions.map(({ tag, probability }) => [foldTag(tag), probability])),
    level: level.median,
  };
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((tag) => b.has(tag)).length;
}

describe("the report on a training", () => {
  it("has only numbers, and the shape that is read again", () => {
    expect(notFinite(report)).toEqual([]);
    expect(isRunReport(JSON.parse(JSON.stringify(report)))).toBe(true);
  });

  it("says what was learned from what", () => {
    expect(report).toMatchObject({
      ...{ version: 1, kind: "training", created: facts.created, seconds: 3.25, seed: 1 },
      limit: learned.model.summary.limit,
      documents: 300,
      taggedDocuments: tagged.length,
      judgedDocuments: tagged.length,
      tags: 14,
      vocabulary: learned.model.summary.vocabulary,
    });
  });

  it("agrees with asking the model for each document and counting", () => {
    const hits = sum(asked.map(({ own, predicted }) => shared(own, predicted)));
    const predictions = sum(asked.map(({ predicted }) => predicted.size));
    const truths = sum(asked.map(({ own }) => own.size));
    const expected: Omit<Agreement, "macroF1"> = {
      precision: hits / predictions,
      recall: hits / truths,
      microF1: (2 * hits) / (predictions + truths),
      exampleF1:
        sum(
          asked.map(({ own, predicted }) => (2 * shared(own, predicted)) / (own.size + predicted.size || 1)),
        ) / asked.length,
      precisionAt1: asked.filter(({ own, first }) => own.has(first)).length / asked.length,
      levelError: sum(asked.map(({ own, level }) => Math.abs(level - own.size))) / asked.length,
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(report.agreement[name as keyof Agreement], name).toBeCloseTo(value, 3);
    }
    expect(report.agreement.microF1).toBeCloseTo(learned.model.summary.heldOut["microF1"], 3);
    expect(report.calibrationError).toBeCloseTo(learned.model.summary.heldOut["calibrationError"], 3);
    const { precision, recall, microF1 } = report.agreement;
    expect(microF1).toBeCloseTo((2 * precision * recall) / (precision + recall), 3);
  });

  it("has the tags with their figures, the most used first", () => {
    expect(report.perTag).toHaveLength(14);
    const used = report.perTag.map((tag) => tag.documents);
    expect(used).toEqual([...used].sort((a, b) => b - a));
    for (const { tag, documents: own, predicted, precision, recall, f1 } of report.perTag) {
      const fold = foldTag(tag);
      const having = asked.filter((one) => one.own.has(fold));
      const given = asked.filter((one) => one.predicted.has(fold));
      const both = having.filter((one) => one.predicted.has(fold)).length;
      expect([own, predicted], tag).toEqual([having.length, given.length]);
      expect(precision).toBeCloseTo(both / (given.length || 1), 3);
      expect(recall).toBeCloseTo(both / having.length, 3);
      expect(f1).toBeCloseTo((2 * both) / (having.length + given.length), 3);
    }
  });

  it("names for a tag the one that is most often given in its place, or misses where it is given", () => {
    const named = report.perTag.filter(({ confusedWith }) => confusedWith !== undefined);
    expect(named.length).toBeGreaterThan(3);
    const confusions = (a: string, b: string) =>
      asked.filter(
        ({ own, predicted }) =>
          (predicted.has(a) && !own.has(a) && own.has(b) && !predicted.has(b)) ||
          (predicted.has(b) && !own.has(b) && own.has(a) && !predicted.has(a)),
      ).length;
    for (const { tag, confusedWith = "" } of named) {
      const all = report.perTag.map((other) => confusions(foldTag(tag), foldTag(other.tag)));
      expect(confusions(foldTag(tag), foldTag(confusedWith))).toBe(Math.max(...all));
      expect(confusedWith).not.toBe(tag);
    }
  });

  it("counts documents by how many tags they have and would get", () => {
    const { own, predicted, atLimit } = report.levels;
    own.forEach((count, size) => {
      expect(count).toBe(asked.filter((one) => one.own.size === size).length);
    });
    predicted.forEach((count, size) => {
      expect(count).toBe(asked.filter((one) => one.predicted.size === size).length);
    });
    expect(sum(own)).toBe(tagged.length);
    expect(sum(predicted)).toBe(tagged.length);
    const full = asked.filter((one) => one.predicted.size === report.limit).length;
    expect(atLimit).toBe(full);
  });

  it("says how often probabilities come true, in ten ranges", () => {
    expect(report.reliability).toHaveLength(10);
    expect(sum(report.reliability.map(({ pairs }) => pairs))).toBe(14 * tagged.length);
    report.reliability.forEach(({ pairs, predicted, observed }, bin) => {
      if (pairs === 0) return;
      expect(predicted).toBeGreaterThanOrEqual(bin / 10 - 1e-4);
      expect(predicted).toBeLessThanOrEqual((bin + 1) / 10 + 1e-4);
      const inBin = asked.flatMap(({ own, probabilityOf }) =>
        [...probabilityOf]
          .filter(([, p]) => Math.min(9, Math.floor(10 * p)) === bin)
          .map(([tag]) => own.has(tag)),
      );
      if (bin > 0) expect(observed).toBeCloseTo(inBin.filter(Boolean).length / inBin.length, 2);
    });
  });

  it("sets simple methods beside the model, which beats them", () => {
    expect(Object.keys(report.baselines)).toEqual(["popularity", "literal", "nearestNeighbours"]);
    for (const [name, { microF1 }] of Object.entries(report.baselines)) {
      expect(microF1, name).toBeGreaterThan(0);
      expect(microF1, name).toBeLessThan(report.agreement.microF1);
    }
  });

  it("shows the way of the optimiser: the loss falls, and what is found rises", () => {
    const losses = report.curve.flatMap(({ loss }) => loss["total"] ?? []);
    const found = report.curve.flatMap(({ heldOut }) => heldOut?.["microF1"] ?? []);
    expect(losses.length).toBeGreaterThan(3);
    expect(found).toHaveLength(losses.length);
    expect(losses.at(-1)).toBeLessThan(losses[0]);
    expect(found.at(-1)).toBeGreaterThan(0.9 * report.agreement.microF1);
    const iterations = report.curve.map(({ iteration }) => iteration);
    expect(iterations).toEqual([...new Set(iterations)].sort((a, b) => a - b));
    expect(report.curve[0].loss).toMatchObject({
      tags: expect.any(Number),
      prior: expect.any(Number),
      level: expect.any(Number),
    });
  });

  it("says what was left out and why, with a few examples", () => {
    const counts = report.leftOut.map((one) => [one.reason, one.documents, one.examples.length]);
    expect(counts).toEqual([
      ["untagged", 30, 20],
      ["too-large", 30, 20],
      ["binary", 1, 1],
      ["unreadable", 2, 1],
      ["defects", 2, 2],
    ]);
  });

  it("can be given up at any poll", () => {
    for (const polls of [0, 100, 290, 320, 600]) {
      let left = polls;
      expect(() => trainingReport(learned, facts, { shouldStop: () => left-- <= 0 })).toThrow(Cancelled);
    }
  });

  it("says how far it is, never falling back", () => {
    const shares: number[] = [];
    trainingReport(learned, facts, { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe("what is to be looked at again", () => {
  const { review } = report;
  const byPath = new Map(asked.map((one) => [one.path, one]));

  it("is surely missing, or surely does not belong there", () => {
    expect(new Set(review.map(({ kind }) => kind))).toEqual(new Set(["missing", "unlikely"]));
    for (const { path, tag, kind, probability } of review) {
      const document = byPath.get(path);
      if (document === undefined) continue;
      const fold = foldTag(tag);
      expect(document.probabilityOf.get(fold)).toBeCloseTo(probability, 3);
      expect(document.own.has(fold)).toBe(kind === "unlikely");
      if (kind === "missing") expect(probability).toBeGreaterThanOrEqual(0.5);
      else expect(probability).toBeLessThan(0.02);
    }
  });

  it("leaves nothing out but the fourth of a document and tags that are too rare to judge", () => {
    const rare = new Set(report.perTag.filter((tag) => tag.documents < 5).map(({ tag }) => foldTag(tag)));
    for (const { path, own, probabilityOf } of asked) {
      const found = review.filter((entry) => entry.path === path);
      expect(found.length).toBeLessThanOrEqual(3);
      if (found.length === 3) continue;
      const expected = [...probabilityOf].filter(([tag, p]) =>
        own.has(tag) ? p < 0.0199 && !rare.has(tag) : p > 0.5001,
      );
      for (const [tag] of expected) expect(found.map((entry) => foldTag(entry.tag))).toContain(tag);
    }
  });

  it("counts in the tags that untagged documents would get, but for those that want none", () => {
    const untagged = documents.filter(({ tags }) => tags.length === 0);
    const reviewed = new Set(review.map(({ path }) => path));
    const wantNone = untagged.filter((document) => document.isLeftUntagged);
    const others = untagged.filter((document) => !document.isLeftUntagged);
    expect(wantNone.length).toBe(10);
    expect(wantNone.filter(({ name }) => reviewed.has(name))).toEqual([]);
    for (const document of others) {
      const predicted = tagger.suggest(document).predicted;
      const found = review.filter(({ path }) => path === document.name);
      expect(found).toHaveLength(Math.min(3, predicted.length));
      for (const { tag, kind } of found) {
        expect(predicted).toContain(tag);
        expect(kind).toBe("missing");
      }
    }
    expect(others.filter(({ name }) => reviewed.has(name)).length).toBeGreaterThan(10);
  });

  it("comes with the most surprising first", () => {
    const inOrder = (kind: string) => review.filter((entry) => entry.kind === kind);
    const missing = inOrder("missing").map(({ probability }) => probability);
    expect(missing).toEqual([...missing].sort((a, b) => b - a));
    const unlikely = inOrder("unlikely").map(({ probability }) => probability);
    expect(unlikely).toEqual([...unlikely].sort((a, b) => a - b));
  });
});

describe("the report on an evaluation", () => {
  const options = { seed: 2, testFraction: 0.25 };
  const evaluation = evaluateClosely(documents, options);
  const evaluated: RunReport = evaluationReport(evaluation, facts, 2);

  it("has the figures of the evaluation, of the hidden documents", () => {
    const { model, baselines, calibrationError, testDocuments } = evaluation.report;
    expect(evaluated).toMatchObject({ kind: "evaluation", seed: 2, judgedDocuments: testDocuments });
    expect(evaluated.calibrationError).toBeCloseTo(calibrationError, 4);
    for (const [name, scores] of [["", model] as const, ...Object.entries(baselines)]) {
      const agreement = name === "" ? evaluated.agreement : evaluated.baselines[name];
      for (const figure of ["microF1", "macroF1", "exampleF1", "precisionAt1", "levelError"] as const) {
        expect(agreement[figure], `${name} ${figure}`).toBeCloseTo(scores[figure], 3);
      }
    }
    expect(sum(evaluated.levels.own)).toBe(testDocuments);
    expect(sum(evaluated.reliability.map(({ pairs }) => pairs))).toBeGreaterThan(5 * testDocuments);
  });

  it("asks nobody to look at anything, has the shape that is read again, and only numbers", () => {
    expect(evaluated.review).toEqual([]);
    expect(isRunReport(JSON.parse(JSON.stringify(evaluated)))).toBe(true);
    expect(notFinite(evaluated)).toEqual([]);
  });
});

describe("a curve of many iterations", () => {
  it("is thinned out evenly to 300 points, with the last one there", () => {
    const long = new LossCurve();
    for (let iteration = 1; iteration <= 1000; iteration++) long.add({ iteration, loss: { total: 1 } });
    const points = long.points();
    expect(points).toHaveLength(300);
    expect(points.at(-1)?.iteration).toBe(1000);
    const gaps = points.slice(1).map(({ iteration }, n) => iteration - points[n].iteration);
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
  });

  it("joins what the head and the level say of an iteration, and keeps what is no number out", () => {
    const two = new LossCurve();
    two.add({ iteration: 2, loss: { total: 1.23456 }, heldOut: { microF1: 0.5 } });
    two.add({ iteration: 1, loss: { level: Number.NaN } });
    two.add({ iteration: 2, loss: { level: 0.25 } });
    expect(two.points()).toEqual([
      { iteration: 1, loss: { level: 0 } },
      { iteration: 2, loss: { total: 1.2346, level: 0.25 }, heldOut: { microF1: 0.5 } },
    ]);
  });
});
