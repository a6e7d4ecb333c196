import { describe, expect, it } from "vitest";
import { type DiagnosticOptions, diagnostics } from "../../../server/language/diagnostics.ts";
import {
  DEFAULT_SETTINGS,
  type DiagnosticCode,
  type DiagnosticLevel,
} from "../../../server/language/settings.ts";
import { lines } from "../documents/lines.ts";
import { note, notes } from "./support/notes.ts";
import { type Overrides, opinion, Workspace } from "./support/workspace.ts";

const workspace = new Workspace(notes());
const SAILS = "The mast and the rudder, the keel, the jib and the anchor. A bowline and a splice.";
const everything = levels({ "tags.too-few": "hint" });

function levels(changed: Partial<Record<DiagnosticCode, DiagnosticLevel>>): Overrides {
  return { settings: { diagnostics: { ...DEFAULT_SETTINGS.diagnostics, ...changed } } };
}

/** Each diagnostic as `code [the text that it is on] message`. */
function found(
  text: string,
  overrides: Overrides = {},
  options?: DiagnosticOptions,
  on = workspace,
): string[] {
  const doc = on.taggedDocument("sailing/new.md", text, { ...everything, ...overrides });
  return diagnostics(doc, options).map(({ code, range, message }) => {
    const { start, end } = doc.lines.spanOf(range);
    return `${code} [${text.slice(start, end)}] ${message}`;
  });
}

function check(text: string, expected: readonly string[], overrides?: Overrides): void {
  expect(found(text, overrides)).toEqual(expected);
}

describe("tags.missing", () => {
  const sure = { opinion: opinion({ sailing: 0.96, knots: 0.61, garden: 0.04 }) };

  it("names the likeliest tags of the model's set on the title", () => {
    check(
      note("Harbour", [], "Prose."),
      [
        'tags.missing [Harbour] This document has no tags. The model suggests "sailing" (96 %), "knots" (61 %).',
      ],
      sure,
    );
  });

  it("says how many more there are", () => {
    const five = opinion({ sailing: 0.9, knots: 0.8, cake: 0.7, roses: 0.6, garden: 0.5 });
    expect(found(note("Harbour", [], ""), { opinion: five })).toEqual([
      'tags.missing [Harbour] This document has no tags. The model suggests "sailing" (90 %), "knots" (80 %), "cake" (70 %) and 2 more.',
    ]);
  });

  it("is what a trained model says of an untagged note", () => {
    expect(found(note("Harbour", [], SAILS))).toEqual([
      expect.stringMatching(/^tags\.missing \[Harbour\] .* The model suggests "sailing" \(9\d %\)/),
    ]);
  });

  it.each<[string, string, Overrides, DiagnosticOptions?]>([
    ["the author left the list empty", lines("---", "title: Harbour", "tags: []", "---"), sure],
    ["the author left the field empty", lines("---", "title: Harbour", "tags:", "---"), sure],
    ["the model chooses nothing", note("Harbour", [], ""), { opinion: opinion({ sailing: 0.4 }) }],
    ["everything chosen was rejected", note("Harbour", [], ""), { ...sure, rejected: ["Sailing", "knots"] }],
    ["nothing is written yet", "\n", sure],
    ["there is no model", note("Harbour", [], ""), { opinion: null }],
    ["few documents of the folder have tags", note("Harbour", [], ""), sure, { taggedShare: 0.04 }],
    ["it is off", note("Harbour", [], ""), { ...sure, ...levels({ "tags.missing": "off" }) }],
  ])("is silent where %s", (_, text, overrides, options) => {
    expect(found(text, overrides, options)).toEqual([]);
  });

  it("leaves the word to what keeps the tags from being read", () => {
    expect(found(lines("---", "title: Harbour", "tags: [a", "", "prose"), sure)).toEqual([
      expect.stringMatching(/^tags\.malformed /),
    ]);
  });
});

