import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cancelled, plainKernels } from "../../../../server/kernels/index.ts";
import { largestDifference, randomValues } from "../matrices.ts";
import { enginesOf } from "./flavours.ts";

const FORMS = ["gemmNN", "gemmNT", "gemmTN"] as const;
/** Of a sum of products of numbers below 1, relative to the square root of how many there are. */
const TOLERANCE = 1e-6;

const engines = enginesOf(16 << 20);

it("WASM is to be had here", () => {
  expect(engines.map(({ flavour }) => flavour)).toContain("simd128");
});

describe.each(engines)("products by $flavour", ({ kernels, arena }) => {
  const operands = (m: number, n: number, k: number, seed: number) => ({
    a: randomValues(m * k, seed),
    b: randomValues(k * n, seed + 1),
    c: randomValues(m * n, seed + 2),
  });

  it.each(FORMS)("%s agrees with the plain one over random shapes", (form) => {
    const sides = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 150 }));
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 0, max: 600 }), fc.integer(), (m, n, k, seed) => {
        const { a, b, c } = operands(m, n, k, seed);
        const expected = c.slice();
        plainKernels[form](m, n, k, -0.75, a, b, expected);
        kernels[form](m, n, k, -0.75, a, b, c);
        expect(largestDifference(c, expected)).toBeLessThanOrEqual(TOLERANCE * Math.sqrt(k + 1));
      }),
      { seed: 20230403, numRuns: 60 },
    );
  });

  it.each([
    [385, 513, 257],
    [7, 1030, 2100],
    [800, 9, 1025],
  ])("%i × %i over a depth of %i, more than one portion, agrees with the plain one", (m, n, k) => {
    const { a, b, c } = operands(m, n, k, 5);
    const expected = c.slice();
    plainKernels.gemmNN(m, n, k, 1, a, b, expected);
    kernels.gemmNN(m, n, k, 1, a, b, c);
    expect(largestDifference(c, expected)).toBeLessThan(TOLERANCE * Math.sqrt(k));
  });

  it("works where the operands are, if they lie in the arena, and leaves nothing behind", () => {
    const before = arena.free;
    arena.scoped(() => {
      const [a, b, c] = [arena.float32(6), arena.float32(6), arena.float32(4)];
      a.set([1, 2, 3, 4, 5, 6]);
      b.set([1, 0, 0, 1, 1, 1]);
      c.fill(1);
      kernels.gemmNN(2, 2, 3, 2, a, b, c);
      expect([...c]).toEqual([9, 11, 21, 23]);
    });
    expect(arena.free).toBe(before);
  });

  it("stops between two portions when it is told to, and leaves the arena as it was", () => {
    const before = arena.free;
    const { a, b, c } = operands(400, 400, 2400, 1);
    let polls = 0;
    const run = () => kernels.gemmNN(400, 400, 2400, 1, a, b, c, { shouldStop: () => ++polls > 2 });
    expect(run).toThrow(Cancelled);
    expect(polls).toBe(3);
    expect(arena.free).toBe(before);
  });
});
