import { describe, expect, it } from "vitest";
import { readDocument } from "../../../server/documents/read.ts";
import { lines } from "./lines.ts";

/** Bad input gives a document without tags and one problem, whose span covers `place` or lies inside the text. */
function check(path: string, text: string, code: string, place?: string): void {
  const document = readDocument(path, text)!;
  expect(document.problems.map((problem) => problem.code)).toEqual([code]);
  expect(document.tags).toEqual([]);
  const [{ span, message }] = document.problems as [(typeof document.problems)[0]];
  expect(span.start).toBeGreaterThanOrEqual(0);
  expect(span.end).toBeGreaterThan(span.start);
  expect(span.end).toBeLessThanOrEqual(text.length);
  expect(message).toMatch(/^[A-Z`].*\.$/);
  if (place !== undefined) expect(text.slice(span.start, span.end)).toBe(place);
}

describe("bad input gives no tags and one problem", () => {
  const long = "x".repeat(10_000);
  const bomb = [
    "a: &a [x, x]",
    ...Array.from({ length: 26 }, (_, i) => {
      const [name, before] = [String.fromCharCode(98 + i), String.fromCharCode(97 + i)];
      return `${name}: &${name} [*${before}, *${before}]`;
    }).slice(0, 24),
  ];
  it.each<[string, string, string, string, string?]>([
    ["front matter without an end", "n.md", lines("---", "tags: [a]", "Text"), "front-matter.not-closed"],
    ["TOML without an end", "n.md", lines("+++", "tags = ['a']"), "front-matter.not-closed"],
    ["JSON without an end", "n.md", lines("{", `"tags": ["a"]`), "front-matter.not-closed"],
    ["a program", "n.md", lines("---js", "{ tags: ['a'] }", "---"), "front-matter.script"],
    [
      "endless front matter",
      "n.md",
      lines("---", "tags: [a]", "k: v\n".repeat(100_000), "---"),
      "front-matter.too-long",
    ],
    ["a YAML list", "n.md", lines("---", "- a", "---"), "yaml.not-fields"],
    ["an open bracket", "n.md", lines("---", "tags: [a", "---"), "yaml.syntax"],
    ["a colon in a plain text", "n.md", lines("---", "title: a: b", "tags: [a]", "---"), "yaml.syntax"],
    ["a tab for an indent", "n.md", lines("---", "x:", "\t- a", "\tb: c", "tags: [a]", "---"), "yaml.syntax"],
    ["deep brackets", "n.md", lines("---", `tags: ${"[".repeat(5000)}`, "---"), "yaml.too-deep"],
    ["deep dashes", "n.md", lines("---", `tags: ${"- ".repeat(5000)}`, "---"), "yaml.syntax"],
    ["tags twice", "n.md", lines("---", "tags: [a]", "tags: [b]", "---"), "yaml.duplicate-key", "tags"],
    ["an alias for tags", "n.md", lines("---", "x: &x [a]", "tags: *x", "---"), "tag.not-text", "*x"],
    ["an alias bomb", "n.md", lines("---", ...bomb, "tags: *y", "---"), "tag.not-text", "*y"],
    ["a tag too long", "n.md", lines("---", `tags: [${long}]`, "---"), "tag.too-long", long],
    ["an inline tag too long", "n.md", `#${long}`, "tag.too-long", `#${long}`],
    ["a NUL in a tag", "n.md", lines("---", `tags: ["a\\0b"]`, "---"), "tag.control-characters"],
    ["a lone surrogate", "n.md", lines("+++", `tags = ["ok\ud800"]`, "+++"), "tag.control-characters"],
    ["TOML without a value", "n.md", lines("+++", "tags = ['a']", "x =", "+++"), "toml.syntax"],
    ["TOML keys twice", "n.md", lines("+++", "tags = ['a']", "tags = ['b']", "+++"), "toml.syntax"],
    ["a JSON comma too many", "n.md", lines("{", `"tags": ["a",]`, "}"), "json.syntax"],
    ["deep JSON", "package.json", `{"name": "x", "keywords": ${"[".repeat(5000)}`, "json.syntax"],
    ["a cut package", "package.json", `{"name": "x", "keywords": ["a"`, "json.syntax"],
    ["an empty package", "package.json", "?", "json.syntax"],
    ["a cut notebook", "n.ipynb", `{"metadata": {"tags": ["a"]}, "cells": [`, "json.syntax"],
    ["a cut meta.yml", "x/meta.yml", lines("keywords: [a", "b: c"), "yaml.syntax"],
    ["a field too long", "n.rst", `:tags: ${long}\n`, "tag.too-long", long],
    ["an attribute too long", "n.adoc", `:keywords: ${long}\n`, "tag.too-long", long],
  ])("%s", (_what, path, text, code, place) => check(path, text, code, place));
});

