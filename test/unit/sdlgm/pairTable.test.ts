import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExampleSet } from "../../../server/sdlgm/example.ts";
import { buildPairTable, largestPairTable, type PairTable } from "../../../server/sdlgm/pairTable.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { seeded, sum } from "./numbers.ts";
import { simulatedExamples } from "./simulatedExamples.ts";

const examples = simulatedExamples({
  documents: 40,
  tags: 100,
  seed: 5,
  weights: [1, 1],
  bias: -3,
  masked: 0.2,
});

interface Pair {
  readonly present: boolean;
  readonly evidence: readonly number[];
}

function allPairs(set: ExampleSet): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < set.count; i++) {
    const { evidence, candidates, tags } = set.read(i);
    for (let k = 0; k < set.tags; k++) {
      if (candidates[k] === 0) continue;
      pairs.push({ present: tags.includes(k), evidence: [evidence[2 * k], evidence[2 * k + 1]] });
    }
  }
  return pairs;
}

/** Σ w · (1, y, s_0, s_1, s_0·y): what a gradient is made of. */
function weightedSums({ present, evidence, weight }: PairTable): number[] {
  const sums = [0, 0, 0, 0, 0];
  for (let p = 0; p < present.length; p++) {
    const [a, b] = [evidence[2 * p], evidence[2 * p + 1]];
    [1, present[p], a, b, a * present[p]].forEach((x, j) => {
      sums[j] += weight[p] * x;
    });
  }
  return sums;
}

const full = allPairs(examples);
const positives = full.filter(({ present }) => present).length;

describe("the pairs that the head learns from", () => {
  it("are all the candidates where those are few", () => {
    const table = buildPairTable(examples, 0, createRandom(1));
    expect(table.present.length).toBe(full.length);
    expect(sum(table.weight)).toBe(full.length);
    expect(sum(table.present)).toBe(positives);
    full.forEach(({ present, evidence }, p) => {
      expect(table.present[p]).toBe(present ? 1 : 0);
      expect([...table.evidence.subarray(2 * p, 2 * p + 2)]).toEqual(evidence.map(Math.fround));
    });
  });

  it("keep every tag that a document has, with its own weight, when they are a sample", () => {
    const anySeed = fc.integer({ min: 0, max: 1e6 });
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 100, max: 3000 }), (seed, mostPairs) => {
        const table = buildPairTable(examples, 0, createRandom(seed), { mostPairs });
        expect(sum(table.present)).toBe(positives);
        table.present.forEach((present, p) => {
          if (present === 1) expect(table.weight[p]).toBe(1);
        });
      }),
      { ...seeded, numRuns: 40 },
    );
  });

  it("keep about as many as asked for, and the most active of each document", () => {
    const table = buildPairTable(examples, 0, createRandom(2), { mostPairs: 1200 });
    expect(table.present.length).toBeGreaterThan(900);
    expect(table.present.length).toBeLessThan(1500);
    const kept = new Set(Array.from(table.present, (_, p) => table.evidence[2 * p]));
    for (let i = 0; i < examples.count; i++) {
      const { evidence, candidates } = examples.read(i);
      const activities = Array.from(candidates, (_, k) => evidence[2 * k]).sort((a, b) => b - a);
      // 600 of the pairs are for the active ones: 15 a document, of which the candidates are kept.
      const active = activities.slice(0, 15);
      for (let k = 0; k < candidates.length; k++) {
        if (candidates[k] === 1 && active.includes(evidence[2 * k])) {
          expect(kept.has(Math.fround(evidence[2 * k]))).toBe(true);
        }
      }
    }
  });

  it.each([1, 50, 500, 2000, 3999, 4000])("are no more than is said before, of %i wanted", (mostPairs) => {
    const present = sum(Array.from({ length: examples.count }, (_, i) => examples.tagsOf(i).length));
    const most = largestPairTable(examples.count, examples.tags, present, mostPairs);
    expect(most).toBeLessThanOrEqual(4000);
    for (let seed = 1; seed <= 5; seed++) {
      const table = buildPairTable(examples, 0, createRandom(seed), { mostPairs });
      expect(table.present.length).toBeLessThanOrEqual(most);
    }
  });

  it("stand for all of them without bias", () => {
    const runs = 400;
    const truth = weightedSums(buildPairTable(examples, 0, createRandom(1)));
    const each = Array.from({ length: runs }, (_, seed) =>
      weightedSums(buildPairTable(examples, 0, createRandom(seed), { mostPairs: 1000 })),
    );
    truth.forEach((expected, j) => {
      const values = each.map((sums) => sums[j]);
      const mean = sum(values) / runs;
      const variance = sum(values.map((x) => (x - mean) ** 2)) / (runs - 1);
      // Four standard errors: one false alarm in sixteen thousand, and the seeds are fixed.
      expect(Math.abs(mean - expected)).toBeLessThanOrEqual(4 * Math.sqrt(variance / runs) + 0.01);
    });
  });

  it("are none of a tag that was no candidate, even if the document has it", () => {
    const hidden: ExampleSet = {
      ...examples,
      count: 1,
      tags: 3,
      read: () => ({
        evidence: Float64Array.of(1, 1, 99, 99, 2, 2),
        candidates: Uint8Array.of(1, 0, 1),
        tags: Int32Array.of(2),
        hints: [],
      }),
    };
    for (const mostPairs of [1, 1000]) {
      const table = buildPairTable(hidden, 0, createRandom(1), { mostPairs });
      expect([...table.evidence]).not.toContain(99);
    }
  });

  it("can be given up at any document", () => {
    let read = 0;
    const checkpoint = () => {
      if (++read === 5) throw new Error("enough");
    };
    expect(() => buildPairTable(examples, 0, createRandom(1), { checkpoint })).toThrow("enough");
  });
});
