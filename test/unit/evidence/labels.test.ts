import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignFolds, Labels } from "../../../server/evidence/labels.ts";

const TAGS = 5;
const documents = fc.array(
  fc.record({ tags: fc.uniqueArray(fc.nat(TAGS - 1)).map((tags) => tags.sort()), fold: fc.nat(3) }),
  { minLength: 1, maxLength: 12 },
);

describe("labels", () => {
  it("are counted outside the document's fold, or in all", () => {
    fc.assert(
      fc.property(documents, (given) => {
        const foldOf = Uint8Array.from(given, ({ fold }) => fold);
        const labels = new Labels(
          given.map(({ tags }) => Int32Array.from(tags)),
          TAGS,
          foldOf,
        );
        for (const self of [-1, ...given.keys()]) {
          const outside = given.filter(({ fold }) => self < 0 || fold !== given[self].fold);
          expect(labels.documentsOutside(self)).toBe(outside.length);
          for (let tag = 0; tag < TAGS; tag++) {
            const having = outside.filter(({ tags }) => tags.includes(tag)).length;
            expect(labels.countOutside(tag, self)).toBe(having);
            if (self < 0) expect(labels.count(tag)).toBe(having);
          }
        }
      }),
      { seed: 31 },
    );
  });

  it("are looked up by document and by tag", () => {
    const labels = new Labels([Int32Array.of(0, 2), Int32Array.of(), Int32Array.of(2)], 3, new Uint8Array(3));
    expect([...labels.tagsOf(0)]).toEqual([0, 2]);
    expect([...labels.tagsOf(1)]).toEqual([]);
    expect([...labels.documentsOf(2)]).toEqual([0, 2]);
    expect([...labels.documentsOf(1)]).toEqual([]);
    expect([labels.has(0, 2), labels.has(0, 1)]).toEqual([true, false]);
  });
});

describe("folds", () => {
  it("are of nearly equal size and follow the order given", () => {
    const order = Int32Array.of(4, 2, 0, 6, 1, 3, 5);
    expect([...assignFolds(order, 3)]).toEqual([2, 1, 1, 2, 0, 0, 0]);
  });
});
