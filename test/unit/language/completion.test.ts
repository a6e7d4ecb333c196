import { describe, expect, it } from "vitest";
import type { CompletionItem, CompletionList, TextEdit } from "vscode-languageserver-types";
import { COMPLETION_TRIGGERS, completions, resolveCompletion } from "../../../server/language/completion.ts";
import type { TaggedDocument } from "../../../server/language/taggedDocument.ts";
import { lines } from "../documents/lines.ts";
import { cursor } from "./support/cursor.ts";
import { note, notes } from "./support/notes.ts";
import { type Overrides, opinion, Workspace } from "./support/workspace.ts";

/** keel 3, mast 2, sea chart 1. */
const sea = new Workspace({
  "a.md": note("A", ["keel", "mast"], ""),
  "b.md": note("B", ["keel", "mast", "sea chart"], ""),
  "c.md": note("C", ["keel"], ""),
});
const untrained: Overrides = { opinion: null };

interface Asked {
  readonly doc: TaggedDocument;
  readonly offset: number;
  readonly list: CompletionList | undefined;
}

function ask(marked: string, overrides: Overrides = untrained, path = "new.md", workspace = sea): Asked {
  const { text, offset } = cursor(marked);
  const doc = workspace.taggedDocument(path, text, overrides);
  return { doc, offset, list: completions(doc, doc.lines.positionAt(offset)) };
}

/** As a client does: by the order of `sortText`. */
function labels({ list }: Asked): string[] | undefined {
  return list?.items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)).map(({ label }) => label);
}

function chosen({ list }: Asked, label: string): CompletionItem {
  return list!.items.find((item) => item.label === label)!;
}

/** The text after the item with this label was chosen. */
function accepted(asked: Asked, label: string): string {
  const { doc } = asked;
  const { range, newText } = chosen(asked, label).textEdit as TextEdit;
  const { start, end } = doc.lines.spanOf(range);
  return doc.document.text.slice(0, start) + newText + doc.document.text.slice(end);
}

/** Whether a client still shows the item: what stands between the start of the range and the cursor has to be in the filter text, in order. */
function isShown(asked: Asked, label: string): boolean {
  const { doc, offset } = asked;
  const { filterText, textEdit } = chosen(asked, label);
  const { start } = doc.lines.spanOf((textEdit as TextEdit).range);
  const typed = doc.document.text.slice(start, offset).trimStart().toLowerCase();
  let at = 0;
  for (const letter of filterText!.trimStart().toLowerCase()) if (letter === typed[at]) at++;
  return at === typed.length;
}

describe("a tag is completed in the style at hand", () => {
  it.each<[style: string, path: string, marked: string, tag: string, expected: string]>([
    ["block list", "n.md", "---\ntags:\n  - ke‸\n---\n", "keel", "---\ntags:\n  - keel\n---\n"],
    [
      "block list, new item",
      "n.md",
      "---\ntags:\n  - mast\n  - ‸\n---\n",
      "keel",
      "---\ntags:\n  - mast\n  - keel\n---\n",
    ],
    ["flow list", "n.md", "---\ntags: [mast, k‸]\n---\n", "keel", "---\ntags: [mast, keel]\n---\n"],
    [
      "flow list, not closed",
      "n.md",
      "---\ntags: [mast, ‸\n---\n",
      "sea chart",
      "---\ntags: [mast, sea chart\n---\n",
    ],
    ["quoted", "n.md", '---\ntags: ["ke‸"]\n---\n', "keel", '---\ntags: ["keel"]\n---\n'],
    ["commas", "n.md", "---\ntags: mast, ke‸\n---\n", "keel", "---\ntags: mast, keel\n---\n"],
    ["TOML", "n.md", '+++\ntags = ["mast", "ke‸"]\n+++\n', "keel", '+++\ntags = ["mast", "keel"]\n+++\n'],
    [
      "JSON",
      "package.json",
      '{"name": "n", "keywords": ["ke‸"]}',
      "keel",
      '{"name": "n", "keywords": ["keel"]}',
    ],
    ["prose", "n.md", "Some #ke‸ here", "keel", "Some #keel here"],
    ["prose, name of two words", "n.md", "Some #se‸", "sea chart", "Some #sea-chart"],
    ["field list", "n.rst", ":tags: mast, ke‸\n\nText\n", "keel", ":tags: mast, keel\n\nText\n"],
    ["attribute", "n.adoc", "= T\n:keywords: mast, ke‸\n", "keel", "= T\n:keywords: mast, keel\n"],
    [
      "in the middle of a name",
      "n.md",
      "---\ntags: [k‸ool, mast]\n---\n",
      "keel",
      "---\ntags: [keel, mast]\n---\n",
    ],
  ])("%s (%s)", (_, path, marked, tag, expected) => {
    const asked = ask(marked, untrained, path);
    expect(accepted(asked, tag)).toBe(expected);
    expect(isShown(asked, tag)).toBe(true);
  });

  it.each<[string, string, string]>([
    ["---\ntags:\n  - sea ‸\n---\n", "n.md", "sea chart"],
    ["---\ntags: [sea-c‸]\n---\n", "n.md", "sea chart"],
    ["---\ntags: ['SEA_ch‸']\n---\n", "n.md", "sea chart"],
    ["Some #sea-ch‸", "n.md", "sea chart"],
  ])("whichever way its blanks are typed: %j", (marked, path, tag) => {
    const asked = ask(marked, untrained, path);
    expect(isShown(asked, tag)).toBe(true);
    expect(isShown(asked, "mast")).toBe(false);
  });
});

