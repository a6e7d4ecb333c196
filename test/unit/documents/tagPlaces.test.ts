import { describe, expect, it } from "vitest";
import type { Span } from "../../../server/documents/document.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { malformedTags, tagAt, tagFieldPlaces, titlePlace } from "../../../server/documents/tagPlaces.ts";
import { lines } from "./lines.ts";

const front = (...fields: readonly string[]) => lines("---", ...fields, "---", "", "Text");
const textAt = (text: string, { start, end }: Span) => text.slice(start, end);

describe("the tag fields of a document", () => {
  const fields = (path: string, text: string) =>
    tagFieldPlaces(readDocument(path, text)!).map(({ key, keySpan, span, count }) => [
      key,
      textAt(text, keySpan),
      textAt(text, span),
      count,
    ]);
  it.each<[string, string, string, [string, string, string, number][]]>([
    ["none", "n.md", "Text #a", []],
    [
      "a block list",
      "n.md",
      front("tags: # c", "  - a", "  - b", "x: 1"),
      [["tags", "tags", "tags: # c\n  - a\n  - b", 2]],
    ],
    ["an empty field", "n.md", front("tags:", "x: 1"), [["tags", "tags", "tags:", 0]]],
    [
      "two fields, in their order",
      "n.md",
      `${front('topics: "a, b"', "tags: [c]")}#d`,
      [
        ["topics", "topics", 'topics: "a, b"', 2],
        ["tags", "tags", "tags: [c]", 1],
      ],
    ],
    [
      "JSON",
      "package.json",
      `{"name":"x","keywords":["a",""]}`,
      [["keywords", `"keywords"`, `"keywords":["a",""]`, 1]],
    ],
    [
      "a YAML file with quoted text that comes to the margin",
      "meta.yml",
      `keywords: [a]\nx: "y\ntags: z"\ntopics: [b]\nw: 1\n`,
      [
        ["keywords", "keywords", "keywords: [a]", 1],
        ["topics", "topics", "topics: [b]", 1],
      ],
    ],
    ["TOML", "n.md", lines("+++", "tags = ['a']", "+++"), [["tags", "tags", "tags = ['a']", 1]]],
    ["reStructuredText", "n.rst", ":tags: a, b\n\nText", [["tags", "tags", "tags: a, b", 2]]],
  ])("%s", (_, path, text, expected) => {
    expect(fields(path, text)).toEqual(expected);
  });
});

describe("what names a document", () => {
  it.each<[string, string, string, string]>([
    ["the title field", "n.md", front("x: 1", "title: The sea # c"), "The sea"],
    ["a quoted title", "n.md", front(`title: "The sea"`), "The sea"],
    ["a folded title: its first line", "n.md", front("title: >", "  The sea", "  and more"), "The sea"],
    ["a title over two lines: its first", "n.md", front("title: The sea", "  and more"), "The sea"],
    ["a name where there is no title", "n.md", front("name: The sea"), "The sea"],
    ["a title in TOML", "n.md", lines("+++", `title = "The sea"`, "+++"), "The sea"],
    ["a title in JSON", "n.md", `{"title": "The sea"}\nText`, "The sea"],
    ["the first heading", "n.md", `${front("tags: [a]")}\n## The sea\n\n# More\n`, "The sea"],
    ["a heading where the title is empty", "n.md", `${front("title:")}\n# The sea #\n`, "The sea"],
    ["an underlined heading", "n.md", "The sea\n=======\n", "The sea"],
    ["no heading in code", "n.md", "```\n# no\n```\n# The sea\n", "The sea"],
    ["the first line", "n.md", "\ufeff\n\r\n  The sea  \r\nmore\r\n", "The sea"],
    ["the first line of the prose", "n.md", lines("---", "tags: [a]", "---", "", "The sea"), "The sea"],
    ["the fence where there is nothing else", "n.md", lines("---", "tags: [a]", "---"), "---"],
    ["nothing of an empty document", "n.md", "", ""],
    ["a YAML file's name", "meta.yml", "x: 1\nname: sea\n", "sea"],
    ["a package's name", "package.json", `{"version": "1", "name": "sea"}`, "sea"],
    ["a notebook's title", "n.ipynb", `{"cells": [], "metadata": {"title": "The sea"}}`, "The sea"],
    [
      "a notebook's first heading",
      "n.ipynb",
      `{"cells": [{"source": ["# The \\"sea\\"\\n"]}], "metadata": {}}`,
      `The \\"sea\\"`,
    ],
    ["an rst title", "n.rst", "\n=======\nThe sea\n=======\n\nText\n", "The sea"],
    ["the first line of rst", "n.rst", ":tags: a\n", ":tags: a"],
    ["an AsciiDoc title", "n.adoc", ":x: y\n= The sea\nText\n", "The sea"],
  ])("%s", (_, path, text, expected) => {
    const place = titlePlace(readDocument(path, text)!);
    expect(textAt(text, place)).toBe(expected);
    expect(place.end).toBeLessThanOrEqual(text.length);
  });
});

it("a tag is found inside, and at either end", () => {
  const text = front(`tags: [aa, "b"]`);
  const document = readDocument("n.md", text)!;
  const at = (offset: number) => tagAt(document, offset)?.name;
  const first = text.indexOf("aa");
  expect([0, 1, 2, 3, 4].map((step) => at(first + step))).toEqual(["aa", "aa", "aa", undefined, "b"]);
  expect(at(text.indexOf(`"b"`) + 3)).toBe("b");
  expect(at(text.indexOf(`"b"`) + 4)).toBeUndefined();
});

describe("what is wrong with tags beyond what reading tells", () => {
  it.each<[string, string, string, [string, string][]]>([
    ["nothing", "n.md", front("tags: [a, b]"), []],
    ["a tag twice", "n.md", front("tags: [Deep Sea, a, deep-sea]"), [["tag.twice", "deep-sea"]]],
    ["not a tag in two fields", "n.md", front("tags: [a]", "topics: [a]"), []],
    [
      "an item that is a map",
      "n.md",
      front("tags:", "  - a: 1", "    b: 2", "  - c"),
      [["tag.not-a-name", "a: 1"]],
    ],
    ["an item that is a list", "n.md", front("tags: [[a], b]"), [["tag.not-a-name", "[a]"]]],
    ["a name in a comment", "n.md", front("tags:", "  - #one", "  - b"), [["tag.comment", "#one"]]],
    ["not a comment behind nothing", "n.md", front("tags:", "  - # one", "  - b"), []],
    ["not an item without a name", "n.md", front("tags:", "  - ", "  - b"), []],
    ["two fields of one name", "n.rst", ":tags: a\n:tags: b\n\nText", [["tag.field-twice", "tags"]]],
    ["not what YAML tells", "n.md", front("tags: [a]", "tags: [b]"), []],
  ])("%s", (_, path, text, expected) => {
    const found = malformedTags(readDocument(path, text)!);
    expect(found.map(({ code, span }) => [code, textAt(text, span)])).toEqual(expected);
    for (const { message } of found) expect(message).toMatch(/^[A-Z].*\.$/);
  });
});
