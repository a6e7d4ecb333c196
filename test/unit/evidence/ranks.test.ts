import fc from "fast-check";
import { expect, it } from "vitest";
import { descendingRanks, rankScratch } from "../../../server/evidence/ranks.ts";

it("a rank is the number of larger scores, so equal scores share one", () => {
  const score = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.array(score), (list) => {
      const ranks = new Float64Array(list.length);
      descendingRanks(Float64Array.from(list), ranks, rankScratch(list.length));
      expect([...ranks]).toEqual(list.map((own) => list.filter((other) => other > own).length));
    }),
    { seed: 41 },
  );
});
