import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { writesInlineTags } from "../../../server/documents/inlineCustom.ts";
import { formatOf, readDocument } from "../../../server/documents/read.ts";
import { lines } from "./lines.ts";

const namesIn = (path: string, text: string) => readDocument(path, text)?.tags.map(({ name }) => name);

describe("the format of a file", () => {
  it.each([
    ["a/b.md", "markdown"],
    ["b.Rmd", "markdown"],
    ["b.QMD", "markdown"],
    ["b.markdown", "markdown"],
    ["x/meta.yml", "yaml"],
    ["b.rst", "restructuredtext"],
    ["b.adoc", "asciidoc"],
    ["b.ipynb", "notebook"],
    ["x/package.json", "npm-package"],
    ["x/other.json", undefined],
    ["b.txt", undefined],
    ["md", undefined],
    ["x.md/y", undefined],
  ])("%s: %s", (path, format) => expect(formatOf(path)).toBe(format));

  it("other files are no documents", () => expect(readDocument("a.txt", "tags: a")).toBeUndefined());
});

describe("tags in a sentence", () => {
  it.each<[string, string, readonly string[]]>([
    ["one, at the end, and nested", "A #one and #two/three.\n#last", ["one", "two/three", "last"]],
    [
      "letters of any script, digits, hyphens, underscores",
      "#日本 #café_2 #a-b #2024-plan",
      ["日本", "café_2", "a-b", "2024-plan"],
    ],
    ["pictures", "#🌱 #❤️fav #a👩‍🌾b but not 🌱#c", ["🌱", "❤️fav", "a👩‍🌾b"]],
    ["no headings", "# One\n## two\n###three", []],
    ["no numbers or colours", "#123 #fff #a0b1c2 #1 but #facade #add", ["facade", "add"]],
    ["no addresses and anchors", "x.org/page#frag (#frag) [a](#frag) [b](x#y \" #z\") <a href=' #q'>", []],
    ["no addresses of links", "[a]: #b\n[`c[0]`]: #d\n[^1]: #e", ["e"]],
    ["none in code", "`#a` `` x #b ``\n\n```\n#c\n```\n\n    #d\n\n#e", ["e"]],
    ["none in the words of a link, no directives", "[on #a](x) #include #b", ["b"]],
    ["none in comments and shortcodes", "<!-- #a --> {{ #b }} {% x #c %} #d", ["d"]],
    ["none inside words or doubled", "a#b ##c #d#e #-f #", []],
  ])("%s", (_what, text, expected) => expect(namesIn("n.md", text)).toEqual(expected));

  it("do not count where they are switched off", () => {
    const document = readDocument("n.md", "A #one", { tagKeys: ["tags"], inlineTags: false })!;
    expect([document.tags, document.prose.body]).toEqual([[], "A #one"]);
  });
});

describe("a workspace", () => {
  const documents = (...texts: readonly string[]) =>
    texts.map((text, index) => readDocument(`${index}.md`, text)!);
  const inField = Array.from({ length: 11 }, () => "---\ntags: [a]\n---\n");
  it.each<[string, readonly string[], boolean]>([
    ["with tags in its sentences alone", ["x #a", "y"], true],
    ["with a stray hashtag among many fields", [...inField, "---\ntags: [a]\n---\n#b"], false],
    ["that uses both", [...inField, "#a", "#b", "#c"], true],
    ["without tags", ["x", "y"], false],
  ])("%s", (_what, texts, expected) => {
    expect(writesInlineTags(documents(...texts))).toBe(expected);
  });
});

describe("YAML files", () => {
  it("are documents if they are called meta.yml or hold tags", () => {
    expect(namesIn("x/meta.yml", "name: x\n")).toEqual([]);
    expect(namesIn("recipe.yaml", "title: x\ntags: [a]\n")).toEqual(["a"]);
    expect(namesIn("recipe.yaml", "title: x\ntags:\n")).toEqual([]);
    expect(namesIn("config.yml", "title: x\n")).toBeUndefined();
    expect(namesIn("api.yml", "tags:\n  - name: x\n")).toBeUndefined();
    expect(namesIn("api.yml", "x:\n  tags: [a]\n")).toBeUndefined();
  });

  it("are read up to the end of their first document", () => {
    expect(namesIn("a.yml", "# c\n---\ntags: [a]\n---\ntags: [b]\n")).toEqual(["a"]);
  });

  it("describe themselves and their parts", () => {
    const text = lines(
      "name: fast",
      "description: Aligns.",
      "tools:",
      "  - fast:",
      "      description: It is fast.",
      "      homepage: https://x.org",
    );
    expect(readDocument("x/meta.yml", text)!.prose).toEqual({
      title: "fast",
      description: "Aligns.",
      headings: [],
      body: "It is fast.",
      fields: [],
    });
  });
});

