import { describe, expect, it } from "vitest";
import { hover } from "../../../server/language/hover.ts";
import type { Opinion } from "../../../server/language/taggedDocument.ts";
import type { EvidenceTerm } from "../../../server/models/suggestion.ts";
import { lines } from "../documents/lines.ts";
import { cursor } from "./support/cursor.ts";
import { note, notes } from "./support/notes.ts";
import { type Overrides, opinion, Workspace } from "./support/workspace.ts";

const learned = new Workspace(notes());
/** `keel` in 4 documents, `mast` in 3, twice beside it; `sea chart` and `sea-chart` are one tag. */
const sea = new Workspace({
  "a.md": note("A", ["keel", "mast"], ""),
  "b.md": note("B", ["keel", "mast", "sea chart"], ""),
  "c.md": note("C", ["keel", "sea chart"], ""),
  "d.md": note("D", ["keel", "rope"], ""),
  "e.md": note("E", ["mast", "sea chart", "buoy"], ""),
});

function textAt(marked: string, overrides: Overrides, workspace = sea): string | undefined {
  const { text, offset } = cursor(marked);
  const doc = workspace.taggedDocument("new.md", text, overrides);
  const contents = hover(doc, doc.lines.positionAt(offset))?.contents;
  return contents && (contents as { value: string }).value;
}

function check(marked: string, overrides: Overrides, expected: readonly string[]) {
  expect(textAt(marked, overrides)?.split(/\n+/)).toEqual(expected);
}

/** What the hover covers. */
function covered(marked: string, overrides: Overrides = { opinion: opinion({}) }): string | undefined {
  const { text, offset } = cursor(marked);
  const doc = sea.taggedDocument("new.md", text, overrides);
  const range = hover(doc, doc.lines.positionAt(offset))?.range;
  return range && text.slice(doc.lines.offsetAt(range.start), doc.lines.offsetAt(range.end));
}

const word = (term: string, weight: number): EvidenceTerm => ({ kind: "word", term, weight });

describe("on a tag", () => {
  it("tells how common and how likely it is, why, and what it stands together with", () => {
    const evidence = {
      mast: [word("jib", 2), { kind: "neighbour", term: "a.md", weight: 1 } as const, word("oven", -1)],
    };
    check(
      lines("---", "tags: [m‸ast]", "---", "", "The jib.", "An oven."),
      { opinion: opinion({ mast: 0.83 }, { evidence }) },
      [
        "**`mast`**: 4 documents of this folder have it.",
        "Likely here: 83 %.",
        "For it:",
        "- `jib`, [line 5](file:///notes/new.md#L5)",
        "- the similar document [a.md](file:///notes/a.md)",
        "Against it:",
        "- `oven`, [line 6](file:///notes/new.md#L6)",
        "Often together with `keel`, `sea chart`.",
      ],
    );
  });

  it.each<[string, string, Overrides, string]>([
    ["possible", "mast", { opinion: opinion({ mast: 0.3 }) }, "Possible here: 30 %."],
    ["unlikely", "mast", { opinion: opinion({ mast: 0.02 }) }, "Unlikely here: 2 %."],
    [
      "unlikely by the settings",
      "mast",
      { opinion: opinion({ mast: 0.3 }), settings: { leastProbability: 0.4 } },
      "Unlikely here: 30 %.",
    ],
    [
      "kept",
      "mast",
      { opinion: opinion({ mast: 0.02 }), kept: ["Mast"] },
      "You have said that it is right here.",
    ],
    [
      "rejected",
      "mast",
      { opinion: opinion({ mast: 0.02 }), rejected: ["mast"] },
      "You have said never to suggest it here.",
    ],
    [
      "not known to the model",
      "mast",
      { opinion: opinion({}) },
      "The model does not know it yet. Train again to learn it.",
    ],
    [
      "known from this document alone",
      "mast",
      { opinion: opinion({}, { learnedFrom: true }) },
      "Too few other documents have it to tell whether it fits here.",
    ],
    [
      "nowhere else",
      "oar",
      { opinion: opinion({}) },
      "Too few other documents have it to tell whether it fits here.",
    ],
    ["nowhere else", "oar", { opinion: opinion({}) }, "**`oar`**: only this document has it."],
    [
      "spelled in another way",
      "Sea-Chart",
      { opinion: opinion({}) },
      "**`sea chart`**: 4 documents of this folder have it.",
    ],
    ["spelled in another way", "Sea-Chart", { opinion: opinion({}) }, "Most documents spell it `sea chart`."],
    [
      "another one written wrongly",
      "seachart",
      { opinion: opinion({}) },
      "It may be meant to be `sea chart`, which 3 documents have.",
    ],
  ])("tells that it is %s: %s", (_, tag, overrides, expected) => {
    const text = textAt(`---\ntags:\n  - ‸${tag}\n---\n`, overrides)!;
    expect(text.split(/\n+/)).toContain(expected);
  });

  it("tells without a model how common it is, and how to train", () => {
    check("---\ntags:\n  - ke‸el\n---\n", { opinion: null }, [
      "**`keel`**: 5 documents of this folder have it.",
      "Often together with `mast`, `sea chart`.",
      "To see how likely tags are, run **SDLGM: Train Tag Model**.",
    ]);
  });

  it("covers the tag as written", () => {
    expect(covered('---\ntags: ["sea ‸chart", keel]\n---\n')).toBe('"sea chart"');
    expect(covered("Some #ke‸el here")).toBe("#keel");
  });

  it("finds what the learned model says", () => {
    const body = "The keel and the mast, the jib and the anchor.\n\nA bowline and a splice.";
    const text = textAt(note("Harbour", ["kn‸ots", "cake"], body), {}, learned)!;
    expect(text).toMatch(/^\*\*`knots`\*\*: 7 documents .*\n\nLikely here: 9\d %\./);
    expect(text).toContain("- `bowline`, [line 10](file:///notes/new.md#L10)");
    expect(text).toMatch(/the similar document \[note-\d+\.md\]\(file:\/\/\/notes\/sailing\/note-\d+\.md\)/);
    expect(text).toMatch(/Often together with `sailing`/);
    expect(textAt(note("Harbour", ["knots", "ca‸ke"], body), {}, learned)).toMatch(/Unlikely here: /);
  });
});

