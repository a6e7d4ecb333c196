import { describe, expect, it } from "vitest";
import type { ExampleSet } from "../../../server/sdlgm/example.ts";
import { fitDecision, type HeldOutDocument } from "../../../server/sdlgm/fitDecision.ts";
import { decide } from "../../../server/sdlgm/model.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";

interface Judged {
  readonly marginals: readonly number[];
  readonly tags: readonly number[];
}

/** Every number of tags up to the limit is as likely as the others. */
function anyLevel(limit: number): Float64Array {
  return new Float64Array(limit + 1).fill(1 / (limit + 1));
}

function fitted(documents: readonly Judged[], limit: number, keep: (p: number) => boolean = () => true) {
  const tags = documents[0]?.marginals.length ?? 0;
  const examples: ExampleSet = {
    ...{ count: documents.length, tags, columns: [] },
    tagsOf: (i) => Int32Array.from(documents[i].tags),
    read: () => {
      throw new Error("The decision is fitted on what is held out, not on evidence.");
    },
  };
  const heldOut = documents.map(
    ({ marginals }): HeldOutDocument => ({
      marginals: Float32Array.from(marginals.filter(keep)),
      ...(marginals.some((p) => !keep(p)) && {
        tags: Int32Array.from(marginals.keys()).filter((k) => keep(marginals[k])),
      }),
      levelProbabilities: anyLevel(limit),
    }),
  );
  return fitDecision(examples, heldOut);
}

/** Micro-F1 of the model's sets. */
function microF1(documents: readonly Judged[], decision: ReturnType<typeof fitted>, limit: number): number {
  let hits = 0;
  let sizes = 0;
  for (const { marginals, tags } of documents) {
    const chosen = decide(
      { decision },
      { marginals: Float64Array.from(marginals), levelProbabilities: anyLevel(limit) },
    );
    hits += chosen.filter((k) => tags.includes(k)).length;
    sizes += chosen.length + tags.length;
  }
  return (2 * hits) / sizes;
}

/** Documents of one tag whose marginal is `right` where it is true and `wrong` where not. */
function separable(right: number, wrong: number): Judged[] {
  return Array.from({ length: 60 }, (_, i) => ({
    marginals: Array.from({ length: 3 }, (_, k) => (k === i % 3 ? right : wrong)),
    tags: [i % 3],
  }));
}

describe("the thresholds", () => {
  it.each([
    ["high", 0.9, 0.5],
    ["low", 0.2, 0.1],
    ["close together", 0.4, 0.3],
  ])("part what is true from what is not where marginals are %s", (_, right, wrong) => {
    const documents = separable(right, wrong);
    const decision = fitted(documents, 3);
    expect(microF1(documents, decision, 3)).toBe(1);
  });

  it("are better than one half where probabilities are honest and low", () => {
    const random = createRandom(4);
    const documents = Array.from({ length: 400 }, (): Judged => {
      const marginals = Array.from({ length: 5 }, () => 0.45 * random());
      return {
        marginals,
        tags: marginals.flatMap((p, k) => (random() < p ? [k] : [])),
      };
    }).filter(({ tags }) => tags.length > 0);
    const half = { globalThreshold: 0.5, tagThresholds: new Float64Array(5).fill(0.5), scale: 1 };
    const decision = fitted(documents, 5);
    expect(microF1(documents, half, 5)).toBe(0);
    expect(microF1(documents, decision, 5)).toBeGreaterThan(0.35);
  });

  it("are the same where tags that cannot be there are left out", () => {
    const random = createRandom(8);
    const documents = Array.from({ length: 200 }, () => {
      const marginals = Array.from({ length: 6 }, () => (random() < 0.4 ? 0 : random()));
      return { marginals, tags: marginals.flatMap((p, k) => (random() < p ? [k] : [])) };
    });
    expect(fitted(documents, 4, (p) => p > 0)).toEqual(fitted(documents, 4));
  });

  it("are lower for a tag whose marginals are lower", () => {
    const documents = Array.from({ length: 40 }, (_, i): Judged => {
      const has = i % 2;
      return { marginals: has ? [0.9, 0.3] : [0.05, 0.03], tags: has ? [0, 1] : [0] };
    });
    const { tagThresholds } = fitted(documents, 2);
    expect(tagThresholds[1]).toBeLessThan(tagThresholds[0]);
  });

  it("are half of each tag's best expected F1", () => {
    // F over {1, 1, 0, 0} is 2·2 / (2 + 2) = 1.
    const documents = [1, 1, 0, 0].map((p): Judged => ({ marginals: [p], tags: p ? [0] : [] }));
    expect(fitted(documents, 1).tagThresholds[0]).toBe(0.5);
  });

  it.each<[string, Judged[]]>([
    ["no document has a tag", Array.from({ length: 5 }, () => ({ marginals: [0.3, 0.1], tags: [] }))],
    ["no marginal is worth showing", Array.from({ length: 5 }, () => ({ marginals: [0, 0], tags: [1] }))],
    ["some documents have none", separable(0.8, 0.2).concat({ marginals: [0.1, 0.1, 0.1], tags: [] })],
    ["there are no documents", []],
  ])("are numbers where %s", (_, documents) => {
    const { globalThreshold, tagThresholds, scale } = fitted(documents, 2);
    expect([globalThreshold, scale, ...tagThresholds].every(Number.isFinite)).toBe(true);
  });

  it("count an empty set as right for a document without tags, so that they do not fall to the least", () => {
    const none = Array.from({ length: 100 }, (): Judged => ({ marginals: [0.3, 0.3], tags: [] }));
    const some = Array.from({ length: 10 }, (): Judged => ({ marginals: [0.9, 0.3], tags: [0] }));
    const documents = [...none, ...some];
    const decision = fitted(documents, 2);
    expect(microF1(documents, decision, 2)).toBe(1);
  });
});
