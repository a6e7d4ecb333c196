import { describe, expect, it } from "vitest";
import { type Analyzer, termsOf } from "../../../server/corpus/analyzer.ts";
import { Lexicon } from "../../../server/corpus/lexicon.ts";

describe("the terms of a word", () => {
  it.each<[string, Analyzer, string[]]>([
    ["evaluation", "words", ["evaluation"]],
    ["evaluation", "prefixes", ["evalua"]],
    ["cat", "prefixes", ["cat"]],
    ["cat", "grams", [" cat", "cat ", " cat "]],
    ["ab", "grams", [" ab "]],
    ["a", "grams", [" a "]],
    ["2024", "words", ["2024"]],
    ["20240131", "words", []],
    ["20240131", "grams", []],
  ])("%s as %s", (word, analyzer, expected) => expect(termsOf(word, analyzer)).toEqual(expected));

  it("has each piece once, four to six letters long with the edges", () => {
    const grams = termsOf("banananana", "grams");
    expect(new Set(grams).size).toBe(grams.length);
    for (const gram of grams) expect([4, 5, 6]).toContain(gram.length);
    expect(grams).toContain("nana");
    expect(grams).toContain(" bana");
  });
});

describe("a lexicon", () => {
  it("numbers strings in order of first appearance and knows them again", () => {
    const lexicon = new Lexicon(["b", "a", "b"]);
    expect(lexicon.strings).toEqual(["b", "a"]);
    expect([lexicon.intern("a"), lexicon.intern("c"), lexicon.size]).toEqual([1, 2, 3]);
    expect([lexicon.find("c"), lexicon.find("d")]).toEqual([2, -1]);
  });

  it.each(["__proto__", "constructor", ""])("takes %o for a string like any other", (string) => {
    const lexicon = new Lexicon();
    expect(lexicon.find(string)).toBe(-1);
    expect(lexicon.intern(string)).toBe(0);
  });
});
