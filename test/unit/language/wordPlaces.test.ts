import { describe, expect, it } from "vitest";
import { readDocument } from "../../../server/documents/read.ts";
import { WordPlaces } from "../../../server/language/wordPlaces.ts";

function check(text: string, phrase: string, expected: readonly number[], most = 3) {
  expect(new WordPlaces(readDocument("a.md", text)!).lines(phrase, most)).toEqual(expected);
}

describe("the lines where a word stands", () => {
  it.each<[what: string, text: string, phrase: string, lines: number[]]>([
    ["in any case", "The Mast\n\nMAST and mast", "mast", [0, 2]],
    ["in the plural, too", "one star\nmany stars", "star", [0, 1]],
    ["in the singular, too", "a study", "studies", [0]],
    ["only as a whole word", "mastering\nforemast\nmast", "mast", [2]],
    ["once a line", "mast mast mast\nmast", "mast", [0, 1]],
    ["the first few only", "a1\na1\na1\na1\na1", "a1", [0, 1, 2]],
    ["with line ends of any system", "no\r\nmast\r\n\r\nmast", "mast", [1, 3]],
    ["with the signs of a language's name", "c and c++\nC++", "c++", [0, 1]],
    ["not where more signs make it another", "c++\nc", "c", [1]],
    [
      "as a name of several words",
      "open source\nopen-source\nOpen Source!\nopen\nsource",
      "open-source",
      [0, 1, 2],
    ],
    ["with accents", "Ein Gemüse", "gemüse", [0]],
    ["without spaces around", "私は東京に住む", "東京", [0]],
    ["nowhere", "mast", "keel", []],
    ["nowhere, being no word", "- - -", "-", []],
  ])("%s", (_, text, phrase, lines) => {
    check(text, phrase, lines);
  });

  it("are not those of the document's tags", () => {
    check("---\ntags:\n  - mast\n---\n\n#mast here is a mast", "mast", [5]);
    check("---\ntags:\n  - mast\n---\n\n#mast", "mast", []);
  });

  it("are found in no time in a long text of nothing else", () => {
    check("masts ".repeat(60_000), "mast", [0]);
    check("mastic ".repeat(60_000), "mast", []);
  });
});
