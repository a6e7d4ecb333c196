import { describe, expect, it } from "vitest";
import { applyEdits, type EditOptions } from "../../../server/documents/edit.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { tagSlotAt } from "../../../server/documents/tagSlot.ts";
import { lines } from "./lines.ts";

/** Where the cursor is. */
const CURSOR = "‸";
const front = (...fields: readonly string[]) => lines("---", ...fields, "---", "", "Text");

function slotIn(path: string, marked: string, options?: EditOptions) {
  const offset = marked.indexOf(CURSOR);
  const text = marked.replace(CURSOR, "");
  return { text, slot: tagSlotAt(readDocument(path, text, options?.read)!, offset, options) };
}

/** The text after `name` is chosen at the cursor; undefined where there is no place for a tag. */
function chosen(path: string, marked: string, name: string, options?: EditOptions): string | undefined {
  const { text, slot } = slotIn(path, marked, options);
  const newText = slot?.write(name);
  return slot && newText !== undefined ? applyEdits(text, [{ span: slot.replace, newText }]) : undefined;
}

describe("a name is written in the style at hand", () => {
  it.each<[string, string, string, EditOptions?]>([
    ["an empty item", front("tags:", "  - a", "  - ‸", "x: 1"), front("tags:", "  - a", "  - new", "x: 1")],
    ["an item without its blank", front("tags:", "  - a", "  -‸"), front("tags:", "  - a", "  - new")],
    ["the first item", front("tags:", "- ‸", "x: 1"), front("tags:", "- new", "x: 1")],
    ["an item that is begun", front("tags:", "  - ne‸", "  - b"), front("tags:", "  - new", "  - b")],
    ["a whole item", front("tags:", "  - o‸ld # why", "  - b"), front("tags:", "  - new # why", "  - b")],
    ["an item of words", front("tags:", "  - deep s‸ea"), front("tags:", "  - new")],
    ["a quoted item", front("tags:", "  - 'o‸ld'"), front("tags:", "  - 'new'")],
    ["an open quote", front("tags:", `  - "o‸`, "  - b"), front("tags:", `  - "new"`, "  - b")],
    [
      "an open quote above a quoted item",
      front("tags:", `  - "o‸`, `  - "b"`),
      front("tags:", `  - "new"`, `  - "b"`),
    ],
    ["like its neighbours", front("tags:", "  - 'a'", "  - ‸"), front("tags:", "  - 'a'", "  - 'new'")],
    ["a new line", front("tags:", "  - a", "‸", "x: 1"), front("tags:", "  - a", "  - new", "x: 1")],
    ["an indented new line", front("tags:", "-   a # b", "    ‸"), front("tags:", "-   a # b", "-   new")],
    [
      "a new line with a word",
      front("tags:", "  - a", "  n‸", "x: 1"),
      front("tags:", "  - a", "  - new", "x: 1"),
    ],
    ["a line below an empty field", front("tags: # c", "  ‸", "x: 1"), front("tags: # c", "  - new", "x: 1")],
    [
      "a line below an empty field, indented as others are",
      front("authors:", "- ana", "tags:", "  ‸"),
      front("authors:", "- ana", "tags:", "- new"),
    ],
    [
      "a blank line between items",
      front("tags:", "  - a", "‸", "  - b"),
      front("tags:", "  - a", "  - new", "  - b"),
    ],
    ["a flow list", front("tags: [a, ‸]"), front("tags: [a, new]")],
    ["an empty flow list", front("tags: [‸]"), front("tags: [new]")],
    ["in the middle", front("tags: [a, ‸, b]"), front("tags: [a, new, b]")],
    ["a flow item", front("tags: [a, o‸ld, b]"), front("tags: [a, new, b]")],
    ["a quoted flow item", front(`tags: [a, "o‸", b]`), front(`tags: [a, "new", b]`)],
    ["an unclosed flow list", front("tags: [a, o‸", "x: 1"), front("tags: [a, new", "x: 1")],
    ["an unclosed quote in a list", front(`tags: ["a", "o‸]`, "x: 1"), front(`tags: ["a", "new"]`, "x: 1")],
    ["an unclosed quote before an item", front(`tags: ["o‸, "b"]`), front(`tags: ["new", "b"]`)],
    ["nothing closed", front(`tags: ['a', 'o‸`, "x: 1"), front(`tags: ['a', 'new'`, "x: 1")],
    ["behind a quoted item", front(`tags: ["a" ‸]`), front(`tags: ["a" , "new"]`)],
    ["a flow list over lines", front("tags: [", "  a,", "  ‸", "]"), front("tags: [", "  a,", "  new", "]")],
    ["a comma string", front("related: a, ‸"), front("related: a, new")],
    ["a part of a comma string", front("related: a, o‸ld, b"), front("related: a, new, b")],
    ["a quoted comma string", front(`related: "a, o‸, b" # c`), front(`related: "a, new, b" # c`)],
    ["an unclosed comma string", front(`related: "a, o‸`, "x: 1"), front(`related: "a, new`, "x: 1")],
    ["a space string", front("tags: a ‸"), front("tags: a new")],
    ["a part of a space string", front("tags: a o‸ld b"), front("tags: a new b")],
    ["a scalar", front("tags: o‸ld"), front("tags: new")],
    ["a quoted scalar", front(`tags: "o‸"`), front(`tags: "new"`)],
    ["quotes with nothing in them", front(`tags: "‸"`), front(`tags: "new"`)],
    ["an empty field", front("tags: ‸", "x: 1"), front("tags:", "  - new", "x: 1")],
    ["an empty field without a blank", front("tags:‸", "x: 1"), front("tags:", "  - new", "x: 1")],
    ["an empty field before a comment", front("tags: ‸ # c"), front("tags: [new] # c")],
    ["an empty field in flow style", front("tags: ‸"), front("tags: [new]"), { style: "yaml-flow" }],
    ["an empty field in flow style, no blank", front("tags:‸"), front("tags: [new]"), { style: "yaml-flow" }],
    ["an empty field in comma style", front("tags: ‸"), front("tags: new"), { style: "yaml-comma" }],
    ["a field in a map", front("taxonomy:", "  tag: [a, ‸]"), front("taxonomy:", "  tag: [a, new]")],
    [
      "an empty field in a map",
      front("taxonomies:", "  tags: ‸"),
      front("taxonomies:", "  tags:", "    - new"),
    ],
    ["front matter in a map", front("{ x: 1, tags: [a, ‸] }"), front("{ x: 1, tags: [a, new] }")],
    [
      "below another broken field",
      front("tags: [a, ‸]", "x: [", "y: 1"),
      front("tags: [a, new]", "x: [", "y: 1"),
    ],
    [
      "front matter without an end",
      lines("---", "x: 1", "tags: [a, ‸]", "", "Text"),
      lines("---", "x: 1", "tags: [a, new]", "", "Text"),
    ],
    ["a text that ends here", "---\ntags: [a, o‸", "---\ntags: [a, new"],
    ["a list that ends here", "---\ntags:\n  - a\n  - ‸", "---\ntags:\n  - a\n  - new"],
    ["a field that ends here", "---\ntags: ‸", "---\ntags:\n  - new"],
    ["Windows lines", "---\r\ntags:\r\n- ‸\r\n---\r\n", "---\r\ntags:\r\n- new\r\n---\r\n"],
    ["an empty field in Windows lines", "---\r\ntags: ‸\r\n---\r\n", "---\r\ntags:\r\n  - new\r\n---\r\n"],
    ["behind a byte order mark", "\ufeff---\ntags: [‸]\n---\n", "\ufeff---\ntags: [new]\n---\n"],
  ])("YAML, %s", (_, before, after, options) => {
    expect(chosen("n.md", before, "new", options)).toBe(after);
  });

  const toml = (...fields: readonly string[]) => lines("+++", ...fields, "+++", "Text");
  it.each<[string, string, string, EditOptions?]>([
    ["an empty array", toml("tags = [‸]", "x = 1"), toml(`tags = ["new"]`, "x = 1")],
    ["quotes", toml(`tags = ["a", "‸"]`), toml(`tags = ["a", "new"]`)],
    ["a word without quotes", toml(`tags = ["a", n‸]`), toml(`tags = ["a", "new"]`)],
    ["like its neighbours", toml("tags = ['a', ‸]"), toml("tags = ['a', 'new']")],
    ["behind an item", toml(`tags = ["a" ‸]`), toml(`tags = ["a" , "new"]`)],
    ["before an item", toml(`tags = [‸ "a"]`), toml(`tags = ["new",  "a"]`)],
    [
      "an array over lines",
      toml("tags = [", `  "a", # c`, "  ‸", "]"),
      toml("tags = [", `  "a", # c`, `  "new"`, "]"),
    ],
    ["an open quote", toml(`tags = ["a", "n‸`, "x = 1"), toml(`tags = ["a", "new"`, "x = 1")],
    [
      "an open quote before the bracket",
      toml(`tags = ["a", "n‸]`, "x = 1"),
      toml(`tags = ["a", "new"]`, "x = 1"),
    ],
    ["an open array", toml(`tags = ["a", ‸`, "x = 1"), toml(`tags = ["a", "new"`, "x = 1")],
    ["an empty field", toml("tags = ‸", "x = 1"), toml(`tags = ["new"]`, "x = 1")],
    ["an empty field in comma style", toml("tags =‸"), toml(`tags = "new"`), { style: "toml-comma" }],
    ["a comma string", toml(`keywords = "a, ‸"`), toml(`keywords = "a, new"`)],
    ["a table", toml("[taxonomies]", "tags = [‸]"), toml("[taxonomies]", `tags = ["new"]`)],
    ["an inline table", toml("taxonomies = { tags = [‸] }"), toml(`taxonomies = { tags = ["new"] }`)],
    [
      "an open inline table",
      toml(`taxonomies = { tags = ["a", "n‸`),
      toml(`taxonomies = { tags = ["a", "new"`),
    ],
    ["a text that ends here", `+++\ntags = ["a", "n‸`, `+++\ntags = ["a", "new"`],
  ])("TOML, %s", (_, before, after, options) => {
    expect(chosen("n.md", before, "new", options)).toBe(after);
  });

  it.each<[string, string, string, string]>([
    [
      "a package",
      "package.json",
      `{"name": "x", "keywords": ["a", "‸"], "y": 1}`,
      `{"name": "x", "keywords": ["a", "new"], "y": 1}`,
    ],
    ["no quotes", "package.json", `{"name": "x", "keywords": [‸]}`, `{"name": "x", "keywords": ["new"]}`],
    ["an empty field", "package.json", `{"name": "x", "keywords": ‸}`, `{"name": "x", "keywords": ["new"]}`],
    [
      "an open array",
      "package.json",
      `{"name": "x",\n "keywords": ["a", ‸\n "y": 1}`,
      `{"name": "x",\n "keywords": ["a", "new"\n "y": 1}`,
    ],
    [
      "an open quote",
      "package.json",
      `{"name": "x",\n "keywords": ["a", "n‸\n}`,
      `{"name": "x",\n "keywords": ["a", "new"\n}`,
    ],
    [
      "an open quote before the bracket",
      "package.json",
      `{"name": "x",\n "keywords": ["n‸]\n}`,
      `{"name": "x",\n "keywords": ["new"]\n}`,
    ],
    [
      "a text that ends here",
      "package.json",
      `{"name": "x", "keywords": ["a", "n‸`,
      `{"name": "x", "keywords": ["a", "new"`,
    ],
    ["front matter", "n.md", `{"title": "T", "tags": ["‸"]}\nText`, `{"title": "T", "tags": ["new"]}\nText`],
    ["front matter that ends here", "n.md", `{"title": "T", "tags": ["‸`, `{"title": "T", "tags": ["new"`],
    ["fenced front matter", "n.md", `;;;\n{"tags": [‸]}\n;;;\nText`, `;;;\n{"tags": ["new"]}\n;;;\nText`],
    [
      "a notebook",
      "n.ipynb",
      `{"metadata": {"tags": ["a", "‸"]}, "cells": []}`,
      `{"metadata": {"tags": ["a", "new"]}, "cells": []}`,
    ],
    [
      "a notebook below its cells",
      "n.ipynb",
      `{"cells": [{"cell_type": "code", "source": "x"}], "metadata": {"tags": ["a", n‸]}}`,
      `{"cells": [{"cell_type": "code", "source": "x"}], "metadata": {"tags": ["a", "new"]}}`,
    ],
  ])("JSON, %s", (_, path, before, after) => {
    expect(chosen(path, before, "new")).toBe(after);
  });

  it.each<[string, string, string, string]>([
    ["an rst field", "n.rst", "T\n===\n\n:tags: a, ‸\n\nText", "T\n===\n\n:tags: a, new\n\nText"],
    ["an empty rst field", "n.rst", ":tags:‸\n\nText", ":tags: new\n\nText"],
    ["an rst comment field", "n.rst", ".. tags:: a, o‸ld, b\n", ".. tags:: a, new, b\n"],
    ["below rst meta", "n.rst", ".. meta::\n   :keywords: ‸\n", ".. meta::\n   :keywords: new\n"],
    ["a second line of an rst field", "n.rst", ":tags: a,\n   ‸\n\nText", ":tags: a,\n   new\n\nText"],
    ["an AsciiDoc attribute", "n.adoc", "= T\n:keywords: a,‸\n\nText", "= T\n:keywords: a,new\n\nText"],
    ["an AsciiDoc page attribute", "n.adoc", ":page-tags: o‸\n", ":page-tags: new\n"],
    ["front matter of AsciiDoc", "n.adoc", "---\ntags: [‸]\n---\n= T\n", "---\ntags: [new]\n---\n= T\n"],
    [
      "a YAML file",
      "meta.yml",
      "name: x\nkeywords:\n  - a\n  - ‸\ninput:\n  - x: 1\n",
      "name: x\nkeywords:\n  - a\n  - new\ninput:\n  - x: 1\n",
    ],
    ["a YAML file that is named otherwise", "x.yml", "tags:\n  - a\n  - ‸", "tags:\n  - a\n  - new"],
  ])("%s", (_, path, before, after) => {
    expect(chosen(path, before, "new")).toBe(after);
  });

  it.each<[string, string, string]>([
    ["a tag that is begun", "Say #us‸ so.", "Say #new so."],
    ["a whole tag", "Say #o‸ld, so.", "Say #new, so."],
    ["a lone mark", "Say #‸ so.", "Say #new so."],
    ["at the start of a line", "#‸\n", "#new\n"],
    ["in a heading", "# About #o‸ld things", "# About #new things"],
    ["below front matter", `${front("tags: [a]")}#o‸`, `${front("tags: [a]")}#new`],
  ])("in prose, %s", (_, before, after) => {
    expect(chosen("n.md", before, "new")).toBe(after);
  });
});

