import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPlainYaml } from "../../../server/documents/plainYaml.ts";
import { parseYaml } from "../../../server/documents/yamlFields.ts";

const whole = (text: string) => ({ start: 0, end: text.length });

describe("the quick reader of plain YAML", () => {
  test.each([
    ["values on their lines", "title: One day\ndate: 2024-01-02 10:00:00\n"],
    ["quotes and comments", "a: 'one'  # first\nb: \"two: three\"\nc: four # five\n"],
    ["a list below its key", "tags:\n  - one\n  - 'two'\n# not this\n  - three four\nnext: x\n"],
    ["a list at the margin", "tags:\n- one\n- two\nnext: x\n"],
    ["a list between brackets", "tags: [one, 'two, three', \"four\"]\nnone: []\n"],
    ["maps inside maps", "image:\n  alt: A hill\n  size:\n    wide: 3\ntags:\n  - one\n"],
    ["a list of maps", "links:\n  - name: one\n    to: x\n  - name: two\nnext: x\n"],
    ["values that go on below", "a: one\n  two\n  three\nb: 'four\n  five'\nc: \"six\n  seven\"\n"],
    ["quotes inside quotes", `a: 'it''s'\nb: "say \\"so\\""\n`],
    ["quotes that close at the margin", 'a: "one\ntwo\n\nthree"\nb: four\n'],
    ["fields with nothing in them", "a:\nb: \nc: ~\nd: ''\n"],
    ["blank lines, and lines with carriage returns", "a: b\r\n\r\ntags:\r\n  - one\r\n"],
  ])("reads %s as the parser does", (_, text) => {
    expect(readPlainYaml(text, whole(text))).toBeDefined();
    expect(readPlainYaml(text, whole(text))).toEqual(parseYaml(text, whole(text)).root);
  });

  test.each([
    ["a paragraph in a value", "a: one\n\n  two\n"],
    ["a text over several lines", "a: |\n  one\n  two\n"],
    ["escapes", 'a: "one\\ntwo"\n'],
    ["an anchor", "a: &x one\nb: *x\n"],
    ["a key that stands there twice", "a: one\na: two\n"],
    ["a list in a list", "a:\n  - - b\n"],
    ["a map within a line", "a: b: c\n"],
    ["a tabulator", "a:\tone\n"],
    ["a second document", "a: one\n---\nb: two\n"],
    ["a list alone", "- one\n- two\n"],
    ["no data at all", "some words\n"],
    ["nothing", ""],
  ])("leaves %s to the parser", (_, text) => {
    expect(readPlainYaml(text, whole(text))).toBeUndefined();
  });

  test("places everything where it stands in the whole text", () => {
    const text = "---\ntags: [one]\n---\nWords.\n";
    const root = readPlainYaml(text, { start: 4, end: 16 });
    expect(root).toEqual(parseYaml(text, { start: 4, end: 16 }).root);
    expect(root?.entries[0]?.keySpan).toEqual({ start: 4, end: 8 });
  });

  test("comes to what the parser comes to, or to nothing, whatever the YAML", () => {
    const blanks = fc.constantFrom("", "", " ", "  ");
    const odd = fc.constantFrom(
      ...`' " ' " # #c c# : x: :x - -- -x ? ! & * | > % @ \` [ ] [] { } {} , , \\ <`.split(" "),
      "\u00a0",
    );
    const tame = fc.constantFrom(..."a b-c 3 ~ null é 日本 http://x.y".split(" "));
    const quoted = fc.constantFrom(
      "'one'",
      "'two, # 2'",
      '"three"',
      '"fo: ur" ',
      "''",
      "'five' # 5",
      "'si''x'",
      '"se\\"ven"',
      "'eight\n  nine'",
      '"ten\n eleven"',
    );
    const word = fc.oneof({ weight: 12, arbitrary: tame }, odd);
    const words = (separator: string) => fc.array(word, { maxLength: 4 }).map((list) => list.join(separator));
    const flow = fc.tuple(blanks, words(", "), blanks).map(([a, inner, b]) => `[${a}${inner}${b}]`);
    const value = fc.oneof({ weight: 4, arbitrary: words(" ") }, flow, quoted);
    const key = fc.constantFrom("a", "b", "tags", "c_d", "e-f", "g", "h", "i", "3");
    const field = fc.tuple(key, fc.constantFrom(":", ": ", ":  "), value).map((parts) => parts.join(""));
    const item = fc.tuple(fc.constantFrom("- ", "- ", "-", "-  "), value).map((parts) => parts.join(""));
    const list = fc.tuple(key, blanks, fc.array(item, { minLength: 1, maxLength: 3 }));
    const atMargin = fc.constantFrom(
      'a: "one\ntwo"',
      "b: 'one\n\n two' # x",
      'c: "one\nd: two"',
      'e: "one\n\\" two"',
    );
    const below = fc.tuple(fc.constantFrom("  ", "   "), words(" ")).map((parts) => parts.join(""));
    const line = fc.oneof(
      atMargin,
      { weight: 2, arbitrary: fc.tuple(field, below).map((parts) => parts.join("\n")) },
      {
        weight: 1,
        arbitrary: fc.tuple(blanks, fc.constantFrom("- ", "-  "), field).map((parts) => parts.join("")),
      },
      { weight: 8, arbitrary: field },
      {
        weight: 3,
        arbitrary: list.map(([name, indent, items]) => `${name}:\n${indent}${items.join(`\n${indent}`)}`),
      },
      { weight: 2, arbitrary: fc.tuple(blanks, field).map((parts) => parts.join("")) },
      fc.tuple(blanks, fc.constantFrom("", "# note", "#", "---", "...", "x")).map((parts) => parts.join("")),
    );
    const lineEnd = fc.constantFrom("\n", "\n", "\n", "\r\n");
    let plain = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(line, lineEnd), { maxLength: 5 }), fc.boolean(), (lines, isOpen) => {
        const text = lines
          .flat()
          .slice(0, isOpen ? -1 : undefined)
          .join("");
        const root = readPlainYaml(text, whole(text));
        if (root === undefined) return;
        plain++;
        expect({ root, problems: [] }).toEqual(parseYaml(text, whole(text)));
      }),
      { seed: 7, numRuns: 20_000 },
    );
    expect(plain).toBeGreaterThan(2_000);
  });
});
