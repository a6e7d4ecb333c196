import { describe, expect, it } from "vitest";
import { trustOf } from "../../../webview/figures/reliability.ts";

/** Ten groups in the middle of their ranges, of which `observed` come true. */
function groups(observed: (predicted: number) => number, pairs = 100) {
  return Array.from({ length: 10 }, (_, i) => {
    const predicted = (i + 0.5) / 10;
    return { pairs, predicted, observed: observed(predicted) };
  });
}

describe("whether percentages can be trusted", () => {
  it.each([
    ["yes", (p: number) => p, 0.01],
    ["mostly", (p: number) => p - 0.05, 0.05],
    ["tooSure", (p: number) => p - 0.2, 0.2],
    ["tooCautious", (p: number) => Math.min(1, p + 0.2), 0.2],
  ] as const)("is answered with %s", (verdict, observed, calibrationError) => {
    expect(trustOf({ reliability: groups(observed), calibrationError }).verdict).toBe(verdict);
  });

  it("is told by what comes of 70 %, between the groups around it", () => {
    const { example } = trustOf({ reliability: groups((p) => p - 0.02), calibrationError: 0.02 });
    expect(example?.says).toBe(0.7);
    expect(example?.comesTrue).toBeCloseTo(0.68, 10);
  });

  it("is told by the nearest claim where nothing around 70 % is known", () => {
    const reliability = groups((p) => p).map((group) =>
      group.predicted > 0.5 ? { ...group, pairs: 3 } : group,
    );
    const { example } = trustOf({ reliability, calibrationError: 0.01 });
    expect(example?.says).toBeCloseTo(0.45, 10);
  });

  it("has no example where the model never claims much", () => {
    const reliability = groups((p) => p).map((group) =>
      group.predicted > 0.2 ? { ...group, pairs: 0 } : group,
    );
    expect(trustOf({ reliability, calibrationError: 0.01 })).toEqual({ verdict: "yes" });
  });

  it.each([
    ["there are no groups", [], 0.01],
    ["all groups are tiny", groups((p) => p, 5), 0.01],
    ["nobody measured it", groups((p) => p), Number.NaN],
    ["groups are no numbers", groups(() => Number.NaN), 0.01],
  ] as const)("is unknown where %s", (_, reliability, calibrationError) => {
    expect(trustOf({ reliability, calibrationError })).toEqual({ verdict: "unknown" });
  });
});