describe("on the tag field or the title", () => {
  const evidence = { mast: [word("jib", 2), word("oven", -1)], "sea chart": [] };
  const says = opinion({ mast: 0.83, "Sea-Chart": 0.4, keel: 0.9, oar: 0.05, rope: 0.3 }, { evidence });

  it.each<[string, string]>([
    ["the key", "---\ntitle: T\nta‸gs: [keel, keel]\n---\n"],
    ["the space between two tags", "---\ntitle: T\ntags: [keel,‸  keel]\n---\n"],
    ["the title", "---\ntitle: ‸T\ntags: [keel]\n---\n"],
    ["the first heading", "# The tit‸le\n\n#keel"],
  ])("suggests tags, with reasons: on %s", (_, marked) => {
    check(marked, { opinion: says, rejected: ["rope"] }, [
      "This document looks like 1–3 tags; it has 1.",
      "Suggested tags:",
      "- `mast` 83 %: `jib`",
      "- `sea chart` 40 %",
    ]);
  });

  it.each<[string, Opinion, string[], string]>([
    [
      "an interval",
      opinion({}, { interval: [3, 5] }),
      "abcdefghi".split(""),
      "This document looks like 3–5 tags; it has 9.",
    ],
    ["a number", opinion({}, { interval: [4, 4] }), ["a"], "This document looks like 4 tags; it has 1."],
    ["one", opinion({}, { interval: [1, 1] }), [], "This document looks like one tag; it has none."],
    [
      "none",
      opinion({}, { interval: [0, 0] }),
      ["a", "b"],
      "This document looks like one without tags; it has 2.",
    ],
  ])("compares the number of tags with %s", (_, says, tags, expected) => {
    expect(textAt(`---\ntitle: ‸T\ntags: [${tags}]\n---\n`, { opinion: says })!.split("\n")[0]).toBe(
      expected,
    );
  });

  it("names the least likely where there are too many", () => {
    const says = opinion({ a: 0.9, b: 0.1, c: 0.01, d: 0.002 }, { interval: [1, 2] });
    check("---\ntitle: ‸T\ntags: [a, b, c, d, new]\n---\n", { opinion: says }, [
      "This document looks like 1–2 tags; it has 5.",
      "No further tag is likely enough to be suggested.",
      "Its least likely tags: `d` (0.2 %), `c` (1 %), `b` (10 %).",
    ]);
  });

  it("shows no more than the settings want", () => {
    const says = opinion({ a: 0.9, b: 0.8, c: 0.7 });
    expect(textAt("# ‸T", { opinion: says, settings: { mostSuggestions: 2 } })!.match(/^- /gm)).toHaveLength(
      2,
    );
    expect(
      textAt("# ‸T", { opinion: says, settings: { leastProbability: 0.85 } })!.match(/^- /gm),
    ).toHaveLength(1);
  });

  it("tells without a model how to train, on the field only", () => {
    check("---\nta‸gs: [a, b]\n---\n", { opinion: null }, [
      "This document has 2 tags.",
      "To see how likely tags are, run **SDLGM: Train Tag Model**.",
    ]);
    expect(textAt("# ‸T", { opinion: null })).toBeUndefined();
  });

  it("covers the field or the title", () => {
    expect(covered("---\ntitle: My ‸title\ntags: [a]\n---\n")).toBe("My title");
    expect(covered("---\ntitle: T\n‸tags: [a, b]\n---\n")).toBe("tags: [a, b]");
  });
});

describe("elsewhere", () => {
  it.each([
    "---\ntitle: T\ntags: a\n---\n\nSome ‸words",
    "---\ntitle: T\ndat‸e: today\n---\n",
    "‸",
    "\n‸\n# T",
  ])("there is nothing to tell: %j", (marked) => {
    expect(textAt(marked, { opinion: opinion({ a: 0.9 }) })).toBeUndefined();
  });
});

describe("hostile documents", () => {
  it.each([
    "[click](command:workbench.action.quit)",
    "![x](https://evil.example/p.png)",
    "<img src=https://evil.example/p.png>",
    "a` <b>x</b> `b",
    "https://evil.example",
    "$(alert)",
  ])("bring nothing but code into a hover: %s", (name) => {
    const text = `---\ntags:\n  - ‸${JSON.stringify(name)}\n---\n`;
    const says = opinion({ [name]: 0.9 }, { evidence: { [name]: [word(name, 1)] } });
    for (const marked of [text, "# ‸T"]) {
      const shown = textAt(marked, { opinion: says })!;
      const bare = shown.replaceAll(/(`+)(?:(?!\1)[^\n]|`(?!\1))*?\1(?!`)/g, "CODE");
      expect(bare).toContain("CODE");
      expect(bare).not.toMatch(/evil|command|alert|[<!$]/);
    }
  });

  it("keep a hover short", () => {
    const name = "n".repeat(100);
    const shown = textAt(`---\ntags:\n  - ‸${name}\n---\n`, { opinion: opinion({ [name]: 0.9 }) })!;
    expect(shown).not.toContain("n".repeat(80));
  });
});
