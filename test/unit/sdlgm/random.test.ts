import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, fork, forkSeed, gumbel, shuffle } from "../../../server/sdlgm/random.ts";
import { seeded } from "./numbers.ts";

const draws = (random: () => number, count: number) => Array.from({ length: count }, random);

describe("createRandom", () => {
  it("gives the same numbers for the same seed, and others for another", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const first = draws(createRandom(seed), 5);
        expect(draws(createRandom(seed), 5)).toEqual(first);
        expect(draws(createRandom(seed === 0 ? 1 : seed - 1), 5)).not.toEqual(first);
      }),
      seeded,
    );
  });

  it("stays the same from one release to the next", () => {
    expect(draws(createRandom(20230403), 3)).toMatchInlineSnapshot(`
      [
        0.8378769202321168,
        0.16882325080233962,
        0.7212345065972647,
      ]
    `);
  });

  it("is uniform on [0, 1)", () => {
    const counts = new Array(20).fill(0);
    const random = createRandom(7);
    for (let i = 0; i < 40_000; i++) counts[Math.floor(random() * 20)]++;
    const chiSquare = counts.reduce((total, count) => total + (count - 2000) ** 2 / 2000, 0);
    // 99.9 % quantile with 19 degrees of freedom.
    expect(chiSquare).toBeLessThan(43.8);
  });

  it("uses both halves of the seed", () => {
    expect(createRandom(1)()).not.toBe(createRandom(1 + 2 ** 32)());
  });

  it.each([0.5, Number.NaN, 2 ** 60])("refuses the seed %s", (seed) => {
    expect(() => createRandom(seed)).toThrow(RangeError);
    expect(() => forkSeed(seed, "folds")).toThrow(RangeError);
  });
});

describe("fork", () => {
  it("gives each label a stream of its own", () => {
    const labels = ["", "a", "b", "ab", "ba", "folds", "fold", "sampler"];
    const firsts = labels.map((label) => fork(3, label)());
    expect(new Set(firsts).size).toBe(labels.length);
    expect(fork(3, "folds")()).toBe(fork(3, "folds")());
    expect(fork(4, "folds")()).not.toBe(fork(3, "folds")());
  });

  it("makes seeds that can be forked again", () => {
    const seeds = new Set<number>();
    for (let seed = 0; seed < 50; seed++) {
      for (let i = 0; i < 50; i++) seeds.add(forkSeed(forkSeed(seed, "stage"), String(i)));
    }
    expect(seeds.size).toBe(2500);
    for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
  });
});

describe("shuffle", () => {
  it("keeps every item, and reaches every order equally often", () => {
    const counts = new Map<string, number>();
    const random = createRandom(5);
    for (let i = 0; i < 12_000; i++) {
      const order = shuffle(Int32Array.of(0, 1, 2, 3), random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    let chiSquare = 0;
    for (const count of counts.values()) chiSquare += (count - 500) ** 2 / 500;
    // 99.9 % quantile with 23 degrees of freedom.
    expect(chiSquare).toBeLessThan(49.7);
  });
});

describe("gumbel", () => {
  it("is finite for every u", () => {
    for (const u of [0, 1e-300, 0.5, 1 - 2 ** -53]) expect(Number.isFinite(gumbel(() => u))).toBe(true);
    expect(gumbel(() => 0)).toBeCloseTo(-3.1366, 3);
    expect(gumbel(() => 1 - 2 ** -53)).toBeCloseTo(23.0259, 3);
  });

  it("has the mean and the variance of the standard Gumbel distribution", () => {
    const random = createRandom(11);
    let first = 0;
    let second = 0;
    const count = 50_000;
    for (let i = 0; i < count; i++) {
      const value = gumbel(random);
      first += value / count;
      second += value ** 2 / count;
    }
    expect(first).toBeCloseTo(0.5772, 1);
    expect(Math.abs(second - first ** 2 - Math.PI ** 2 / 6)).toBeLessThan(0.05);
  });
});