describe("names that are not plain", () => {
  it.each<[string, string, string, string | undefined]>([
    ["is quoted where it must be", front("tags:", "  - ‸"), "c#", front("tags:", `  - "c#"`)],
    ["is quoted in a list", front("tags: [a, ‸]"), "a, b", front(`tags: [a, "a, b"]`)],
    ["keeps the quotes that are there", front("tags: ['‸']"), "it's", front("tags: ['it''s']")],
    ["with a blank has no place among slugs", front("tags: a ‸"), "deep sea", undefined],
    ["with capitals has no place among slugs", front("tags: a ‸"), "Sea", undefined],
    ["with a comma has no place between commas", front("related: a, ‸"), "b, c", undefined],
    ["with a colon has no place in a bare text", front("related: a, ‸"), "b: c", undefined],
    ["of two words makes a list of a text", front("tags: o‸"), "deep sea", front("tags: [deep sea]")],
    ["with a blank becomes one word in prose", "#d‸", "deep sea", "#deep-sea"],
    ["cannot stand in prose", "#d‸", "c++", undefined],
    ["with a mark before it loses that", front("tags: [‸]"), "#new", front("tags: [new]")],
    ["is none at all", front("tags: [‸]"), "  ", undefined],
  ])("one that %s", (_, before, name, after) => {
    expect(chosen("n.md", before, name)).toBe(after);
  });
});

