import { describe, expect, it } from "vitest";
import {
  addTag,
  applyEdits,
  type EditOptions,
  type EditResult,
  invertEdits,
  removeTag,
  replaceTag,
} from "../../../server/documents/edit.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { lines } from "./lines.ts";

const front = (...fields: readonly string[]) => lines("---", ...fields, "---", "", "Text");

/** Compares the text after the edits, and that they can be undone; an expected problem is written as its code. */
function check(text: string, { edits, problem }: EditResult, expected: string): void {
  if (problem) {
    expect(edits).toEqual([]);
    expect(problem.code).toBe(expected);
    return;
  }
  const after = applyEdits(text, edits);
  expect(after).toBe(expected);
  expect(applyEdits(after, invertEdits(text, edits))).toBe(text);
}

describe("adding a tag", () => {
  const add = (path: string, text: string, tag: string, options?: EditOptions) =>
    addTag(readDocument(path, text)!, tag, options);
  it.each<[string, string, string, string, EditOptions?]>([
    ["to a block list", front("tags:", "  - a", "x: 1"), "new", front("tags:", "  - a", "  - new", "x: 1")],
    [
      "to a block list at the margin",
      front("tags:", "- a # why", "x: 1"),
      "new",
      front("tags:", "- a # why", "- new", "x: 1"),
    ],
    [
      "to a block list with wide dashes",
      front("tags:", "    -   a"),
      "new",
      front("tags:", "    -   a", "    -   new"),
    ],
    ["quoted like the last one", front("tags:", `  - "a"`), "new", front("tags:", `  - "a"`, `  - "new"`)],
    ["to a flow list", front("tags: [a, b]"), "new", front("tags: [a, b, new]")],
    ["to a tight flow list", front("tags: [a,b] # c"), "new", front("tags: [a,b,new] # c")],
    [
      "to a flow list over lines",
      front("tags: [", "  a,", "  b,", "]"),
      "new",
      front("tags: [", "  a,", "  b,", "  new,", "]"),
    ],
    [
      "to a single item over lines",
      front("tags: [", "  'a' # c", "]"),
      "new",
      front("tags: [", "  'a',", "  'new' # c", "]"),
    ],
    ["to a comma string", front("related: a, b"), "new", front("related: a, b, new")],
    ["to a quoted comma string", front(`related: "a,b"`), "new", front(`related: "a,b,new"`)],
    ["to slugs between spaces", front("tags: a b"), "new", front("tags: a b new")],
    ["to a single text: it becomes a list", front("tags: a"), "new", front("tags: [a, new]")],
    [
      "to a single text where commas are the custom",
      front("tags: a"),
      "new",
      front("tags: a, new"),
      { style: "yaml-comma" },
    ],
    [
      "to an empty field",
      front("tags: # none yet", "x: 1"),
      "new",
      front("tags: # none yet", "  - new", "x: 1"),
    ],
    [
      "to an empty field as others are indented",
      front("tags:", "authors:", "- ana"),
      "new",
      front("tags:", "- new", "authors:", "- ana"),
    ],
    ["to an empty field in flow style", front("tags:"), "new", front("tags: [new]"), { style: "yaml-flow" }],
    [
      "to an empty field in comma style",
      front("related:"),
      "new",
      front("related: new"),
      { style: "yaml-comma" },
    ],
    ["to an empty list", front("tags: []"), "new", front("tags: [new]")],
    ["to an empty text", front(`tags: ""`), "new", front("tags: [new]")],
    ["to front matter without tags", front("x: 1"), "new", front("x: 1", "tags:", "  - new")],
    [
      "under the workspace's key",
      front("x: 1"),
      "new",
      front("x: 1", "topics: [new]"),
      { key: "topics", style: "yaml-flow" },
    ],
    ["beside a category", front("category: a"), "new", front("category: a", "tags:", "  - new")],
    [
      "to empty front matter",
      lines("---", "---", "Text"),
      "new",
      lines("---", "tags:", "  - new", "---", "Text"),
    ],
    [
      "to a text without front matter",
      lines("Text"),
      "new",
      lines("---", "tags:", "  - new", "---", "", "Text"),
    ],
    ["to an empty text", "", "new", lines("---", "tags:", "  - new", "---")],
    [
      "to a text behind a byte order mark",
      "\ufeffText\r\n",
      "new",
      "\ufeff---\r\ntags:\r\n  - new\r\n---\r\n\r\nText\r\n",
    ],
    [
      "with Windows line ends",
      "---\r\ntags:\r\n  - a\r\n---\r\n",
      "new",
      "---\r\ntags:\r\n  - a\r\n  - new\r\n---\r\n",
    ],
    [
      "that is there already, spelled another way",
      front("tags: [Machine Learning]"),
      "machine-learning",
      front("tags: [Machine Learning]"),
    ],
    ["written with its mark", front("tags: [a]"), "#new", front("tags: [a, new]")],
    ["that needs quotes: a mark", front("tags: [a]"), "c#", front(`tags: [a, "c#"]`)],
    ["that needs quotes: a truth value", front("tags: [a]"), "yes", front(`tags: [a, "yes"]`)],
    ["that needs quotes: a number", front("tags:", "  - a"), "1.0", front("tags:", "  - a", `  - "1.0"`)],
    ["that needs quotes: a colon", front("tags:", "  - a"), "a: b", front("tags:", "  - a", `  - "a: b"`)],
    ["that needs quotes: a null", front("tags: [a]"), "null", front(`tags: [a, "null"]`)],
    ["that needs quotes: brackets", front("tags: [a]"), "[x]", front(`tags: [a, "[x]"]`)],
    ["that needs quotes: quotes", front("tags: ['a']"), "it's", front("tags: ['a', 'it''s']")],
    ["that needs quotes in a comma string", front("related: a, b"), "c: d", front(`related: "a, b, c: d"`)],
    ["that cannot stand in a comma string", front("related: a, b"), "c, d", "edit.cannot-write"],
    ["that cannot stand between spaces", front("tags: a b"), "c d", "edit.cannot-write"],
    ["that is no name", front("tags: [a]"), " # ", "edit.unusable-tag"],
    ["to front matter that is broken", lines("---", "x: [", "---"), "new", "edit.no-place"],
    ["to front matter without an end", lines("---", "x: 1", "Text"), "new", "edit.no-place"],
    ["to tags behind an alias", front("x: &x [a]", "tags: *x"), "new", "edit.cannot-write"],
    [
      "to a TOML array",
      lines("+++", `tags = ["a"] # c`, "+++"),
      'n"w',
      lines("+++", `tags = ["a", "n\\"w"] # c`, "+++"),
    ],
    [
      "to an empty TOML array",
      lines("+++", "tags = []", "+++"),
      "new",
      lines("+++", `tags = ["new"]`, "+++"),
    ],
    [
      "to TOML without tags",
      lines("+++", `x = "1" # c`, "", "[y]", "z = 1", "+++"),
      "new",
      lines("+++", `x = "1" # c`, `tags = ["new"]`, "", "[y]", "z = 1", "+++"),
    ],
    [
      "to a TOML table for tags",
      lines("+++", "[taxonomies]", "x = []", "[y]", "+++"),
      "new",
      lines("+++", "[taxonomies]", "x = []", `tags = ["new"]`, "[y]", "+++"),
    ],
    ["to empty TOML", lines("+++", "+++"), "new", lines("+++", `tags = ["new"]`, "+++")],
    [
      "to JSON without tags",
      lines("{", `  "x": 1`, "}"),
      "new",
      lines("{", `  "x": 1,`, `  "tags": [`, `    "new"`, "  ]", "}"),
    ],
  ])("%s", (_what, text, tag, expected, options) =>
    check(text, add("note.md", text, tag, options), expected),
  );

  it.each<[string, string, string, string, string]>([
    [
      "to a package",
      "package.json",
      `{\n  "name": "x",\n  "keywords": [\n    "a"\n  ]\n}\n`,
      "new",
      `{\n  "name": "x",\n  "keywords": [\n    "a",\n    "new"\n  ]\n}\n`,
    ],
    [
      "to a package without keywords",
      "package.json",
      `{"name": "x"}`,
      "new",
      `{"name": "x", "keywords": ["new"]}`,
    ],
    [
      "to a notebook",
      "n.ipynb",
      `{"cells": [], "metadata": {}}`,
      "new",
      `{"cells": [], "metadata": {"tags": ["new"]}}`,
    ],
    ["to meta.yml", "meta.yml", "name: x\nkeywords:\n  - a", "new", "name: x\nkeywords:\n  - a\n  - new"],
    ["to meta.yml without a last line end", "meta.yml", "name: x", "new", "name: x\ntags:\n  - new"],
    [
      "to a field list",
      "n.rst",
      "Title\n=====\n\n:tags: a, b\n\nText\n",
      "new",
      "Title\n=====\n\n:tags: a, b, new\n\nText\n",
    ],
    ["to an empty field", "n.rst", ":tags:\n\nText\n", "new", ":tags: new\n\nText\n"],
    [
      "to reStructuredText without fields",
      "n.rst",
      "Title\n=====\n\nText\n",
      "new",
      "Title\n=====\n\n:tags: new\n\nText\n",
    ],
    ["to attributes", "n.adoc", "= T\n:keywords: a,b\n\nText\n", "new", "= T\n:keywords: a,b,new\n\nText\n"],
    [
      "to AsciiDoc without attributes",
      "n.adoc",
      "= T\nAna <a@b.c>\n\nText\n",
      "new",
      ":tags: new\n= T\nAna <a@b.c>\n\nText\n",
    ],
  ])("%s", (_what, path, text, tag, expected) => {
    const options: EditOptions = path === "package.json" ? { key: "keywords" } : {};
    check(text, add(path, text, tag, options), expected);
  });
});