describe("tags.too-many and tags.too-few", () => {
  const looksLikeTwoToFour = (tags: readonly string[]) =>
    opinion(Object.fromEntries([...tags.map((tag) => [tag, 0.3]), ["sailing", 0.7]]), { interval: [2, 4] });
  const names = (count: number) => Array.from({ length: count }, (_, i) => `tag${i}`);
  const on = (count: number, overrides: Overrides = {}) =>
    found(note("Harbour", names(count), ""), { opinion: looksLikeTwoToFour(names(count)), ...overrides });

  it.each<[count: number, expected: readonly string[]]>([
    [1, ["tags.too-few [tags] This document has only one tag, but looks like one with 2 to 4."]],
    [2, []],
    [4, []],
    [6, []],
    [7, ["tags.too-many [tags] This document has 7 tags, but looks like one with 2 to 4."]],
    [10, ["tags.too-many [tags] This document has 10 tags, but looks like one with 2 to 4."]],
    [11, ["tags.too-many [tags] This document has 11 tags. The most that the model allows is 10."]],
  ])("of %i tags", (count, expected) => {
    expect(on(count)).toEqual(expected);
  });

  it("names one number where the model is sure of it", () => {
    const sure = opinion({ tag0: 0.3 }, { interval: [2, 2] });
    expect(found(note("Harbour", names(5), ""), { opinion: sure })).toEqual([
      "tags.too-many [tags] This document has 5 tags, but looks like one with 2.",
    ]);
  });

  it("does not hold against a document what its author keeps", () => {
    expect(on(7, { kept: ["tag3"] })).toEqual([]);
  });

  it("asks for no more tags where there is none to suggest", () => {
    expect(on(1, { rejected: ["sailing"] })).toEqual([]);
  });

  it("does not ask for more tags by default", () => {
    expect(on(1, { ...levels({}), opinion: looksLikeTwoToFour(["tag0"]) })).toEqual([]);
  });

  it("stands on the title where all tags are in the prose", () => {
    const text = lines(
      "# Harbour",
      "",
      names(7)
        .map((name) => `#${name}`)
        .join(" "),
    );
    expect(found(text, { opinion: looksLikeTwoToFour(names(7)) })).toEqual([
      "tags.too-many [Harbour] This document has 7 tags, but looks like one with 2 to 4.",
    ]);
  });
});

