import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import { createRandom, gumbel } from "../../../server/sdlgm/random.ts";

/** The reference values of one fixture; float64, made by an independent implementation. */
export function readVectors<T>(name: string): T {
  const file = new URL(`../../fixtures/sdlgm/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Each number within `relative` of the expected one; `absolute` is for those close to 0. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  absolute = 1e-13,
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const allowed = relative * Math.abs(expected[i]) + absolute;
    const near = Object.is(actual[i], expected[i]) || Math.abs(actual[i] - expected[i]) <= allowed;
    if (!near) expect.fail(`at ${i}: ${actual[i]} instead of ${expected[i]}, allowed ±${allowed}`);
  }
}

/** Central differences of `f` at `x`, with a Richardson step, so that 1e-7 is within reach. */
export function numericGradient(f: (x: Float64Array) => number, x: Float64Array): Float64Array {
  const at = Float64Array.from(x);
  return x.map((origin, i) => {
    const slope = (h: number) => {
      at[i] = origin + h;
      const above = f(at);
      at[i] = origin - h;
      const below = f(at);
      at[i] = origin;
      return (above - below) / (2 * h);
    };
    return (4 * slope(1e-3) - slope(2e-3)) / 3;
  });
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Numbers to try things on, about normal, the same for the same seed. */
export function someNumbers(seed: number, length: number, scale = 1): Float64Array {
  const random = createRandom(seed);
  return new Float64Array(length).map(() => scale * (gumbel(random) - gumbel(random)) * 0.5);
}

/** The tags of a row of zeros and ones. */
export function tagsOf(labels: readonly number[]): Int32Array {
  return Int32Array.from(labels.flatMap((label, k) => (label === 1 ? [k] : [])));
}

/** All subsets of {0..count-1}, as lists in ascending order. */
export function allSubsets(count: number): number[][] {
  return Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, k) => k).filter((k) => (bits >> k) & 1),
  );
}

/** Scores such as a head gives them. */
export const scores = (minLength: number, maxLength: number) =>
  fc
    .array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength, maxLength })
    .map((values) => Float64Array.from(values));

/** A distribution over `size` levels. */
export const distribution = (size: number) =>
  fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: size, maxLength: size })
    .map((values) => Float64Array.from(values, (value) => value / sum(values)));

/** Every property runs with the same seed, so that a failure is one for everybody. */
export const seeded = { seed: 20230403, numRuns: 150 };