describe("removing a tag", () => {
  const remove = (path: string, text: string, tag: string) => removeTag(readDocument(path, text)!, tag);
  it.each<[string, string, string, string]>([
    [
      "from a block list",
      front("tags:", "  - a # c", "  # between", "  - b"),
      "a",
      front("tags:", "  # between", "  - b"),
    ],
    [
      "the last from a block list",
      front("tags: # mine", "  - a", "x: 1"),
      "a",
      front("tags: [] # mine", "x: 1"),
    ],
    ["the first from a flow list", front("tags: [a, b]"), "a", front("tags: [b]")],
    ["the last from a flow list", front("tags: [a, b]"), "b", front("tags: [a]")],
    ["the only one from a flow list", front("tags: [ a, ]"), "a", front("tags: []")],
    [
      "from a flow list with comments",
      front("tags: [", "  a, # one", "  b, # two", "  c", "]"),
      "b",
      front("tags: [", "  a, # one", "   # two", "  c", "]"),
    ],
    ["each time it stands there", front("tags: [a, A, b, a]"), "a", front("tags: [b]")],
    ["from a comma string", front("related: a, b, c"), "b", front("related: a, c")],
    ["the only part of a comma string", front("related: a,"), "a", front(`related: ""`)],
    ["from slugs between spaces", front("tags: a b c"), "c", front("tags: a b")],
    ["the whole text", front("tags: a"), "a", front("tags: []")],
    [
      "from a TOML array over lines",
      lines("+++", "tags = [", `  "a",`, `  "b",`, "]", "+++"),
      "a",
      lines("+++", "tags = [", `  "b",`, "]", "+++"),
    ],
    ["a line of tags", "#a #b #c\n", "b", "#a #c\n"],
    ["at the start of a line of tags", "#a #b\n", "a", "#b\n"],
    ["in a sentence, whose word stays", "I love #cooking much\n", "cooking", "I love cooking much\n"],
    ["that is not there", front("tags: [a]"), "x", front("tags: [a]")],
    [
      "with Windows line ends",
      "---\r\ntags:\r\n  - a\r\n  - b\r\n---\r\n",
      "a",
      "---\r\ntags:\r\n  - b\r\n---\r\n",
    ],
  ])("%s", (_what, text, tag, expected) => check(text, remove("note.md", text, tag), expected));

  it("at one place only", () => {
    const text = front("tags: [a]", "categories: [a, b]");
    check(
      text,
      removeTag(readDocument("n.md", text)!, readDocument("n.md", text)!.tags[1]!),
      front("tags: [a]", "categories: [b]"),
    );
  });

  it("from the last line of a YAML file", () => {
    check("keywords:\n  - a\n  - b", remove("meta.yml", "keywords:\n  - a\n  - b", "b"), "keywords:\n  - a");
  });
});

