import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logisticBytes, openEngine } from "../../../../server/kernels/engine.ts";
import { type LogisticRows, plainKernels } from "../../../../server/kernels/index.ts";
import { startKernelThreads } from "../../../../server/training/kernelThreads.ts";
import { randomLogisticRows } from "../logisticRows.ts";
import { largestDifference, randomValues } from "../matrices.ts";
import { enginesOf } from "./flavours.ts";

const engines = enginesOf(16 << 20);

describe.each(engines)("the logistic loss by $flavour", ({ flavour, kernels, arena }) => {
  const both = (rows: LogisticRows, parameters: Float64Array) =>
    [kernels, plainKernels].map(({ withLogisticLoss }) => {
      const gradient = new Float64Array(parameters.length);
      return { loss: withLogisticLoss(rows, (loss) => loss(parameters, gradient)), gradient };
    });

  it("agrees with the plain one over random numbers of rows and columns, few and many", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(64, 128, 4096, 4097, 9000)),
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(0.01, 0.3, 1, 20),
        fc.integer(),
        (count, columns, size, seed) => {
          const rows = randomLogisticRows(count, columns, seed);
          const parameters = randomValues(columns + 1, seed + 9).map((value) => size * value);
          const [fast, plain] = both(rows, parameters);
          // θ is a sum of numbers of this size, and so is its error; a row has a weight of up to 4.5 and values of up to 14.
          const ofTheta = 1e-7 * (1 + 14 * size) * Math.sqrt(columns + 1);
          expect(Math.abs(fast.loss - plain.loss)).toBeLessThanOrEqual(1e-6 * plain.loss + count * ofTheta);
          const tolerance = 5 * (count + 1) * (1e-7 + ofTheta);
          expect(largestDifference(fast.gradient, plain.gradient)).toBeLessThanOrEqual(tolerance);
        },
      ),
      { seed: 20230403, numRuns: 60 },
    );
  });

  it.each([-200, -60, -17, -3, -0.5, 0, 0.5, 3, 17, 60, 200])(
    "has the precision of float32 at a logit of %d, for either class",
    (logit) => {
      for (const present of [0, 1]) {
        const row: LogisticRows = {
          ...{ columns: 0, values: new Float32Array(0), present: Uint8Array.of(present) },
          ...{ weight: Float32Array.of(1), mean: new Float64Array(0), scale: new Float64Array(0) },
        };
        const [fast, plain] = both(row, Float64Array.of(logit));
        // What is below the smallest float32 may become it.
        expect(Math.abs(fast.loss - plain.loss)).toBeLessThanOrEqual(3e-7 * plain.loss + 2e-38);
        const difference = largestDifference(fast.gradient, plain.gradient);
        // The plain one takes the class off a probability near it.
        expect(difference).toBeLessThanOrEqual(3e-7 * Math.abs(plain.gradient[0]) + 2e-16);
      }
    },
  );

  it("stays finite where a logit is huge", () => {
    const [{ loss, gradient }] = both(randomLogisticRows(20, 2, 6), Float64Array.of(1e4, -1e4, 1e5));
    expect(Number.isFinite(loss)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it("takes as many bytes as it says, and leaves nothing behind", () => {
    const before = arena.free;
    const rows = randomLogisticRows(5000, 7, 1);
    kernels.withLogisticLoss(rows, () => expect(before - arena.free).toBe(logisticBytes(5000, 7)));
    expect(() =>
      kernels.withLogisticLoss(rows, () => {
        throw new Error("enough");
      }),
    ).toThrow("enough");
    expect(arena.free).toBe(before);
  });

  it("gives the same bits with one thread and with two", async () => {
    const two = openEngine({ bytes: 16 << 20, flavour, threads: 2, startHelpers: startKernelThreads });
    const rows = randomLogisticRows(60_000, 11, 3);
    const parameters = randomValues(12, 4);
    const results = [kernels, two.kernels].map(({ withLogisticLoss }) =>
      withLogisticLoss(rows, (loss) =>
        Array.from({ length: 5 }, () => {
          const gradient = new Float64Array(12);
          return [loss(parameters, gradient), ...gradient];
        }),
      ),
    );
    await two.close();
    expect(results[1]).toEqual(results[0]);
    expect(new Set(results[0].map(String)).size).toBe(1);
  });
});
