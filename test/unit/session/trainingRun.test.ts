import { describe, expect, it } from "vitest";
import { Cancelled } from "../../../server/kernels/index.ts";
import { ModelFileError, type ModelFileErrorCode } from "../../../server/models/modelFileError.ts";
import type { TrainingProgress } from "../../../server/protocol.ts";
import { progressSentence, TrainingRun } from "../../../server/session/trainingRun.ts";
import { RecordingClient } from "./support.ts";

describe("the sentence beside a progress bar", () => {
  it.each<[Omit<TrainingProgress, "fraction">, string]>([
    [{ stage: "reading", overall: 0 }, "Reading the documents · 0 %"],
    [{ stage: "features", overall: 0.2 }, "Counting words · 20 %"],
    [{ stage: "evidence", overall: 0.459, remainingSeconds: 12.1 }, "Gathering evidence · 45 % · 13 s left"],
    [{ stage: "head", overall: 0.8, remainingSeconds: 89.2 }, "Weighing the evidence · 80 % · 2 min left"],
    [{ stage: "level", overall: 0.9, remainingSeconds: 300 }, "Learning how many tags · 90 % · 5 min left"],
    [{ stage: "checking", overall: 0.95, remainingSeconds: 0 }, "Checking on hidden tags · 95 % · 0 s left"],
    [{ stage: "writing", overall: 1 }, "Writing the model · 100 %"],
  ])("%o", (progress, expected) => {
    expect(progressSentence({ fraction: 0, ...progress })).toBe(expected);
  });
});

describe("a run", () => {
  it("ends with the result of its work, and its progress with it", async () => {
    const client = new RecordingClient();
    const run = new TrainingRun(client, "file:///notes", "training");
    const outcome = await run.run("Training", async ({ onEvent }) => {
      expect(client.isShown).toBe(true);
      onEvent({ stage: "features", fraction: 0.5 });
      onEvent({ stage: "writing", fraction: 1 });
      return 7;
    });
    expect(outcome).toEqual({ kind: "done", result: 7 });
    expect(client.isShown).toBe(false);
    expect(client.shares.at(-1)).toBeCloseTo(1);
    expect(client.events).toMatchObject([
      { folder: "file:///notes", stage: "features" },
      { folder: "file:///notes", stage: "writing", fraction: 1 },
    ]);
  });

  it("never shows less than before, although an evaluation goes through some stages twice", async () => {
    const client = new RecordingClient();
    const run = new TrainingRun(client, "file:///notes", "training");
    await run.run("Evaluating", async ({ onEvent }) => {
      for (const fraction of [0, 1]) onEvent({ stage: "head", fraction });
      for (const fraction of [0, 1]) onEvent({ stage: "features", fraction });
    });
    expect(client.shares).toEqual([...client.shares].sort((a, b) => a - b));
    expect(run.progress).toMatchObject({ stage: "features", overall: client.shares[1] });
  });

  it.each<[string, (run: TrainingRun, client: RecordingClient, outer: AbortController) => void]>([
    ["by its owner", (run) => run.stop()],
    ["by the user", (_, client) => client.cancel.abort()],
    ["by whoever asked for it", (_, __, outer) => outer.abort()],
  ])("that is stopped %s is cancelled", async (_, stop) => {
    const client = new RecordingClient();
    const outer = new AbortController();
    const run = new TrainingRun(client, "file:///notes", "training");
    const work = ({ signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(new Cancelled()));
        stop(run, client, outer);
      });
    expect(await run.run("Training", work, outer.signal)).toEqual({ kind: "cancelled" });
    expect(client.isShown).toBe(false);
  });

  it.each<[ModelFileErrorCode, RegExp]>([
    ["newer", /newer version.*set another place for the model\.$/],
    ["foreign", /another file.*set another place for the model\.$/],
    ["read-only", /no permission to write.*\.$/],
    ["disk-full", /no space left.*\.$/],
  ])("whose model cannot be written (%s) says what to do in the editor", async (code, expected) => {
    const run = new TrainingRun(new RecordingClient(), "file:///notes", "training");
    const outcome = await run.run("Training", () =>
      Promise.reject(new ModelFileError(code, "choose another place with --model.")),
    );
    expect(outcome).toMatchObject({ kind: "failed", message: expect.stringMatching(expected) });
    expect(outcome).not.toMatchObject({ message: expect.stringContaining("--model") });
  });

  it("that fails otherwise says why", async () => {
    const run = new TrainingRun(new RecordingClient(), "file:///notes", "training");
    const outcome = await run.run("Training", () => Promise.reject(new Error("There are no documents.")));
    expect(outcome).toEqual({ kind: "failed", message: "There are no documents." });
  });
});