describe("replacing a tag", () => {
  const replace = (text: string, name: string, newName: string) =>
    replaceTag(readDocument("n.md", text)!, name, newName);
  it.each<[string, string, string, string, string]>([
    [
      "in a block list",
      front("tags:", "  - a # c", "  - b"),
      "a",
      "new",
      front("tags:", "  - new # c", "  - b"),
    ],
    ["with its quotes", front("tags: ['a', b]"), "a", "it's", front("tags: ['it''s', b]")],
    ["by one that needs quotes", front("tags: [a, b]"), "a", "c#", front(`tags: ["c#", b]`)],
    [
      "by another spelling of it",
      front("tags: [machine_learning]"),
      "machine learning",
      "Machine Learning",
      front("tags: [Machine Learning]"),
    ],
    ["by one that is there: they become one", front("tags: [a, b]"), "a", "B", front("tags: [b]")],
    ["that stands there twice", front("tags: [a, b, A]"), "a", "c", front("tags: [c, b]")],
    ["in a comma string", front("related: a, b"), "a", "x y", front("related: x y, b")],
    ["by words that would fall apart", front("tags: a"), "a", "deep sea", front("tags: [deep sea]")],
    ["by one with a comma, in a comma string", front("related: a, b"), "a", "x, y", "edit.cannot-write"],
    [
      "in the fields and in the text",
      lines("---", "tags: [a]", "---", "x #a y"),
      "a",
      "deep-sea",
      lines("---", "tags: [deep-sea]", "---", "x #deep-sea y"),
    ],
    ["in the text, with hyphens for blanks", "x #a y", "a", "deep sea", "x #deep-sea y"],
    ["in the text, by what cannot stand there", "x #a y", "a", "c++", "edit.cannot-write"],
  ])("%s", (_what, text, name, newName, expected) => check(text, replace(text, name, newName), expected));
});

it("edits that overlap are refused", () => {
  const edit = { span: { start: 0, end: 2 }, newText: "" };
  expect(() => applyEdits("abc", [edit, { span: { start: 1, end: 3 }, newText: "" }])).toThrow(RangeError);
});
