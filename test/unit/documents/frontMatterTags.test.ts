import { describe, expect, it } from "vitest";
import type { TagStyle } from "../../../server/documents/document.ts";
import { DEFAULT_READ_OPTIONS, readDocument } from "../../../server/documents/read.ts";
import { lines } from "./lines.ts";

/** Reads a Markdown document and compares its tags: how each is written in the text, what it means, in which style. */
function check(
  text: string,
  style: TagStyle,
  expected: readonly (readonly [written: string, name: string])[],
): void {
  const { tags, problems } = readDocument("note.md", text)!;
  expect(problems).toEqual([]);
  expect(tags.map(({ span, name }) => [text.slice(span.start, span.end), name])).toEqual(expected);
  for (const tag of tags) expect(tag.style).toBe(style);
}

const plain = (...names: readonly string[]) => names.map((name) => [name, name] as const);

describe("YAML front matter", () => {
  it.each<[string, string, TagStyle, readonly (readonly [string, string])[]]>([
    [
      "a block list",
      lines("---", "tags:", "  - one", "  - two words", "---", "Text"),
      "yaml-block",
      plain("one", "two words"),
    ],
    [
      "a list below blank lines",
      lines("", "  ", "---", "title: A", "tags:", "  - one", "---", "Text"),
      "yaml-block",
      plain("one"),
    ],
    [
      "a block list at the margin",
      lines("---", "tags:", "- one", "- two", "---"),
      "yaml-block",
      plain("one", "two"),
    ],
    [
      "a block list with comments",
      lines("---", "tags: # mine", "  # first", "  - one # why", "---"),
      "yaml-block",
      plain("one"),
    ],
    [
      "quoted items",
      lines("---", "tags:", `  - "o\\"ne"`, "  - 'it''s'", "---"),
      "yaml-block",
      [
        [`"o\\"ne"`, 'o"ne'],
        ["'it''s'", "it's"],
      ],
    ],
    [
      "a flow list",
      lines("---", "tags: [one, 'two']", "---"),
      "yaml-flow",
      [
        ["one", "one"],
        ["'two'", "two"],
      ],
    ],
    [
      "a flow list over lines",
      lines("---", "tags: [", "  one,", "  two,", "]", "---"),
      "yaml-flow",
      plain("one", "two"),
    ],
    [
      "a comma string",
      lines("---", "related: one, two words,three", "---"),
      "yaml-comma",
      plain("one", "two words", "three"),
    ],
    [
      "a quoted comma string",
      lines("---", `keywords: "one, t\\"wo"`, "---"),
      "yaml-comma",
      [
        ["one", "one"],
        [`t\\"wo`, 't"wo'],
      ],
    ],
    [
      "a comma string over lines",
      lines("---", "keywords: one,", "  two", "---"),
      "yaml-comma",
      plain("one", "two"),
    ],
    [
      "a folded comma string",
      lines("---", "keywords: >", "  one,", "  two", "---"),
      "yaml-comma",
      plain("one", "two"),
    ],
    ["slugs between spaces", lines("---", "tags: one two-b", "---"), "yaml-space", plain("one", "two-b")],
    [
      "a phrase with capitals",
      lines("---", "tags: Machine Learning", "---"),
      "yaml-scalar",
      plain("Machine Learning"),
    ],
    ["a phrase under keywords", lines("---", "keywords: deep sea", "---"), "yaml-scalar", plain("deep sea")],
    ["one word", lines("---", "Tags: one", "---"), "yaml-scalar", plain("one")],
    [
      "names that look like values",
      lines("---", "tags: [1.0, yes, 2024-01-01, 007]", "---"),
      "yaml-flow",
      plain("1.0", "yes", "2024-01-01", "007"),
    ],
    [
      "names with a mark",
      lines("---", "tags: [ '#a' , b/c ]", "---"),
      "yaml-flow",
      [
        ["'#a'", "a"],
        ["b/c", "b/c"],
      ],
    ],
    ["tags of a taxonomy", lines("---", "taxonomy:", "  tag: [one]", "---"), "yaml-flow", plain("one")],
    [
      "nulls and maps between them",
      lines("---", "tags: [one, null, {a: b}, ~]", "---"),
      "yaml-flow",
      plain("one"),
    ],
    ["an end of three dots", lines("---", "tags: [one]", "...", "Text"), "yaml-flow", plain("one")],
    ["a byte order mark", `\ufeff${lines("---", "tags: [one]", "---")}`, "yaml-flow", plain("one")],
    [
      "Windows line ends",
      "---\r\ntags:\r\n  - one\r\n  - two\r\n---\r\nText\r\n",
      "yaml-block",
      plain("one", "two"),
    ],
    [
      "a quoted text that is not indented",
      lines("---", `title: "a`, `b"`, "tags: [one]", "---"),
      "yaml-flow",
      plain("one"),
    ],
    ["no end of line after the fence", "---\ntags: [one]\n---", "yaml-flow", plain("one")],
    ["a fence with a name", lines("---yaml", "tags: [one]", "---"), "yaml-flow", plain("one")],
  ])("reads %s", (_what, text, style, expected) => check(text, style, expected));

  it("reads several fields, in the order of the text", () => {
    const text = lines("---", "categories: news", "tags: [a]", "---", "Some #inline text");
    expect(readDocument("note.md", text)!.tags.map(({ field, name }) => `${field}:${name}`)).toEqual([
      "categories:news",
      "tags:a",
      "#:inline",
    ]);
  });

  it.each([
    ["---", "topic: irc", "tag: talk", "related: chat", "---"],
    ["+++", 'category = "irc"', 'keyword = ["talk"]', 'related = "chat"', "+++"],
  ])("takes no singular for a tag field, and none of its words for prose: %s %s", (...text) => {
    const { tags, prose } = readDocument("note.md", lines(...text))!;
    expect(tags.map(({ name }) => name)).toEqual(["chat"]);
    expect(JSON.stringify(prose)).not.toMatch(/irc|talk/);
  });

  it("takes text between two rules for prose", () => {
    const document = readDocument("note.md", lines("---", "", "Only words.", "", "---"))!;
    expect([document.tags, document.problems]).toEqual([[], []]);
    expect(document.prose.body).toContain("Only words.");
  });

  it("reads the fields that it is told to", () => {
    const options = { ...DEFAULT_READ_OPTIONS, tagKeys: ["subjects"] };
    const { tags } = readDocument(
      "note.md",
      lines("---", "tags: [a]", "Subjects: b", "subject: c", "---"),
      options,
    )!;
    expect(tags.map(({ name }) => name)).toEqual(["b"]);
  });

  it("reads a singular that it is told to", () => {
    const options = { ...DEFAULT_READ_OPTIONS, tagKeys: ["category"] };
    const { tags } = readDocument("note.md", lines("---", "category: deep sea", "---"), options)!;
    expect(tags.map(({ name, style }) => [name, style])).toEqual([["deep sea", "yaml-scalar"]]);
  });
});

