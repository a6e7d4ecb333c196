import { describe, expect, it } from "vitest";
import { Tagger } from "../../../server/models/tagger.ts";
import { train } from "../../../server/training/train.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";
import { folded, withShuffledTags } from "./corpora.ts";

describe("where nothing in a document speaks of its tags", () => {
  it.each([
    [1, 12],
    [2, 70],
  ])("the held-out figures claim nothing (seed %i, %i tags)", (seed, tags) => {
    const documents = withShuffledTags(syntheticCorpus({ documents: 280, tags, seed }), seed);
    const model = train(documents, { seed });
    const counts = new Map<string, number>();
    for (const document of documents)
      for (const tag of folded(document.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const popularity = Math.max(...counts.values()) / documents.length;
    // Two and a half standard errors of a share.
    const tolerance = 2.5 * Math.sqrt((popularity * (1 - popularity)) / documents.length);
    expect(model.summary.heldOut["precisionAt1"]).toBeLessThan(popularity + tolerance);

    const tagger = new Tagger(model);
    const right = documents.filter((document) => {
      const [first] = tagger.suggest(document, { evidence: false }).suggestions;
      return folded(document.tags).includes(first.tag.toLowerCase());
    });
    expect(right.length / documents.length).toBeLessThan(popularity + tolerance);
  });
});

describe("a training document", () => {
  const documents = syntheticCorpus({ documents: 120, tags: 10, seed: 6 });
  const tagger = new Tagger(train(documents, { seed: 1 }));

  it("is served as it was judged while training: without its own tags", () => {
    const tagged = documents.filter(({ tags }) => tags.length > 0);
    const right = tagged.filter((document) => {
      const [first] = tagger.suggest(document, { evidence: false }).suggestions;
      return folded(document.tags).includes(first.tag.toLowerCase());
    });
    expect(right.length / tagged.length).toBeCloseTo(tagger.model.summary.heldOut["precisionAt1"], 2);
  });

  it("gets the same suggestions whatever tags it has when it is asked for", () => {
    for (const document of documents.slice(0, 10)) {
      const asked = tagger.suggest(document);
      expect(tagger.suggest({ ...document, tags: [] })).toEqual(asked);
      expect(tagger.suggest({ ...document, tags: ["anything", "else"] })).toEqual(asked);
    }
  });
});