describe("a problem beside the tags leaves them alone", () => {
  it("another key that stands twice", () => {
    const document = readDocument("n.md", lines("---", "x: 1", "x: 2", "tags: [a]", "---"))!;
    expect(document.tags.map(({ name }) => name)).toEqual(["a"]);
    expect(document.problems.map(({ code }) => code)).toEqual(["yaml.duplicate-key"]);
  });

  it("one tag too long among others", () => {
    const document = readDocument("n.md", lines("---", `tags: [a, ${"x".repeat(101)}]`, "---"))!;
    expect(document.tags.map(({ name }) => name)).toEqual(["a"]);
    expect(document.problems.map(({ code }) => code)).toEqual(["tag.too-long"]);
  });
});

describe("hostile input is read in linear time", () => {
  const size = 60_000;
  const fill = (unit: string) => unit.repeat(Math.ceil(size / unit.length));
  it.each([
    "#",
    "# ",
    "#a ",
    "[",
    "[a](",
    "](",
    "![",
    "<",
    "<a ",
    "<!--",
    "{{",
    "{%",
    "`",
    "``` ",
    "*",
    "_",
    "_a",
    "|",
    "\\",
    "- ",
    "> ",
    ">",
    "&",
    "&amp",
    "$$",
    "://",
    "www.",
    "a b ",
    "\n",
    "\n    x\n",
    " ",
    "=",
    "\n=",
    "\n-",
    "\r",
    "😀",
    "\ud800",
    "\0",
    "](a(",
    "](((",
    "[^",
    "[]: ",
    "\n[a]: ",
    "{:",
    "\t\n",
    ":a:",
    ".. ",
    "\n:tags: a",
    "\n.. meta::\n  :x: y",
    "<<",
    "link:",
    "\n|===",
    "'",
    '"',
    "---\n",
    "+++\n",
  ])("of %j again and again", (unit) => {
    const text = fill(unit);
    for (const path of ["a.md", "a.rst", "a.adoc"]) {
      const start = performance.now();
      readDocument(path, text);
      expect(performance.now() - start, path).toBeLessThan(1500);
    }
  });

  it.each([
    "[",
    "{",
    "- ",
    "a: ",
    "? ",
    "&a ",
    "*a ",
    "!a ",
    '"',
    "'",
    "|",
    ">",
    "#",
    "- - ",
    "\n- a",
    "\n a:",
    ": ",
    ",",
    "%",
    "\t",
    "a: &a b\nc: *a\n",
    "- 'a\n",
    'b: "\n',
  ])("of %j in front matter", (unit) => {
    const body = unit.repeat(Math.floor(20_000 / unit.length));
    for (const text of [
      `---\n${body}\n---\n`,
      `---\ntags: ${body}\n---\n`,
      `+++\ntags = ${body}\n+++\n`,
      `{ "tags": ${body}\n}\n`,
    ]) {
      const start = performance.now();
      readDocument("a.md", text);
      expect(performance.now() - start, text.slice(0, 12)).toBeLessThan(1500);
    }
  });

  it("of one long run of backticks behind a tag", () => {
    const start = performance.now();
    readDocument("a.md", `a #tag b ${"`".repeat(60_000)}`);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
