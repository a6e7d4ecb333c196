import { describe, expect, it } from "vitest";
import {
  because,
  becauseMarkdown,
  evidenceLists,
  listedEvidence,
} from "../../../server/language/evidenceText.ts";
import type { EvidenceTerm } from "../../../server/models/suggestion.ts";
import { opinion, Workspace } from "./support/workspace.ts";

const workspace = new Workspace({});
const open = (text: string) => workspace.taggedDocument("sea/new.md", text, { opinion: opinion({}) });
const term = (kind: EvidenceTerm["kind"], name: string, weight = 1): EvidenceTerm => ({
  kind,
  term: name,
  weight,
});

describe("a reason in one line", () => {
  it.each<[string, EvidenceTerm[], string]>([
    ["nothing", [], ""],
    ["what speaks against it alone", [term("word", "oven", -1)], ""],
    ["words, three of them", ["a1", "b1", "c1", "d1"].map((word) => term("word", word)), "a1, b1, c1"],
    ["the name first", [term("word", "keel"), term("mention", "sailing")], "named here, keel"],
    ["the words of the name once", [term("mention", "sailing boats"), term("word", "boat")], "named here"],
    ["another document", [term("neighbour", "sea/trip.md")], "like trip.md"],
    ["one of many of that name with its folder", [term("neighbour", "a/sea/index.md")], "like sea/index.md"],
    ["the folder", [term("word", "sea/")], "the folder sea"],
    ["a field", [term("word", "author=ana")], "author: ana"],
  ])("tells %s", (_, terms, expected) => {
    expect(because(terms)).toBe(expected);
  });

  it("links to the other document in Markdown", () => {
    const terms = [term("word", "keel"), term("neighbour", "sea/my [trip].md")];
    expect(becauseMarkdown(open(""), terms)).toBe(
      "`keel`, like [my \\[trip\\].md](file:///notes/sea/my%20%5Btrip%5D.md)",
    );
  });

  it.each(["../../etc/passwd", "/etc/passwd", "C:\\secret.md", "a/../../b.md"])(
    "does not link out of the folder, whatever a model file says: %s",
    (path) => {
      expect(becauseMarkdown(open(""), [term("neighbour", path)])).not.toContain("](");
    },
  );
});

describe("what speaks for and against a tag", () => {
  it("is told with the lines where it stands", () => {
    const doc = open("The keel\n\nA Keel and an oven.\n\nSailing.");
    const terms = [
      term("mention", "sailing"),
      term("word", "keel"),
      term("neighbour", "sea/trip.md"),
      term("word", "sea/"),
      term("word", "author=ana"),
      term("prior", "prior"),
      term("word", "oven", -1),
    ];
    expect(evidenceLists(doc, terms).split("\n")).toEqual([
      "For it:",
      "",
      "- its name, [line 5](file:///notes/sea/new.md#L5)",
      "- `keel`, [line 1](file:///notes/sea/new.md#L1), [line 3](file:///notes/sea/new.md#L3)",
      "- the similar document [trip.md](file:///notes/sea/trip.md)",
      "- the folder `sea`",
      "- `author: ana`",
      "- how common it is",
      "",
      "Against it:",
      "",
      "- `oven`, [line 3](file:///notes/sea/new.md#L3)",
    ]);
  });

  it("has no links into a text that is not saved", () => {
    const doc = { ...open("The keel"), uri: "untitled:Untitled-1" };
    expect(evidenceLists(doc, [term("word", "keel")])).toBe("For it:\n\n- `keel`, line 1");
  });

  it("is nothing where there is nothing", () => {
    expect(evidenceLists(open("The keel"), [])).toBe("");
  });
});

describe("what speaks for and against a tag, as a list", () => {
  const listed = (...terms: EvidenceTerm[]) =>
    listedEvidence(open("The keel\n\nA Keel and an oven.\n\nSailing."), terms);

  it("tells words, folders, fields, the name and other documents apart, with the lines where they stand", () => {
    const terms = [
      term("mention", "sailing", 3),
      term("word", "keel", 2),
      term("neighbour", "sea/trip.md"),
      term("word", "sea/"),
      term("word", "author=ana"),
    ];
    expect(listed(...terms)).toEqual([
      { kind: "mention", term: "sailing", weight: 3, lines: [4] },
      { kind: "word", term: "keel", weight: 2, lines: [0, 2] },
      { kind: "neighbour", term: "sea/trip.md", weight: 1, lines: [] },
      { kind: "folder", term: "sea", weight: 1, lines: [] },
      { kind: "field", term: "author: ana", weight: 1, lines: [] },
    ]);
  });

  it("ends with what speaks against it", () => {
    expect(listed(term("word", "oven", -1), term("word", "keel")).map(({ term }) => term)).toEqual([
      "keel",
      "oven",
    ]);
  });

  it("names no document outside of the folder, and turns no line round", () => {
    expect(listed(term("neighbour", "../secret.md"))).toEqual([]);
    expect(listed(term("word", "ke\u202eel"))[0].term).toBe("keel");
  });
});
