import { describe, expect, it } from "vitest";
import type { QueuedItem } from "../../../../extension/views/suggestions/reviewQueue.ts";
import { suggestionFace } from "../../../../extension/views/suggestions/suggestionFaces.ts";
import {
  childNodes,
  DOCUMENT_SECTION,
  type DocumentAdvice,
  nodeId,
  proposalOf,
  REVIEW_SECTION,
  type SuggestionNode,
  type SuggestionsState,
  topNodes,
} from "../../../../extension/views/suggestions/suggestionNodes.ts";
import type { DocumentSuggestions, SuggestedTag, TagEvidence } from "../../../../server/protocol.ts";
import { plainEnglish } from "../plainEnglish.ts";

const tag = (name: string, more: Partial<SuggestedTag> = {}): SuggestedTag => ({
  ...{ tag: name, probability: 0.5, present: false, predicted: false, rejected: false, because: "" },
  ...{ kept: false, unlikely: false, evidence: [] },
  ...more,
});
const own = (name: string, more: Partial<SuggestedTag> = {}) => tag(name, { present: true, ...more });
const suggestions = (
  tags: readonly SuggestedTag[],
  interval: readonly [number, number] = [3, 5],
): DocumentSuggestions => ({
  ...{ uri: "file:///notes/a.md", version: 1, limit: 8, tags },
  level: { mean: 3.94, median: 4, interval },
});
const advice = (...tags: SuggestedTag[]): DocumentAdvice => ({
  ...{ uri: "file:///notes/a.md", name: "a.md", folder: "file:///notes", hasModel: true },
  suggestions: suggestions(tags),
});
const entry = (more: Partial<QueuedItem> = {}): QueuedItem => ({
  ...{ folder: "file:///notes", uri: "file:///notes/a.md", path: "a.md", title: "First heap" },
  ...{ tag: "compost", kind: "missing", probability: 0.97 },
  ...more,
});
const NOTHING: SuggestionsState = { document: undefined, queue: undefined };
const face = (node: SuggestionNode, state = NOTHING) => suggestionFace(plainEnglish, "en", node, state);
const rowsOf = (document: DocumentAdvice): SuggestionNode[] =>
  childNodes(DOCUMENT_SECTION, { ...NOTHING, document });
const queued = (items: readonly QueuedItem[], total: number): SuggestionNode[] =>
  childNodes(REVIEW_SECTION, { ...NOTHING, queue: { items, total } });
const labels = (nodes: readonly SuggestionNode[]): string[] => nodes.map((node) => face(node).label);
const below = (node: SuggestionNode): SuggestionNode[] => childNodes(node, NOTHING);
const row = (one: SuggestedTag): SuggestionNode => ({ kind: "tag", advice: advice(one), tag: one });

