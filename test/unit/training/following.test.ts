import { describe, expect, it } from "vitest";
import { Cancelled } from "../../../server/kernels/index.ts";
import { STAGES, type Stage, type TrainingEvent } from "../../../server/training/events.ts";
import { Progress } from "../../../server/training/progress.ts";
import { train } from "../../../server/training/train.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";

/** The stages that `train` itself goes through; reading and writing are its owner's. */
const OWN_STAGES: Stage[] = ["features", "evidence", "head", "level", "checking"];

const small = syntheticCorpus({ documents: 60, tags: 8, seed: 2 });
const larger = syntheticCorpus({ documents: 400, tags: 40, seed: 1 });

describe("a training run that is followed", () => {
  const events: TrainingEvent[] = [];
  const gaps: { milliseconds: number; stage: string }[] = [];
  let stage = "start";
  let last = now();
  const look = () => {
    const here = now();
    // Of wall and processor time the shorter: neighbours on the machine stretch the one, helping threads the other.
    const milliseconds = Math.min(here.wall - last.wall, here.processor - last.processor);
    gaps.push({ milliseconds, stage });
    last = now();
    return false;
  };
  const model = train(larger, {
    seed: 1,
    watch: {
      shouldStop: look,
      onEvent: (event) => {
        stage = event.stage;
        events.push(event);
      },
    },
  });
  look();

  it("goes through its stages in their order, once each", () => {
    const order = events.map((event) => event.stage).filter((name, n, all) => name !== all[n - 1]);
    expect(order).toEqual(OWN_STAGES);
    expect(STAGES.filter((name) => OWN_STAGES.includes(name))).toEqual(OWN_STAGES);
  });

  it("says what share of a stage is done, never falling back", () => {
    events.forEach((event, n) => {
      expect(event.fraction).toBeGreaterThanOrEqual(0);
      expect(event.fraction).toBeLessThanOrEqual(1);
      const before = events[n - 1];
      if (before?.stage === event.stage) expect(event.fraction).toBeGreaterThanOrEqual(before.fraction);
    });
    expect(events[events.length - 1].fraction).toBe(1);
  });

  it("guesses a remaining time that is finite and never below nought", () => {
    const guesses = events.map((event) => event.remainingSeconds).filter((guess) => guess !== undefined);
    expect(guesses.length).toBeGreaterThan(events.length / 2);
    expect(guesses.every((guess) => Number.isFinite(guess) && guess >= 0)).toBe(true);
  });

  it("says the loss of the head, falling, and the figures at the end", () => {
    const losses = events.map(({ loss }) => loss?.["total"]).filter((loss) => loss !== undefined);
    expect(losses.length).toBeGreaterThan(0);
    expect(losses[losses.length - 1]).toBeLessThanOrEqual(losses[0]);
    for (const { stage, loss } of events) {
      if (loss === undefined) continue;
      if (stage === "level") expect(loss["level"]).toBeGreaterThan(0);
      else expect(loss["tags"] + loss["prior"]).toBeCloseTo(loss["total"], 9);
    }
    expect(events[events.length - 1].heldOut).toEqual(model.summary.heldOut);
    expect(model.summary.heldOut).toMatchObject({
      precisionAt1: expect.any(Number),
      microF1: expect.any(Number),
      levelError: expect.any(Number),
    });
  });

  it("has only numbers in its events", () => {
    for (const { documentsPerSecond = 1, loss = {}, heldOut = {}, iteration = 0 } of events) {
      const numbers = [documentsPerSecond, iteration, ...Object.values(loss), ...Object.values(heldOut)];
      expect(numbers.every(Number.isFinite)).toBe(true);
    }
  });

  it("asks often whether it should stop", () => {
    // 50 ms is what it promises, and 100 ms in all; the rest is for slow and busy machines.
    expect(gaps.filter(({ milliseconds }) => milliseconds > 250)).toEqual([]);
    expect(gaps.length).toBeGreaterThan(1000);
  });
});

describe("a training run that is stopped", () => {
  it.each(OWN_STAGES)("ends in the stage %s, at its first poll or later", (wanted) => {
    for (const polls of [0, 1, 7]) {
      let stage: Stage | undefined;
      let left = polls;
      let afterwards = 0;
      const run = () =>
        train(small, {
          seed: 1,
          watch: {
            onEvent: (event) => {
              stage = event.stage;
            },
            shouldStop: () => {
              if (stage !== wanted) return false;
              if (left-- > 0) return false;
              afterwards++;
              return true;
            },
          },
        });
      expect(run).toThrow(Cancelled);
      expect(afterwards).toBe(1);
    }
  });

  it("ends before anything is done when it should never have begun", () => {
    const events: TrainingEvent[] = [];
    const watch = { shouldStop: () => true, onEvent: (event: TrainingEvent) => events.push(event) };
    expect(() => train(small, { seed: 1, watch })).toThrow(Cancelled);
    expect(events).toEqual([]);
  });

  it.each(["tied", "relaxed"] as const)("ends while the objective %s is trained", (objective) => {
    let isHead = false;
    let left = 500;
    const watch = {
      onEvent: (event: TrainingEvent) => {
        isHead = event.stage === "head";
      },
      shouldStop: () => isHead && left-- < 0,
    };
    expect(() => train(small, { seed: 1, objective, watch })).toThrow(Cancelled);
  });
});

describe("the progress of a run", () => {
  it("reports each stage as soon as it begins, and then no more often than tells anything", () => {
    const events: TrainingEvent[] = [];
    const progress = new Progress({ onEvent: (event) => events.push(event) }, 10);
    for (let n = 0; n < 100; n++) progress.at("features", n / 100);
    progress.at("evidence", 0);
    progress.at("checking", 1, { heldOut: { microF1: 0.5 } });
    expect(events.map(({ stage, fraction }) => [stage, fraction])).toEqual([
      ["features", 0],
      ["evidence", 0],
      ["checking", 1],
    ]);
  });

  it("stops when its owner says so, also between events", () => {
    let stop = false;
    const progress = new Progress({ shouldStop: () => stop }, 10);
    progress.at("features", 0);
    stop = true;
    expect(() => progress.poll()).toThrow(Cancelled);
    expect(() => progress.at("features", 0.1)).toThrow(Cancelled);
  });
});

function now(): { wall: number; processor: number } {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}
