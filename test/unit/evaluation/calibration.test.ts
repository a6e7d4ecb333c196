import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedCalibrationError, reliability } from "../../../server/evaluation/calibration.ts";

describe("reliability", () => {
  it("sets beside each other what was predicted and what came true", () => {
    const table = reliability([0.1, 0.3, 0.5, 0.9, 1], [0, 1, 1, 1, 1], 2);
    expect(table).toEqual([
      { from: 0, to: 0.5, count: 2, predicted: 0.2, observed: 0.5 },
      { from: 0.5, to: 1, count: 3, predicted: expect.closeTo(0.8, 12), observed: 1 },
    ]);
    expect(expectedCalibrationError(table)).toBeCloseTo(0.4 * 0.3 + 0.6 * 0.2, 12);
  });

  it("puts every prediction into the bin whose bounds hold it", () => {
    const cases: [number, number][] = [
      [0, 0],
      [0.0999, 0],
      [0.1, 1],
      [0.95, 9],
      [1, 9],
    ];
    for (const [probability, bin] of cases) {
      expect(reliability([probability], [1]).findIndex(({ count }) => count === 1)).toBe(bin);
    }
  });

  it("finds no error where each probability is the share that came true", () => {
    const table = reliability([0.25, 0.25, 0.25, 0.25, 0.5, 0.5], [1, 0, 0, 0, 1, 0]);
    expect(expectedCalibrationError(table)).toBe(0);
  });

  it("has an error of 0 for nothing at all, and of 1 for the certainty of the opposite", () => {
    expect(expectedCalibrationError(reliability([], []))).toBe(0);
    expect(expectedCalibrationError(reliability([1, 1, 0], [0, 0, 1]))).toBe(1);
  });

  it("loses no prediction, and its error stays within 0 and 1", () => {
    const pair = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1));
    fc.assert(
      fc.property(fc.array(pair), fc.integer({ min: 1, max: 20 }), (pairs, bins) => {
        const table = reliability(
          pairs.map(([probability]) => probability),
          pairs.map(([, outcome]) => outcome),
          bins,
        );
        expect(table.reduce((sum, { count }) => sum + count, 0)).toBe(pairs.length);
        const error = expectedCalibrationError(table);
        expect(error).toBeGreaterThanOrEqual(0);
        expect(error).toBeLessThanOrEqual(1 + 1e-12);
      }),
      { seed: 20230403 },
    );
  });

  it("refuses what is no probability, and outcomes that do not match", () => {
    expect(() => reliability([1.1], [1])).toThrow(RangeError);
    expect(() => reliability([Number.NaN], [1])).toThrow(RangeError);
    expect(() => reliability([0.5], [])).toThrow(RangeError);
  });
});
