import { describe, expect, it } from "vitest";
import { type LogisticRows, plainKernels } from "../../../server/kernels/index.ts";
import { randomLogisticRows } from "./logisticRows.ts";
import { largestDifference, randomValues } from "./matrices.ts";

const { withLogisticLoss } = plainKernels;

function lossAt(rows: LogisticRows, parameters: Float64Array): { loss: number; gradient: Float64Array } {
  const gradient = new Float64Array(parameters.length);
  return { loss: withLogisticLoss(rows, (loss) => loss(parameters, gradient)), gradient };
}

describe("the logistic loss", () => {
  it("is that of its definition", () => {
    const rows: LogisticRows = {
      ...{ columns: 1, values: Float32Array.of(5, -1), present: Uint8Array.of(1, 0) },
      ...{ weight: Float32Array.of(2, 3), mean: Float64Array.of(1), scale: Float64Array.of(2) },
    };
    // θ = 0.5 · (5 − 1) / 2 − 0.25 = 0.75 and 0.5 · (−1 − 1) / 2 − 0.25 = −0.75.
    const { loss, gradient } = lossAt(rows, Float64Array.of(0.5, -0.25));
    expect(loss).toBeCloseTo(5 * Math.log1p(Math.exp(-0.75)), 12);
    const share = 1 / (1 + Math.exp(0.75));
    expect(gradient[0]).toBeCloseTo(-2 * share * 2 + 3 * share * -1, 12);
    expect(gradient[1]).toBeCloseTo(share, 12);
  });

  it.each([1, 2, 3])("has the gradient of its central differences (seed %i)", (seed) => {
    const rows = randomLogisticRows(40, 3, seed);
    const parameters = randomValues(4, 100 + seed);
    const step = 1e-5;
    const differences = parameters.map((_, at) => {
      const moved = (by: number) => lossAt(rows, parameters.with(at, parameters[at] + by)).loss;
      return (moved(step) - moved(-step)) / (2 * step);
    });
    expect(largestDifference(lossAt(rows, parameters).gradient, differences)).toBeLessThan(1e-6);
  });

  it("counts a row of weight 3 as three rows", () => {
    const parameters = Float64Array.of(0.3, -2, 0.7);
    const one = { ...randomLogisticRows(1, 2, 5), weight: Float32Array.of(1) };
    const once = lossAt(one, parameters);
    const thrice = lossAt({ ...one, weight: Float32Array.of(3) }, parameters);
    expect(thrice.loss).toBeCloseTo(3 * once.loss, 12);
    expect(
      largestDifference(
        thrice.gradient,
        once.gradient.map((value) => 3 * value),
      ),
    ).toBeLessThan(1e-12);
  });

  it("stays finite where a logit is huge", () => {
    const { loss, gradient } = lossAt(randomLogisticRows(20, 2, 6), Float64Array.of(1e4, -1e4, 1e5));
    expect(Number.isFinite(loss)).toBe(true);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});
