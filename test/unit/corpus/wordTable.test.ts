import fc from "fast-check";
import { expect, it } from "vitest";
import { WordTable } from "../../../server/corpus/wordTable.ts";

const unitsOf = (text: string) => Uint16Array.from(text, (letter) => letter.charCodeAt(0));

function tableOf(words: readonly string[]): WordTable {
  const table = new WordTable();
  for (const [number, word] of words.entries()) table.add(unitsOf(word), 0, word.length, number);
  return table;
}

it("knows the words that were added, wherever they stand, and no others", () => {
  const word = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom("a", "b", "é", "字") });
  fc.assert(
    fc.property(fc.uniqueArray(word), word, (words, other) => {
      const table = tableOf(words);
      for (const [number, each] of words.entries()) {
        expect(table.find(unitsOf(`(${each})`), 1, 1 + each.length)).toBe(number);
      }
      expect(table.find(unitsOf(other), 0, other.length)).toBe(words.indexOf(other));
    }),
    { seed: 6 },
  );
});

it("grows with its words", () => {
  const words = Array.from({ length: 20_000 }, (_, i) => `word${i}`);
  const table = tableOf(words);
  const find = (word: string) => table.find(unitsOf(word), 0, word.length);
  expect(words.every((word, number) => find(word) === number)).toBe(true);
  expect(find("word20000")).toBe(-1);
});
