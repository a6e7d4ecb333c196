import { describe, expect, it } from "vitest";
import { syntheticCorpus } from "./syntheticCorpus.ts";

describe("a synthetic corpus", () => {
  const corpus = syntheticCorpus({ documents: 60, tags: 12, seed: 1 });

  it("is the same for the same seed and another for another", () => {
    expect(syntheticCorpus({ documents: 60, tags: 12, seed: 1 })).toEqual(corpus);
    expect(syntheticCorpus({ documents: 60, tags: 12, seed: 2 })).not.toEqual(corpus);
  });

  it("has as many documents as asked for, each with a name of its own", () => {
    expect(new Set(corpus.map(({ id }) => id)).size).toBe(60);
  });

  it("has one to five tags a document, and none in every tenth", () => {
    for (const [i, { tags }] of corpus.entries()) {
      if (i % 10 === 9) expect(tags).toEqual([]);
      else expect([1, 2, 3, 4, 5]).toContain(tags.length);
    }
  });

  it("has no more different tags than asked for", () => {
    const names = new Set(corpus.flatMap(({ tags }) => tags).map((name) => name.toLowerCase()));
    expect(names.size).toBeGreaterThan(8);
    expect(names.size).toBeLessThanOrEqual(12);
  });
});