describe("tags.unlikely", () => {
  const text = note("Harbour", ["sailing", "garden", "baking", "astronomy", "cake", "roses"], "");
  const figures = {
    sailing: 0.9,
    garden: 0.0123,
    baking: 0.0004,
    astronomy: 0.003,
    cake: 0.004,
    roses: 0.02,
  };
  const opinionOf = (probabilities: Readonly<Record<string, number>>) => ({
    opinion: opinion(probabilities, { interval: [4, 6] }),
  });

  it("tells the three unlikeliest tags, where they stand", () => {
    check(
      text,
      [
        'tags.unlikely [baking] The tag "baking" is unlikely here (below 0.1 %).',
        'tags.unlikely [astronomy] The tag "astronomy" is unlikely here (0.3 %).',
        'tags.unlikely [cake] The tag "cake" is unlikely here (0.4 %).',
      ],
      opinionOf(figures),
    );
  });

  it("is silent about tags that the author keeps", () => {
    check(text, ['tags.unlikely [garden] The tag "garden" is unlikely here (1.2 %).'], {
      ...opinionOf(figures),
      kept: ["Baking", "astronomy", "cake"],
    });
  });

  it("is silent about tags that the model does not know", () => {
    check(text, [], opinionOf({ sailing: 0.9 }));
  });

  it("is silent about tags of too few documents", () => {
    const rare = note("Harbour", ["sailing", "odd"], "");
    expect(workspace.taggedDocument("sailing/new.md", rare).folder.tags.get("odd")!.documents).toBe(1);
    check(rare, [], { opinion: opinion({ sailing: 0.9, odd: 0.001 }) });
  });

  it("is what a trained model says of a tag out of place", () => {
    expect(found(note("Harbour", ["sailing", "knots", "cake"], SAILS))).toEqual([
      expect.stringMatching(/^tags\.unlikely \[cake\] The tag "cake" is unlikely here \((below )?[01]/),
    ]);
  });
});

describe("tags.likely", () => {
  const text = note("Harbour", ["garden"], "");
  const figures = { sailing: 0.97, knots: 0.9, cake: 0.85, roses: 0.8, compost: 0.79, garden: 0.5 };
  const sure = { opinion: opinion(figures) };
  const line = (tag: string, percent: number) =>
    `tags.likely [tags] This document looks like one with the tag "${tag}" (${percent} %).`;

  it("tells at most three tags on the field", () => {
    check(text, [line("sailing", 97), line("knots", 90), line("cake", 85)], sure);
  });

  it("is silent about tags that the author has rejected", () => {
    check(text, [line("cake", 85), line("roses", 80)], { ...sure, rejected: ["sailing", "Knots"] });
  });

  it("is silent where there are as many tags as may be", () => {
    const full = { opinion: { ...opinion(figures), limit: 1 } };
    check(text, [], full);
  });

  it("spells the tag as the folder does", () => {
    const known = { opinion: opinion({ SAILING: 0.97, garden: 0.5 }) };
    check(text, [line("sailing", 97)], known);
  });
});

describe("tags.near-duplicate", () => {
  const many = (name: string, count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => [`n${from + i}.md`, note("N", [name], "")] as const);
  const mixed = new Workspace(
    Object.fromEntries([...many("Data Mining", 6), ...many("usability", 30, 10), ...many("Roses", 2, 50)]),
  );
  const on = (text: string, overrides: Overrides = {}) =>
    found(text, { opinion: null, ...overrides }, {}, mixed);

  it("tells a spelling that few documents use", () => {
    expect(on(note("Harbour", ["data-mining"], ""))).toEqual([
      'tags.near-duplicate [data-mining] Most documents spell this tag "Data Mining": 6 of them.',
    ]);
  });

  it("tells a tag that is probably meant to be a commoner one", () => {
    expect(on(note("Harbour", ["use-ability", "us-ability"], ""))).toEqual([
      expect.stringContaining(
        'The tag "us-ability" may be meant to be "usability", which 30 documents have.',
      ),
    ]);
  });

  it("shows where the common spelling stands", () => {
    const doc = mixed.taggedDocument("n0.md", note("N", ["data mining"], ""), { opinion: null });
    const [{ relatedInformation, data }] = diagnostics(doc);
    expect(data).toEqual({ tag: "data mining", common: "Data Mining" });
    expect(relatedInformation).toEqual([
      {
        location: {
          uri: mixed.uriOf("n1.md"),
          range: { start: { line: 3, character: 4 }, end: { line: 3, character: 15 } },
        },
        message: '"Data Mining" is written here.',
      },
    ]);
  });

  it.each<[string, string, Overrides?]>([
    ["the spelling is as good as the other", note("Harbour", ["roses"], "")],
    ["prose cannot spell the tag otherwise", lines("# Harbour", "", "#Data-Mining")],
    ["the author keeps it", note("Harbour", ["data-mining"], ""), { kept: ["data mining"] }],
    ["the spelling is the common one", note("Harbour", ["Data Mining"], "")],
  ])("is silent where %s", (_, text, overrides) => {
    expect(on(text, overrides)).toEqual([]);
  });
});

describe("tags.malformed", () => {
  it("tells what is wrong with the fields", () => {
    const tooLong = "x".repeat(101);
    expect(found(note("Harbour", ["sailing", tooLong], ""), { opinion: null })).toEqual([
      `tags.malformed [${tooLong}] This tag is longer than 100 characters, so it is left out. Shorten it.`,
    ]);
  });
});

describe("a diagnostic", () => {
  it.each<[DiagnosticLevel, number]>([
    ["error", 1],
    ["warning", 2],
    ["information", 3],
    ["hint", 4],
  ])("has the severity of the level %s", (level, severity) => {
    const doc = workspace.taggedDocument(
      "sailing/new.md",
      note("Harbour", [], SAILS),
      levels({ "tags.missing": level }),
    );
    expect(diagnostics(doc)).toMatchObject([{ source: "sdlgm", code: "tags.missing", severity }]);
  });

  it("is not on the notes that the model learned from, as they are right", () => {
    const doubted = Object.keys(notes()).flatMap((path) =>
      diagnostics(workspace.taggedDocument(path)).filter(({ code }) => code !== "tags.missing"),
    );
    expect(doubted.length).toBeLessThanOrEqual(2);
  });
});
