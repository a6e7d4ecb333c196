import { describe, expect, it } from "vitest";
import { heldOutCurve, lastHeldOut, lossCurves } from "../../../webview/figures/curves.ts";
import { levelSummary } from "../../../webview/figures/levelBars.ts";
import { stageStates } from "../../../webview/figures/stages.ts";

describe("the numbers of tags", () => {
  it("are summed up by their means and by what reaches the limit", () => {
    const summary = levelSummary({
      limit: 3,
      levels: { own: [0, 2, 0, 2], predicted: [1, 2, 0, 1], atLimit: 1 },
    });
    expect(summary.ownMean).toBe(2);
    expect(summary.predictedMean).toBe(1.25);
    expect(summary.atLimit).toBe(0.25);
    expect(summary.bars.map(({ own, predicted }) => [own, predicted])).toEqual([
      [0, 1],
      [2, 2],
      [0, 0],
      [2, 1],
    ]);
  });

  it("reach to the limit, also where no document does", () => {
    expect(levelSummary({ limit: 5, levels: { own: [0, 4], predicted: [4], atLimit: 0 } }).bars).toHaveLength(
      6,
    );
  });

  it("of a long tail are put together behind the limit", () => {
    const own = Array.from({ length: 120 }, (_, level) => (level > 0 ? 1 : 0));
    const { bars } = levelSummary({ limit: 8, levels: { own, predicted: [], atLimit: 0 } });
    expect(bars).toHaveLength(21);
    expect(bars.at(-1)).toEqual({ from: 20, isOpen: true, own: 100, predicted: 0 });
  });

  it("keep a place for a limit beyond the usual", () => {
    const { bars } = levelSummary({ limit: 40, levels: { own: [], predicted: [], atLimit: 0 } });
    expect(bars).toHaveLength(41);
  });

  it("of no documents at all have no means", () => {
    const summary = levelSummary({ limit: 2, levels: { own: [], predicted: [], atLimit: 0 } });
    expect([summary.ownMean, summary.predictedMean, summary.atLimit]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe("the curves of a training", () => {
  it("have common iterations, and gaps where a term has none", () => {
    const curves = lossCurves([
      { iteration: 1, loss: { tags: 3, total: 4 } },
      { iteration: 5, loss: { tags: 2, total: 3 } },
      { iteration: 1, loss: { level: 1.5 } },
      { iteration: 3, loss: { level: 1.2 } },
    ]);
    expect(curves.iterations).toEqual([1, 3, 5]);
    expect(curves.series).toEqual([
      { name: "total", values: [4, null, 3] },
      { name: "tags", values: [3, null, 2] },
      { name: "level", values: [1.5, 1.2, null] },
    ]);
  });

  it("leave out what has no iteration and what is no number", () => {
    const curves = lossCurves([
      { loss: { total: 1 } },
      { iteration: 2, loss: { total: Number.NaN } },
      { iteration: 3 },
    ]);
    expect(curves).toEqual({ iterations: [], series: [] });
  });

  it("show one figure on held-out documents, of which a single one is known by itself", () => {
    const points = [
      { iteration: 1, heldOut: { microF1: 0.2, precisionAt1: 0.5 } },
      { iteration: 2 },
      { heldOut: { microF1: 0.6 } },
    ];
    expect(heldOutCurve(points, "microF1")).toEqual({
      iterations: [1],
      series: [{ name: "microF1", values: [0.2] }],
    });
    expect(lastHeldOut(points, "microF1")).toBe(0.6);
    expect(lastHeldOut(points, "macroF1")).toBeNaN();
  });
});

describe("the stages of a run", () => {
  const stagesAt = (stage: string, kind: "training" | "evaluation" = "training") =>
    stageStates({ stage, overall: 0.5, fraction: 0.4 }, kind)
      .map(({ state }) => state[0])
      .join("");

  it.each([
    ["reading", "training", "ctttttt"],
    ["head", "training", "dddcttt"],
    ["writing", "training", "ddddddc"],
    ["checking", "evaluation", "dddddc"],
    ["polishing", "training", "dddddddc"],
  ] as const)("at %s of a %s are %s", (stage, kind, expected) => {
    expect(stagesAt(stage, kind)).toBe(expected);
  });

  it("are all to come before the first word", () => {
    expect(stageStates(undefined, "training").every(({ state }) => state === "todo")).toBe(true);
  });

  it("are never more than whole", () => {
    expect(stageStates({ stage: "reading", overall: 2, fraction: 1.5 }, "training")[0].fraction).toBe(1);
  });
});
