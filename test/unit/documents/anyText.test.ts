import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { addTag, applyEdits, removeTag } from "../../../server/documents/edit.ts";
import type { FieldValue } from "../../../server/documents/fieldTree.ts";
import { readJson } from "../../../server/documents/jsonFields.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { readToml } from "../../../server/documents/tomlFields.ts";

/** Scraps of all formats, put together without sense. */
const scraps = fc
  .array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.constantFrom(
          "---\n",
          "+++\n",
          "```toml\n",
          "```\n",
          ";;;\n",
          "tags:",
          " [",
          "]",
          "- ",
          "  ",
          "\n",
          "\r\n",
          "a",
          "b c",
          ", ",
          "'",
          '"',
          ": ",
          "tags = ",
          "{",
          "}",
          "#",
          "#x ",
          "&a ",
          "*a ",
          "|\n",
          ">\n",
          ":tags: ",
          ".. tags:: ",
          "= T\n",
          "keywords",
          '"keywords": ',
          '"name": "x"',
          "<!--",
          "`",
          "](",
          "{{",
          "\ufeff",
          "\0",
          "\\",
          "? ",
          "!!str ",
          "%YAML 1.1\n",
          "...\n",
          "\t",
          "~",
          "\u2028",
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

describe("whatever a file holds", () => {
  it.each(["n.md", "meta.yml", "n.rst", "n.adoc", "n.ipynb", "package.json"])(
    "%s is read, and edited only as said",
    (path) => {
      fc.assert(
        fc.property(
          scraps,
          fc.constantFrom("", "---\ntags:", "---\ntags: [a, b", "+++\n", "{", ":tags:"),
          (rest, lead) => {
            const document = readDocument(path, lead + rest);
            if (!document) return;
            for (const { span, name } of document.tags) {
              expect(span.start < span.end && span.end <= document.text.length).toBe(true);
              expect(name.trim()).toBe(name);
            }
            for (const { span } of document.problems) {
              expect(span.start >= 0 && span.start <= span.end && span.end <= document.text.length).toBe(
                true,
              );
            }
            const added = addTag(document, "brand-new");
            if (!added.problem) {
              const names = readDocument(path, applyEdits(document.text, added.edits))!.tags.map(
                ({ name }) => name,
              );
              expect(names).toContain("brand-new");
              expect(names.length).toBe(document.tags.length + 1);
            }
            const first = document.tags[0];
            if (first) removeTag(document, first);
          },
        ),
        { seed: 11, numRuns: 400 },
      );
    },
  );
});

function dataOf(value: FieldValue): unknown {
  if (value.kind === "scalar") return value.value;
  if (value.kind === "list") return value.items.map(dataOf);
  return value.kind === "map"
    ? Object.fromEntries(value.entries.map((entry) => [entry.key, dataOf(entry.value)]))
    : undefined;
}

describe("the places in TOML", () => {
  const key = fc.constantFrom("a", "b-c", '"d e"', "'f'");
  const text = fc.constantFrom(
    '"x"',
    "'y # z'",
    '"q\\"r"',
    '"""\nlong\n"quoted" text"""',
    "'''raw\\'''",
    '"\\u00e9\\t"',
    '""',
  );
  const list = fc.array(text, { maxLength: 3 }).map((items) => `[ ${items.join(", # c\n ")}\n]`);
  const value = fc.oneof(
    text,
    list,
    fc.array(list, { maxLength: 2 }).map((items) => `[${items.join(",")}]`),
    fc.constant('{ x = "1", y = ["2"] }'),
  );
  const table = fc.uniqueArray(fc.tuple(key, value), {
    selector: ([name]) => name.replace(/["']/g, ""),
    maxLength: 4,
  });
  it("hold what smol-toml reads there", () => {
    fc.assert(
      fc.property(table, table, fc.constantFrom("\n", "\r\n"), (root, sub, eol) => {
        const write = (entries: readonly (readonly [string, string])[]) =>
          entries.map(([k, v]) => `${k} = ${v} # c\n`).join("");
        const source = `# top\n${write(root)}\n[ t . u ]\n${write(sub)}`.replaceAll("\n", eol);
        const tree = readToml(`--${source}`, { start: 2, end: source.length + 2 });
        expect(tree.problems).toEqual([]);
        expect(JSON.parse(JSON.stringify(dataOf(tree.root!)))).toEqual(
          JSON.parse(JSON.stringify(parse(source))),
        );
      }),
      { seed: 3, numRuns: 300 },
    );
  });
});

describe("the places in JSON", () => {
  it("hold what JSON.parse reads there, and no invalid JSON is taken", () => {
    const mutated = fc
      .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom("", ",", '"', "}", "x", "\n", "1"))
      .map(([json, at, scrap]) => {
        const text = `{"a": ${json}}`;
        return scrap === "" ? text : text.slice(0, at % text.length) + scrap + text.slice(at % text.length);
      });
    fc.assert(
      fc.property(mutated, (source) => {
        const tree = readJson(source, { start: 0, end: source.length });
        let valid = true;
        try {
          JSON.parse(source);
        } catch {
          valid = false;
        }
        expect(tree.problems.length === 0).toBe(valid);
        for (const { key, keySpan, value } of tree.root?.entries ?? []) {
          expect(JSON.parse(source.slice(keySpan.start, keySpan.end))).toBe(key);
          expect(() => JSON.parse(source.slice(value.span.start, value.span.end))).not.toThrow();
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
