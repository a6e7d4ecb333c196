import { describe, expect, it } from "vitest";
import { evaluationEvents } from "../../../server/training/evaluationEvents.ts";
import type { TrainingEvent } from "../../../server/training/events.ts";

describe("the events of an evaluation", () => {
  const events: TrainingEvent[] = [];
  const { training, scoring, comparing } = evaluationEvents({ onEvent: (event) => events.push(event) });
  const level: TrainingEvent = { stage: "level", fraction: 1, remainingSeconds: 2 };
  training.onEvent?.(level);
  training.onEvent?.({ stage: "checking", fraction: 1, heldOut: { microF1: 0.5 }, remainingSeconds: 0 });
  for (let n = 0; n <= 1000; n++) scoring(n / 1000);
  for (let n = 0; n <= 1000; n++) comparing(n / 1000);
  const checking = events.filter(({ stage }) => stage === "checking");

  it("are those of training, up to its check", () => {
    expect(events[0]).toBe(level);
  });

  it("count the check of training as the beginning of theirs, with its figures and without its guess of the time", () => {
    expect(checking[0]).toEqual({ stage: "checking", fraction: 0.1, heldOut: { microF1: 0.5 } });
  });

  it("rise to 1, once", () => {
    const fractions = checking.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.filter((fraction) => fraction >= 1)).toEqual([1]);
  });

  it("are no flood", () => {
    expect(events.length).toBeLessThan(50);
  });

  it("stop when their owner says so, and work without one", () => {
    const shouldStop = () => true;
    expect(evaluationEvents({ shouldStop }).training.shouldStop).toBe(shouldStop);
    expect(() => evaluationEvents().comparing(1)).not.toThrow();
  });
});
