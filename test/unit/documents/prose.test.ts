import { describe, expect, it } from "vitest";
import type { Prose } from "../../../server/documents/document.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { lines } from "./lines.ts";

/** Reads a document and compares the parts of its prose that are given. */
function check(path: string, text: string, expected: Partial<Prose>): void {
  expect(readDocument(path, text)!.prose).toMatchObject(expected);
}

describe("the body of Markdown", () => {
  it.each([
    [
      "emphasis",
      "An *important* and __strong__ snake_case `code` ~~word~~.",
      "An important and strong snake_case code word.",
    ],
    [
      "links",
      'See [the *guide*](https://x.org/a_(b)?c=d "T"), [other][ref], [here].',
      "See the guide, other, here.",
    ],
    ["images", "![A cat](cat.png) sits", "A cat sits"],
    ["link definitions", "a\n\n[ref]: https://x.org 'T'\n\nb", "a\n\nb"],
    ["bare addresses", "At https://x.org/a?b=c and <https://y.org> or www.z.org now", "At and or now"],
    [
      "HTML",
      "A <b>bo</b>ld <br/>word<img src='x.png' alt='of art'><!-- not\nthis -->.",
      "A bold word of art .",
    ],
    ["scripts", "a <script>let x = 1;</script> b", "a b"],
    ["entities", "a &lt; b &amp;&#65;&nbsp;c", "a < b &A c"],
    [
      "shortcodes",
      `a {{< figure src="x.png" caption="A cat" >}} b {% include x.html title='T' %} c`,
      "a A cat b T c",
    ],
    ["Liquid addresses", `[Guide]({{ "/a-b/" | url }}) here`, "Guide here"],
    ["attribute lists", "Word {: .class #id }", "Word"],
    ["lists and quotes", "- a\n  * b\n1. c\n> d\n- [x] e", "a\nb\nc\nd\ne"],
    ["tables", "| a | b |\n|---|:-:|\n| c | d |", "a b\n\nc d"],
    ["rules", "a\n\n***\n\nb", "a\n\nb"],
    ["footnotes", "a[^1]\n\n[^1]: why", "a\n\nwhy"],
    ["escapes", "1\\. a \\* b", "1. a * b"],
    ["indices", "words[i] and a[0]", "words i and a 0"],
    ["code blocks", "a\n\n```js\nlet <x> = [1];\n```\n\nb", "a\nlet <x> = [1];\n\nb"],
    ["an open code block", "a\n~~~\nx_y_", "a\nx_y_"],
  ])("keeps the words of %s", (_what, text, body) => {
    const read = readDocument("n.md", text)!.prose.body;
    expect(read.replace(/\n+/g, "\n")).toBe(body.replace(/\n+/g, "\n"));
  });
});

describe("headings", () => {
  it.each([
    [
      "the first of level 1 is the title",
      "# One *big*\n\n## Two ##\n\nThree\n-----\n",
      "One big",
      ["Two", "Three"],
    ],
    [
      "all stay where the front matter has a title",
      "---\ntitle: T\n---\n# One\n## Two\n",
      "T",
      ["One", "Two"],
    ],
    ["underlined by signs of equality", "One\n===\n\nText\n", "One", []],
    ["none in code", "```\n# no\n```\n", "n", []],
    ["none without a blank", "#no heading\n", "n", []],
    ["no list above a rule", "- a\n\n---\n", "n", []],
  ])("%s", (_what, text, title, headings) => check("n.md", text, { title, headings }));
});

describe("the title of a document without one", () => {
  it.each([
    ["posts/2016-03-25-a_good-day.md", "a good day"],
    ["notes/irc/index.md", "irc"],
    ["notes/irc/index.es.md", "irc"],
    ["x/README_EN.md", "x"],
    ["x.md", "x"],
  ])("%s: %s", (path, title) => check(path, "Text", { title }));
});

describe("the fields of the front matter", () => {
  it("are title, description and short others; addresses, dates, switches and tags are left out", () => {
    const text = lines(
      "---",
      "title: 'The *T*'",
      "date: 2024-01-01",
      "slug: the-t",
      "url: /x",
      "image: a.png",
      "draft: true",
      "weight: 3",
      "authors: [ana, ben]",
      "series: {name: Good Days, id: 7}",
      "tags: [secret]",
      "tag_list: secret",
      "post-categories: [secret]",
      "aliases: secret",
      "source: https://x.org/a",
      "summary: A day.",
      "excerpt: A day.",
      "---",
      "Body with #secret",
    );
    check("n.md", text, {
      title: "The T",
      description: "A day.",
      fields: [
        { key: "authors", value: "ana" },
        { key: "authors", value: "ben" },
        { key: "series.name", value: "Good Days" },
      ],
      body: "Body with",
    });
    expect(JSON.stringify(readDocument("n.md", text)!.prose)).not.toContain("secret");
  });

  it("never leak tags in any format", () => {
    const texts: Record<string, string> = {
      "n.rst": "T\n=====\n\n:tags: secret, other\n  more\n:author: Ana\n\nText\n",
      "n.adoc": "= T\n:keywords: secret, other\n:author: Ana\n\nText\n",
      "meta.yml": "name: T\nkeywords:\n  - secret\ndescription: Text\n",
      "package.json": `{"name": "t", "description": "Text", "keywords": ["secret"]}`,
      "n.ipynb": `{"metadata": {"tags": ["secret"]}, "cells": [{"cell_type": "markdown", "source": "Text"}]}`,
    };
    for (const [path, text] of Object.entries(texts)) {
      const { prose, tags } = readDocument(path, text)!;
      expect(tags[0]?.name, path).toBe("secret");
      expect(JSON.stringify(prose), path).not.toContain("secret");
      expect(JSON.stringify(prose), path).toContain("Text");
    }
  });
});