describe("what is known of a place", () => {
  it.each<[string, string, string, string, string]>([
    ["n.md", front("tags: [a, deep s‸ea]"), "deep s", "yaml-flow", "tags"],
    ["n.md", front("Topics:", "  - 'it''s‸'"), "it's", "yaml-block", "Topics"],
    ["n.md", front("tags:", "  - a", "‸"), "", "yaml-block", "tags"],
    ["n.md", "Say #us‸er", "us", "inline", "#"],
    ["n.rst", ":keywords: a, b‸", "b", "rst-field", "keywords"],
    ["package.json", `{"name": "x", "keywords": [n‸]}`, "n", "json-array", "keywords"],
  ])("%s %j", (path, marked, prefix, style, field) => {
    expect(slotIn(path, marked).slot).toMatchObject({ prefix, style, field });
  });

  it("covers the whole tag with its quotes", () => {
    const { text, slot } = slotIn("n.md", front(`tags: [a, "o‸ld", b]`));
    expect(text.slice(slot!.replace.start, slot!.replace.end)).toBe(`"old"`);
  });
});

describe("there is no place for a tag", () => {
  it.each<[string, string, string, EditOptions?]>([
    ["in prose", "n.md", "Some w‸ords"],
    ["in prose below tags", "n.md", `${front("tags: [a]")}wo‸rd`],
    ["in a title", "n.md", front("title: a‸b", "tags: [a]")],
    ["in a title below tags", "n.md", front("tags: [a]", "title: ‸")],
    ["in another list", "n.md", front("tags: [a]", "authors:", "  - ‸")],
    ["in the key", "n.md", front("ta‸gs: [a]")],
    ["at the margin, where a key begins", "n.md", front("tags:", "  - a", "ti‸")],
    ["in a comment", "n.md", front("tags: [a] # ‸")],
    ["in a comment on a line", "n.md", front("tags:", "  - a", "  # b‸")],
    ["behind a list", "n.md", front("tags: [a]‸")],
    ["behind a closed quote", "n.md", front(`tags: ["a"‸]`)],
    ["in a map of an item", "n.md", front("tags:", "  - name: ‸")],
    ["on the fences", "n.md", front("tags: [a]").replace("---", "--‸-")],
    ["in a block of code", "n.md", "```\n#a‸\n```\n"],
    ["in code between words", "n.md", "Say `#a‸` so."],
    ["in an address", "n.md", "[a](#b‸)"],
    ["in a heading's marks", "n.md", "##‸ Heading"],
    [
      "in prose where such tags do not count",
      "n.md",
      "#a‸",
      { read: { tagKeys: ["tags"], inlineTags: false } },
    ],
    ["in the singular", "n.md", front("tag: ‸")],
    ["in a package's name", "package.json", `{"name": "x‸", "keywords": ["a"]}`],
    ["between a package's fields", "package.json", `{"name": "x", "keywords": ["a"], ‸}`],
    ["in a package's other lists", "package.json", `{"name": "x", "keywords": ["a"], "files": ["‸"]}`],
    [
      "in a notebook's cells",
      "n.ipynb",
      `{"cells": [{"metadata": {"tags": ["‸"]}}], "metadata": {"tags": ["a"]}}`,
    ],
    ["in a notebook's code", "n.ipynb", `{"cells": [{"source": "tags: [‸]"}], "metadata": {"tags": []}}`],
    ["in rst prose", "n.rst", ":tags: a\n\nText ‸"],
    ["in another rst field", "n.rst", ":tags: a\n:author: ‸\n"],
    ["in AsciiDoc prose", "n.adoc", ":tags: a\n\nText ‸"],
    ["in a nested list of a YAML file", "meta.yml", "keywords:\n  - a\ninput:\n  - ‸\n"],
  ])("%s", (_, path, marked, options) => {
    expect(slotIn(path, marked, options).slot).toBeUndefined();
  });
});