describe("reStructuredText", () => {
  it.each<[string, string, readonly string[]]>([
    ["a field", "T\n=\n\n:tags: a, b c\n", ["a", "b c"]],
    ["a field over lines", ":Keywords: a,\n   b\n:x: y\n", ["a", "b"]],
    ["a directive", "Text\n\n.. tags:: a, b\n", ["a", "b"]],
    ["a comment of Nikola", ".. title: T\n.. tags: a,b\n", ["a", "b"]],
    ["metadata", ".. meta::\n   :description: x\n   :keywords: a, b\n", ["a", "b"]],
    ["no option of another directive", ".. image:: x\n   :tags: a\n", []],
  ])("%s", (_what, text, expected) => expect(namesIn("n.rst", text)).toEqual(expected));

  it("has words", () => {
    const text = lines(
      "=====",
      "Title",
      "=====",
      "",
      "See :ref:`the guide <guide>` and `x <https://x.org>`_ in ``code``.",
      "",
      "Part",
      "----",
      "",
      ".. image:: x.png",
      "   :alt: A cat",
      "",
      ".. code-block:: python",
      "",
      "   import x",
    );
    const { prose } = readDocument("n.rst", text)!;
    expect([prose.title, prose.headings]).toEqual(["Title", ["Part"]]);
    expect(prose.body.replace(/\s+/g, " ")).toBe("See the guide and x in code. A cat python import x");
  });
});

describe("AsciiDoc", () => {
  it.each<[string, string, readonly string[]]>([
    ["an attribute", "= T\n:keywords: a, b c\n", ["a", "b c"]],
    ["an attribute of the page", "= T\n:page-tags: [a, 'b']\n", ["a", "b"]],
    ["front matter", "---\ntags: [a]\n---\n= T\n", ["a"]],
  ])("%s", (_what, text, expected) => expect(namesIn("n.adoc", text)).toEqual(expected));

  it("has words", () => {
    const text = lines(
      "= Title",
      ":toc:",
      "",
      "See link:x.html[the guide] and https://x.org[*this*], <<part,below>>.",
      "// no",
      "",
      "== Part",
      "",
      "[source,ruby]",
      "----",
      "puts 1",
      "----",
    );
    const { prose } = readDocument("n.adoc", text)!;
    expect([prose.title, prose.headings]).toEqual(["Title", ["Part"]]);
    expect(prose.body.replace(/\s+/g, " ")).toBe("See the guide and this, below. puts 1");
  });
});

describe("notebooks", () => {
  it("have tags in their metadata, words in their cells, and no outputs", () => {
    const text = JSON.stringify({
      cells: [
        { cell_type: "markdown", source: ["# Title\n", "Words of *one*"] },
        { cell_type: "code", source: "import x", outputs: [{ text: "noise" }] },
        { cell_type: "code", source: "y".repeat(5000) },
        null,
        7,
      ],
      metadata: { keywords: ["a", "b"], kernelspec: { name: "k" } },
    });
    const { prose, tags } = readDocument("n.ipynb", text)!;
    expect(tags.map(({ name, style }) => `${style}:${name}`)).toEqual(["json-array:a", "json-array:b"]);
    expect(prose.title).toBe("Title");
    expect(prose.body).toMatch(/^Words of one\nimport x\ny{2000}$/);
  });
});

describe("npm packages", () => {
  it("have keywords, and the README for their words", () => {
    const text = JSON.stringify({ name: "x", description: "Does.", keywords: ["a"], author: "Ana <a@b.c>" });
    const { prose, tags } = readDocument("x/package.json", text, undefined, { readme: "# X\n\nWords #b" })!;
    expect(tags.map(({ name }) => name)).toEqual(["a"]);
    expect(prose).toEqual({
      title: "x",
      description: "Does.",
      headings: ["X"],
      body: "Words #b",
      fields: [{ key: "author", value: "Ana" }],
    });
  });

  it("without a name are none", () =>
    expect(readDocument("package.json", `{"private": true}`)).toBeUndefined());
});

it("the room imports no file system, no connection, no editor", () => {
  const folder = new URL("../../../server/documents/", import.meta.url);
  for (const file of readdirSync(folder)) {
    const sources = [...readFileSync(new URL(file, folder), "utf8").matchAll(/from "([^"]+)"/g)].map(
      (match) => match[1]!,
    );
    for (const source of sources) expect(source, file).toMatch(/^(?:\.\/[\w]+\.ts|yaml|smol-toml)$/);
  }
});