describe("the suggestions", () => {
  it.each<[string, DocumentAdvice | undefined, number | undefined, string[]]>([
    ["nothing where there is no document and nothing to review", undefined, 0, []],
    ["nothing where nothing is known", undefined, undefined, []],
    ["the document", advice(), undefined, ["This document"]],
    ["the queue", undefined, 3, ["To review"]],
    ["nothing before there is a model", { ...advice(), hasModel: false }, undefined, []],
    [
      "what there is to do, where another folder has a model",
      { ...advice(), hasModel: false },
      3,
      ["This document", "To review"],
    ],
    ["both", advice(), 0, ["This document", "To review"]],
  ])("have on top %s", (_, document, total, expected) => {
    const queue = total === undefined ? undefined : { items: [], total };
    expect(labels(topNodes({ document, queue }))).toEqual(expected);
  });

  it("name the document, and count what is to be reviewed", () => {
    const state = { document: advice(), queue: { items: [], total: 1234 } };
    expect(face(DOCUMENT_SECTION, state)).toMatchObject({
      description: "a.md",
      spoken: "This document, a.md",
    });
    expect(face(REVIEW_SECTION, state)).toMatchObject({ description: "1,234", spoken: "To review, 1,234" });
  });

  it("list how many tags, the document's own, the suggested and last the rejected ones", () => {
    const rows = rowsOf(
      advice(tag("oven"), own("bread"), tag("jam", { rejected: true }), tag("rye"), own("tea")),
    );
    expect(labels(rows)).toEqual([
      "Looks like 3–5 tags, has 2",
      "bread",
      "tea",
      "oven",
      "rye",
      "Never suggested here",
    ]);
    expect(labels(below(rows.at(-1)!))).toEqual(["jam"]);
  });

  it("say so where there is nothing", () => {
    expect(labels(rowsOf(advice(own("bread")))).at(-1)).toBe("No other tag is likely here.");
    expect(labels(rowsOf({ ...advice(), suggestions: null }))).toEqual([
      "SDLGM Tags does not read this document.",
    ]);
    expect(rowsOf({ ...advice(), suggestions: undefined })).toEqual([]);
    const [note] = rowsOf({ ...advice(), suggestions: undefined, hasModel: false });
    expect(face(note).command).toEqual({ id: "sdlgm.train", args: [{ folder: "file:///notes" }] });
    expect(labels(queued([], 0))).toEqual(["Nothing is left to review."]);
  });

  it("show a page of the queue, and how many are left", () => {
    const rows = queued([entry(), entry({ tag: "soil" })], 4321);
    expect(labels(rows)).toEqual(["compost", "soil", "Show 100 More"]);
    expect(face(rows[2]).description).toBe("4,319 left");
  });

  it("keep the ids of rows when their figures change", () => {
    expect(nodeId(row(tag("oven", { probability: 0.1 })))).toBe(
      nodeId(row(tag("oven", { probability: 0.9 }))),
    );
    const ids = rowsOf(advice(own("a"), tag("b"), tag("c", { rejected: true }))).map(nodeId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("the row on how many tags", () => {
  const level = (interval: readonly [number, number], count: number) =>
    face({
      kind: "level",
      suggestions: suggestions(
        Array.from({ length: count }, (_, i) => own(`${i}`)),
        interval,
      ),
    });

  it.each<[readonly [number, number], number, string, string | undefined]>([
    [[3, 5], 4, "Looks like 3–5 tags, has 4", undefined],
    [[3, 5], 6, "Looks like 3–5 tags, has 6", "more than expected"],
    [[2, 2], 1, "Looks like 2 tags, has 1", "fewer than expected"],
    [[1, 1], 1, "Looks like 1 tag, has 1", undefined],
    [[0, 0], 1, "Looks like no tags, has 1", "more than expected"],
  ])("for %j and %i tags says “%s”, %s", (interval, count, label, description) => {
    expect(level(interval, count).label).toBe(label);
    expect(level(interval, count).description).toBe(description);
  });

  it("has the mean and the limit in its tooltip and in what is spoken", () => {
    const { tooltip, spoken } = level([3, 5], 4);
    expect(tooltip.join(" ")).toMatch(/have 3\.9 tags on average.*more than 8 tags \(the limit L0\)/);
    expect(spoken).toBe(tooltip.join(" "));
  });
});

describe("the row of a tag in the document", () => {
  it.each<[SuggestedTag, string, string, string]>([
    [own("a", { probability: 0.873 }), "87 %", "tag", "own"],
    [own("a", { probability: 1 }), "99 %", "tag", "own"],
    [own("a", { probability: 0.0134, unlikely: true }), "1.3 %, unlikely", "warning", "own.unlikely"],
    [own("a", { probability: 0.00002, unlikely: true }), "below 0.1 %, unlikely", "warning", "own.unlikely"],
    [own("a", { probability: 0.0134, kept: true }), "1.3 %, kept", "pinned", "own"],
    [own("a", { probability: null }), "not known to the model", "tag", "own"],
    [tag("a", { predicted: true, probability: 0.72 }), "72 %, suggested", "lightbulb", "suggested"],
    [tag("a", { probability: 0.31 }), "31 %, possible", "circle-outline", "suggested"],
    [tag("a", { rejected: true, probability: 0.31 }), "31 %", "circle-slash", "rejected"],
  ])("tells how it stands, in words and not by its icon alone: %j", (one, description, icon, context) => {
    expect(face(row(one))).toMatchObject({ label: "a", description, icon, context });
    expect(face(row(one)).spoken).toContain(description);
  });

  it("opens to its evidence, where there is any", () => {
    expect(face(row(tag("a"))).children).toBe("none");
    const evidence: TagEvidence = { term: "dough", kind: "word", weight: 1, lines: [] };
    expect(face(row(tag("a", { evidence: [evidence] }))).children).toBe("collapsed");
  });

  it.each<[SuggestedTag, ReturnType<typeof proposalOf>]>([
    [tag("a"), { uri: "file:///notes/a.md", tag: "a", kind: "missing" }],
    [own("a", { unlikely: true }), { uri: "file:///notes/a.md", tag: "a", kind: "unlikely" }],
    [own("a"), undefined],
  ])("is something to accept or reject only where the model would have it otherwise: %j", (one, expected) => {
    expect(proposalOf(row(one))).toEqual(expected);
  });
});

describe("the evidence of a tag", () => {
  const rows = (...evidence: TagEvidence[]) =>
    below(row(tag("sourdough", { evidence }))).map((node) => face(node));

  it.each<[TagEvidence, string, string]>([
    [{ term: "dough", kind: "word", weight: 0.4, lines: [6, 9] }, "dough", "speaks for it, line 7, 10"],
    [{ term: "dough", kind: "word", weight: 2, lines: [] }, "dough", "speaks strongly for it"],
    [{ term: "oven", kind: "word", weight: -0.4, lines: [] }, "oven", "speaks against it"],
    [{ term: "oven", kind: "word", weight: -3, lines: [] }, "oven", "speaks strongly against it"],
    [
      { term: "sourdough", kind: "mention", weight: 2, lines: [0] },
      "its name, “sourdough”",
      "speaks strongly for it, line 1",
    ],
    [{ term: "kitchen", kind: "folder", weight: 0.3, lines: [] }, "the folder kitchen", "speaks for it"],
    [{ term: "author: ana", kind: "field", weight: 0.3, lines: [] }, "author: ana", "speaks for it"],
    [{ term: "prior", kind: "prior", weight: 0.3, lines: [] }, "how common it is", "speaks for it"],
    [{ term: "bread/rye.md", kind: "neighbour", weight: 0.3, lines: [] }, "rye.md", "speaks for it"],
  ])("is told in words: %j", (one, label, description) => {
    expect(rows(one)[0]).toMatchObject({ label, description, spoken: `${label}, ${description}` });
  });

  it("leads to the first line of a word, and to another document", () => {
    const [word, other, nowhere] = rows(
      { term: "dough", kind: "word", weight: 1, lines: [6, 9] },
      { term: "bread/rye.md", kind: "neighbour", weight: 1, lines: [] },
      { term: "kitchen", kind: "folder", weight: 1, lines: [] },
    );
    expect(word.command).toEqual({
      id: "sdlgm.review.showLine",
      args: [{ uri: "file:///notes/a.md", line: 6 }],
    });
    expect(other.command).toEqual({
      id: "sdlgm.review.openRelated",
      args: [{ folder: "file:///notes", path: "bread/rye.md" }],
    });
    expect(nowhere.command).toBeUndefined();
  });
});

describe("an entry to review", () => {
  const shown = (more: Partial<QueuedItem> = {}) => face({ kind: "entry", item: entry(more) });

  it("has the tag, how sure the model is, and the document", () => {
    expect(shown()).toMatchObject({
      label: "compost",
      description: "97 %, missing · First heap",
      context: "entry.missing",
      spoken:
        "compost, 97 %, missing, First heap, a.md. Accept adds the tag. Reject never suggests it there again.",
    });
    expect(shown({ kind: "unlikely", probability: 0.004 })).toMatchObject({
      description: "0.4 %, unlikely · First heap",
      context: "entry.unlikely",
    });
  });

  it("calls a document without a title by its path, and names the folder where there are several", () => {
    expect(shown({ title: "" }).description).toBe("97 %, missing · a.md");
    expect(shown({ folderName: "Kitchen" }).tooltip).toContain("Kitchen/a.md");
  });

  it("is accepted or rejected as what it is", () => {
    const node: SuggestionNode = { kind: "entry", item: entry({ kind: "unlikely" }) };
    expect(proposalOf(node)).toEqual({ uri: "file:///notes/a.md", tag: "compost", kind: "unlikely" });
  });
});