describe("no tag is offered", () => {
  it.each([
    "# Ti‸tle",
    "# ‸Title",
    "#‸",
    "#‸ Title",
    "##‸",
    "Text\n\n#‸\n",
    "Plain, ‸prose",
    'She said "‸',
    "- ‸item",
    "[‸",
    "---\ntitle: ‸\n---\n",
    "---\nti‸\n---\n",
    "---\ntitle: a, ‸b\ntags: [x]\n---\n",
    "```\n#‸\n```",
    "‸",
  ])("in %j", (marked) => {
    expect(ask(marked).list).toBeUndefined();
  });

  it("in prose where `#words` are no tags", () => {
    const read = { tagKeys: ["tags"], inlineTags: false };
    expect(ask("Some #ke‸", untrained).list).toBeDefined();
    expect(ask("Some #ke‸", { ...untrained, editing: { read } }).list).toBeUndefined();
  });
});

describe("the tags that are offered", () => {
  const says = opinion({ "sea chart": 0.83, keel: 0.2, oar: 0.3, mast: 0.004 });
  const at = "---\ntags: [‸]\n---\n";

  it.each<[string, string, Overrides, string[]]>([
    ["are the most used first, without a model", at, untrained, ["keel", "mast", "sea chart"]],
    [
      "are the likeliest first, with those that only the model knows",
      at,
      { opinion: says },
      ["sea chart", "oar", "keel", "mast"],
    ],
    [
      "are the more used first where they are equally likely",
      at,
      { opinion: opinion({ "sea chart": 0.001, keel: 0.002, mast: 0.003 }) },
      ["keel", "mast", "sea chart"],
    ],
    [
      "are the rejected last",
      at,
      { opinion: says, rejected: ["Sea-Chart"] },
      ["oar", "keel", "mast", "sea chart"],
    ],
    ["are not those that the document has", "---\ntags: [KEEL, ‸]\n---\n", untrained, ["mast", "sea chart"]],
    [
      "are not those that stand elsewhere in it",
      "---\ntags: [‸]\n---\n\n#keel",
      untrained,
      ["mast", "sea chart"],
    ],
    ["are with the one at the cursor", "---\ntags: [mast, keel‸]\n---\n", untrained, ["keel", "sea chart"]],
    ["are not what is half written", "---\ntags: [kee‸]\n---\n", untrained, ["keel", "mast", "sea chart"]],
  ])("%s", (_, marked, overrides, expected) => {
    expect(labels(ask(marked, overrides))).toEqual(expected);
  });

  it("tell how likely and how common they are", () => {
    const asked = ask(at, { opinion: says });
    const details = asked.list!.items.map(({ label, detail }) => `${label}: ${detail}`);
    expect(details).toEqual([
      "sea chart: 83 % · 1 document",
      "oar: 30 %",
      "keel: 20 % · 3 documents",
      "mast: 2 documents",
    ]);
    expect(chosen(ask(at), "keel").detail).toBe("3 documents");
    for (const { detail, labelDetails } of asked.list!.items) expect(labelDetails?.description).toBe(detail);
  });

  it.each<[string, Overrides, string[]]>([
    ["the likeliest where it is likely", { opinion: says }, ["sea chart"]],
    ["none where none is", { opinion: opinion({ keel: 0.49 }) }, []],
    [
      "none that was rejected",
      { opinion: opinion({ keel: 0.9 }), rejected: ["keel", "mast", "sea chart"] },
      [],
    ],
    ["none without a model", untrained, []],
  ])("preselect %s", (_, overrides, expected) => {
    const { items } = ask(at, overrides).list!;
    expect(items.filter(({ preselect }) => preselect).map(({ label }) => label)).toEqual(expected);
  });

  it("leave out what cannot be written in this style", () => {
    const workspace = new Workspace({ "a.md": note("A", ["keel", "C#", "'a, b'"], "") });
    expect(labels(ask("---\ntags: [‸]\n---\n", untrained, "new.md", workspace))).toContain("a, b");
    expect(labels(ask("Some #k‸", untrained, "new.md", workspace))).toEqual(["keel"]);
  });

  it("are 500 at most, and then those that fit what is typed", () => {
    const many = Array.from({ length: 600 }, (_, i) => `${i % 2 ? "odd" : "even"}-${i}`);
    const workspace = new Workspace({ "a.md": note("A", many, "") });
    const every = ask("---\ntags: [‸]\n---\n", untrained, "new.md", workspace).list!;
    expect([every.items.length, every.isIncomplete]).toEqual([500, true]);
    const odd = ask("---\ntags: [odd‸]\n---\n", untrained, "new.md", workspace).list!;
    expect([odd.items.length, odd.isIncomplete]).toEqual([300, true]);
    expect(odd.items.every(({ label }) => label.startsWith("odd"))).toBe(true);
    expect(ask("---\ntags: [‸]\n---\n").list!.isIncomplete).toBe(false);
  });

  it("follow the words of the document", () => {
    const learned = new Workspace(notes());
    const marked = lines(
      "---",
      "tags: [‸]",
      "---",
      "",
      "The keel, the mast, the rudder. A bowline and a splice.",
    );
    const found = labels(ask(marked, {}, "new.md", learned))!;
    expect(found.slice(0, 2).sort()).toEqual(["knots", "sailing"]);
    expect(found).toHaveLength(12);
  });
});

