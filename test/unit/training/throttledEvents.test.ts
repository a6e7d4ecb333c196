import { describe, expect, it } from "vitest";
import type { Stage, TrainingEvent } from "../../../server/training/events.ts";
import { throttled } from "../../../server/training/throttledEvents.ts";

/** What gets through of events at the given milliseconds. */
function passed(events: readonly (readonly [ms: number, stage: Stage, fraction: number])[]): string[] {
  const through: string[] = [];
  let now = 0;
  const post = throttled(
    ({ stage, fraction }) => through.push(`${stage} ${fraction}`),
    () => now,
  );
  for (const [ms, stage, fraction] of events) {
    now = ms;
    post({ stage, fraction });
  }
  return through;
}

describe("throttled events", () => {
  it("are the first of each stage, the end of each stage, and others now and then", () => {
    expect(
      passed([
        [0, "reading", 0],
        [1, "reading", 0.1],
        [124, "reading", 0.2],
        [125, "reading", 0.3],
        [126, "reading", 1],
        [127, "features", 0],
        [128, "features", 0.5],
        [300, "features", 0.6],
      ]),
    ).toEqual(["reading 0", "reading 0.3", "reading 1", "features 0", "features 0.6"]);
  });

  it("are not more when a stage ends again and again", () => {
    expect(
      passed([
        [0, "head", 0],
        [1, "head", 1],
        [2, "head", 0.5],
        [3, "head", 1],
        [4, "level", 1],
        [5, "level", 1],
      ]),
    ).toEqual(["head 0", "head 1", "level 1"]);
  });

  it("have the first held-out figures of a stage among them, whatever went before", () => {
    const through: TrainingEvent[] = [];
    const post = throttled(
      (event) => through.push(event),
      () => 0,
    );
    const figures: TrainingEvent = { stage: "head", fraction: 0.4, heldOut: { microF1: 0.5 } };
    post({ stage: "head", fraction: 0 });
    post(figures);
    post({ ...figures, fraction: 0.5 });
    expect(through).toEqual([{ stage: "head", fraction: 0 }, figures]);
  });

  it("always have the held-out figures among them", () => {
    const through: TrainingEvent[] = [];
    const post = throttled(
      (event) => through.push(event),
      () => 0,
    );
    const figures: TrainingEvent = { stage: "checking", fraction: 0.1, heldOut: { microF1: 0.5 } };
    post({ stage: "checking", fraction: 0 });
    post(figures);
    post({ stage: "checking", fraction: 0.2 });
    expect(through).toEqual([{ stage: "checking", fraction: 0 }, figures]);
  });
});
