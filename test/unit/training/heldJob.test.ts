import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cancelled } from "../../../server/kernels/index.ts";
import { runJob } from "../../../server/training/job.ts";
import { JobControl } from "../../../server/training/jobControl.ts";

interface Tick {
  readonly n: number;
  /** Of the job's own clock. */
  readonly now: number;
}

let top: string;
let worker: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "sdlgm-held-"));
  worker = join(top, "worker.cjs");
  buildSync({
    stdin: { contents: WORKER, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: worker,
  });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** A worker that says every few milliseconds that it is there, `upTo` times, and computes all the while. */
const WORKER = `
  import { throwIfStopped } from "../../../server/kernels/index.ts";
  import { serveJob } from "../../../server/training/serveJob.ts";

  serveJob(async ({ upTo }, context) => {
    const started = context.now();
    for (let n = 1; n <= upTo; n++) {
      const until = context.now() + 5;
      while (context.now() < until) throwIfStopped(context);
      context.postEvent({ n, now: context.now() - started });
    }
    return context.now() - started;
  });
`;

/** Starts the worker; `ticks` grows. */
function started(upTo: number, control: JobControl, signal?: AbortSignal) {
  const ticks: Tick[] = [];
  let onTick = (): void => undefined;
  const result = runJob<Tick, never, number>(
    worker,
    { upTo },
    {
      control,
      signal,
      onEvent(tick) {
        ticks.push(tick);
        onTick();
      },
    },
  );
  const ticked = (count: number) =>
    new Promise<void>((resolve) => {
      onTick = () => ticks.length >= count && resolve();
      onTick();
    });
  return { ticks, ticked, result };
}

describe("a job that is held", () => {
  it("stands still, goes on where it was, and comes to its end", async () => {
    const control = new JobControl();
    const { ticks, ticked, result } = started(40, control);
    await ticked(5);
    control.hold(true);
    await wait(50);
    const held = ticks.length;
    await wait(200);
    expect(ticks).toHaveLength(held);
    expect(held).toBeLessThan(40);
    control.hold(false);
    await result;
    expect(ticks.map(({ n }) => n)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });

  it("has a clock that stood still as well", async () => {
    const control = new JobControl();
    const { ticked, result } = started(10, control);
    await ticked(3);
    control.hold(true);
    const from = performance.now();
    await wait(600);
    control.hold(false);
    const all = performance.now() - from + (await result);
    expect(await result).toBeLessThan(500);
    expect(all).toBeGreaterThan(600);
  });

  it("takes no time of the processor", async () => {
    const control = new JobControl();
    const { ticked, result } = started(10, control);
    await ticked(3);
    control.hold(true);
    await wait(50);
    const before = process.cpuUsage();
    await wait(500);
    const { user, system } = process.cpuUsage(before);
    control.hold(false);
    await result;
    // Of 500 ms, in this thread and the worker together; one that spins would take nearly all.
    expect((user + system) / 1000).toBeLessThan(250);
  });

  it("can be held before it begins, more than once, and be let go though it was not held", async () => {
    const control = new JobControl();
    control.hold(false);
    control.hold(true);
    control.hold(true);
    const { ticks, result } = started(5, control);
    await wait(250);
    expect(ticks).toEqual([]);
    expect(control.isHeld).toBe(true);
    control.hold(false);
    expect(control.isHeld).toBe(false);
    await result;
    expect(ticks).toHaveLength(5);
  });

  it.each([
    ["when it is held", true],
    ["when it was held and let go", false],
  ])("can be stopped: %s", async (_, isHeld) => {
    const control = new JobControl();
    const abort = new AbortController();
    const { ticked, result } = started(1e6, control, abort.signal);
    await ticked(2);
    control.hold(true);
    await wait(60);
    control.hold(isHeld);
    const from = performance.now();
    abort.abort();
    await expect(result).rejects.toBeInstanceOf(Cancelled);
    expect(performance.now() - from).toBeLessThan(150);
    expect(control.isStopped).toBe(true);
    control.hold(true);
    expect(control.isHeld).toBe(false);
  });
});
