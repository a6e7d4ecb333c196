import { describe, expect, it } from "vitest";
import { foldedTags, inventoryOf } from "../../../server/corpus/tagInventory.ts";
import { foldTag } from "../../../server/documents/tagName.ts";

const of = (...documents: string[][]) => inventoryOf(documents, foldTag);
const shown = (...documents: string[][]) =>
  of(...documents).tags.map(({ name, documents: n }) => `${name} ${n}`);

describe("a tag inventory", () => {
  it.each<[string, string[][], string[]]>([
    ["puts the most used tag first", [["b"], ["a", "b"]], ["b 2", "a 1"]],
    ["puts equals in the order of their folds", [["c", "a", "B"]], ["a 1", "B 1", "c 1"]],
    ["shows the spelling that most documents use", [["web ui"], ["Web-UI"], ["Web-UI"]], ["Web-UI 3"]],
    ["shows the first of equal spellings in code-unit order", [["web ui"], ["Web UI"]], ["Web UI 2"]],
    ["counts two spellings in one document once", [["Web", "web"], ["web"]], ["Web 2"]],
    ["leaves names out that fold to nothing", [["#", "  ", "a"]], ["a 1"]],
    ["shows names without the space around them", [[" a "]], ["a 1"]],
    ["keeps singular and plural apart", [["api"], ["apis"]], ["api 1", "apis 1"]],
    ["takes any name", [["__proto__"], ["constructor"]], ["constructor 1", "__proto__ 1"]],
    ["may be empty", [[], []], []],
  ])("%s", (_, documents, expected) => expect(shown(...documents)).toEqual(expected));

  it("numbers each document's tags by their rank, ascending, none twice", () => {
    const { documentTags } = of(["z", "y", "Z"], ["z"], [], ["x", "y"]);
    expect(documentTags.map((row) => [...row])).toEqual([[0, 1], [1], [], [0, 2]]);
  });

  it("sorts tag numbers as numbers", () => {
    const many = Array.from({ length: 12 }, (_, i) => String.fromCharCode(97 + i));
    expect([...of([...many].reverse()).documentTags[0]]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("reports the tags that are written in more than one way", () => {
    expect(foldedTags(of(["a b"], ["a_b"], ["a b"], ["c"]))).toEqual([
      {
        name: "a b",
        documents: 3,
        spellings: [
          { name: "a b", documents: 2 },
          { name: "a_b", documents: 1 },
        ],
      },
    ]);
  });
});