describe("a chosen tag", () => {
  const says = opinion({ keel: 0.83 }, { evidence: { keel: [{ kind: "word", term: "jib", weight: 1 }] } });

  it("brings its reasons when it is looked at", () => {
    const asked = ask("---\ntags: [‸]\n---\n\nThe jib.", { opinion: says });
    const item = JSON.parse(JSON.stringify(chosen(asked, "keel"))) as CompletionItem;
    const resolved = resolveCompletion(item, asked.doc);
    expect(resolved).toMatchObject({ ...item, data: { uri: asked.doc.uri, tag: "keel" } });
    const { value } = resolved.documentation as { value: string };
    expect(value.split(/\n+/)).toEqual([
      "**`keel`**: 3 documents of this folder have it.",
      "Likely here: 83 %.",
      "For it:",
      "- `jib`, [line 5](file:///notes/new.md#L5)",
      "Often together with `mast`.",
    ]);
  });

  it("brings how common it is without a model", () => {
    const asked = ask("---\ntags: [‸]\n---\n");
    const { value } = resolveCompletion(chosen(asked, "sea chart"), asked.doc).documentation as {
      value: string;
    };
    expect(value).toMatch(/^\*\*`sea chart`\*\*: one document of this folder has it\./);
  });
});

it("every style has a character that begins a tag", () => {
  expect([...COMPLETION_TRIGGERS].sort()).toEqual([..." \"#',-["].sort());
});
