import { describe, expect, it } from "vitest";
import { TrainingHistory } from "../../../../extension/dashboard/trainingHistory.ts";
import type { TrainingProgress } from "../../../../server/protocol.ts";

function event(overall: number, more: Partial<TrainingProgress> = {}): TrainingProgress {
  return { stage: "head", overall, fraction: overall, iteration: 1, loss: { total: 1 }, ...more };
}

describe("the history of a training", () => {
  it("has what belongs into curves, and a new list for each event", () => {
    const history = new TrainingHistory();
    const before = history.points;
    history.add({ stage: "reading", overall: 0.1, fraction: 0.5 });
    expect(history.points).toBe(before);
    history.add(event(0.2));
    history.add({ stage: "checking", overall: 0.9, fraction: 0.5, heldOut: { microF1: 0.5 } });
    expect(history.points).toHaveLength(2);
    expect(history.points).not.toBe(before);
  });

  it("begins anew with another run", () => {
    const history = new TrainingHistory();
    history.add(event(0.8));
    history.add({ stage: "reading", overall: 0.01, fraction: 0 });
    expect(history.points).toEqual([]);
  });

  it("is thinned out when it grows long, and keeps first, last and rare points", () => {
    const history = new TrainingHistory();
    const count = 5000;
    for (let i = 0; i < count; i++) {
      history.add(event(i / count, { iteration: i, ...(i % 500 === 250 && { heldOut: { microF1: i } }) }));
    }
    expect(history.points.length).toBeLessThanOrEqual(600);
    expect(history.points[0].iteration).toBe(0);
    expect(history.points.at(-1)?.iteration).toBe(count - 1);
    expect(history.points.filter(({ heldOut }) => heldOut !== undefined)).toHaveLength(10);
  });

  it("stays short even where every point is rare", () => {
    const history = new TrainingHistory();
    for (let i = 0; i < 2000; i++) history.add(event(i / 2000, { heldOut: { microF1: i } }));
    expect(history.points.length).toBeLessThanOrEqual(601);
  });
});