describe("rules across the page below blank lines", () => {
  it.each([
    ["around prose", lines("", "---", "Not a field", "---", "tags: [no]")],
    ["without an end", lines("", "---", "tags: [one]", "Text")],
  ])("are no front matter: %s", (_, text) => {
    const { tags, problems } = readDocument("note.md", text)!;
    expect(tags.filter(({ name }) => name === "no")).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe("TOML front matter", () => {
  it.each<[string, string, TagStyle, readonly (readonly [string, string])[]]>([
    [
      "an array",
      lines("+++", "title = 'x'", `tags = ["one", 'two']`, "+++"),
      "toml-array",
      [
        [`"one"`, "one"],
        ["'two'", "two"],
      ],
    ],
    [
      "an array over lines",
      lines("+++", "tags = [", `  "a", # why`, `  "b",`, "]", "+++"),
      "toml-array",
      [
        [`"a"`, "a"],
        [`"b"`, "b"],
      ],
    ],
    [
      "a fenced block",
      lines("```toml", "[advisory]", `keywords = ["a"]`, `related = ["RX-1"]`, "```", "", "# T"),
      "toml-array",
      [[`"a"`, "a"]],
    ],
    [
      "a table of taxonomies",
      lines("+++", "[taxonomies]", `tags = ["a"]`, "+++"),
      "toml-array",
      [[`"a"`, "a"]],
    ],
    ["a dotted key", lines("+++", `taxonomies.tags = ["a"]`, "+++"), "toml-array", [[`"a"`, "a"]]],
    ["a comma string", lines("+++", `keywords = "a, b"`, "+++"), "toml-comma", plain("a", "b")],
    ["a string", lines("+++", `keywords = "a\\u0062"`, "+++"), "toml-scalar", [[`"a\\u0062"`, "ab"]]],
  ])("reads %s", (_what, text, style, expected) => check(text, style, expected));
});

describe("JSON front matter", () => {
  it.each<[string, string, TagStyle, readonly (readonly [string, string])[]]>([
    [
      "bare braces",
      lines("{", `  "tags": ["one", "t\\u0077o"]`, "}", "", "Text"),
      "json-array",
      [
        [`"one"`, "one"],
        [`"t\\u0077o"`, "two"],
      ],
    ],
    ["semicolons", lines(";;;", `{"tags": "a, b"}`, ";;;"), "json-comma", plain("a", "b")],
    ["a named fence", lines("---json", `{"tags": "a"}`, "---"), "json-scalar", [[`"a"`, "a"]]],
  ])("reads %s", (_what, text, style, expected) => check(text, style, expected));
});
