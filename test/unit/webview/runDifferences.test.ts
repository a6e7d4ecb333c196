import { describe, expect, it } from "vitest";
import { bestBaseline, caveats, runDifferences } from "../../../webview/figures/runDifferences.ts";
import { agreement, run } from "./runs.ts";

describe("two runs beside each other", () => {
  const meanings = (first: Parameters<typeof agreement>[0], second: Parameters<typeof agreement>[0]) =>
    Object.fromEntries(
      runDifferences(run({ agreement: agreement(first) }), run({ agreement: agreement(second) })).map(
        ({ figure, meaning }) => [figure, meaning],
      ),
    );

  it("tell what the second does better and worse; less error is better", () => {
    expect(
      meanings(
        { microF1: 0.5, recall: 0.5, levelError: 1.5 },
        { microF1: 0.6, recall: 0.4, levelError: 1.2 },
      ),
    ).toMatchObject({ microF1: "better", recall: "worse", levelError: "better", precision: "same" });
  });

  it("are the same where the difference would be shown as nought", () => {
    expect(meanings({ microF1: 0.5 }, { microF1: 0.5004 }).microF1).toBe("same");
    expect(meanings({ levelError: 1 }, { levelError: 1.004 }).levelError).toBe("same");
  });

  it("cannot be told apart by what nobody measured", () => {
    expect(meanings({ macroF1: Number.NaN }, {}).macroF1).toBe("unknown");
  });

  it("compare the calibration as well", () => {
    const last = runDifferences(run({ calibrationError: 0.05 }), run({ calibrationError: 0.02 })).at(-1);
    expect(last).toMatchObject({ figure: "calibrationError", meaning: "better" });
    expect(last?.difference).toBeCloseTo(-0.03, 10);
  });

  it("come with what makes the comparison unfair", () => {
    expect(caveats(run(), run())).toEqual([]);
    const other = run({ kind: "evaluation", taggedDocuments: 80, limit: 7, seed: 2 });
    expect(caveats(run(), other)).toEqual([
      { about: "kind", values: [] },
      { about: "documents", values: [90, 80] },
      { about: "limit", values: [8, 7] },
      { about: "seed", values: [1, 2] },
    ]);
  });
});

describe("the best simple method", () => {
  it("is the one with the highest F1", () => {
    expect(bestBaseline(run())?.name).toBe("nearestNeighbours");
  });

  it("is none where none was measured", () => {
    expect(bestBaseline(run({ baselines: {} }))).toBeUndefined();
    expect(bestBaseline(run({ baselines: { literal: agreement({ microF1: Number.NaN }) } }))).toBeUndefined();
  });
});
