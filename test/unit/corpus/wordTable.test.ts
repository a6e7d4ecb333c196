import fc from "fast-check";
import { expect, it } from "vitest";
import { WordTable } from "../../../server/corpus/wordTable.ts";

it("knows the words that were added, wherever they stand, and no others", () => {
  const word = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom("a", "b", "é", "字") });
  fc.assert(
    fc.property(fc.uniqueArray(word), word, (words, other) => {
      const table = new WordTable();
      for (const [number, each] of words.entries()) table.add(each, number);
      for (const [number, each] of words.entries()) {
        expect(table.find(`(${each})`, 1, 1 + each.length)).toBe(number);
      }
      expect(table.find(other, 0, other.length)).toBe(words.indexOf(other));
    }),
    { seed: 6 },
  );
});

it("grows with its words", () => {
  const table = new WordTable();
  const words = Array.from({ length: 20_000 }, (_, i) => `word${i}`);
  for (const [number, word] of words.entries()) table.add(word, number);
  expect(words.every((word, number) => table.find(word, 0, word.length) === number)).toBe(true);
  expect(table.find("word20000", 0, 9)).toBe(-1);
});
