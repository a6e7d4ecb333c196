import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Cancelled } from "../../../server/kernels/index.ts";
import { ModelFileError } from "../../../server/models/modelFileError.ts";
import { type JobOptions, runJob } from "../../../server/training/job.ts";
import { UnexpectedFailure } from "../../../server/training/jobFailure.ts";
import { startTraining } from "../../../server/training/startTraining.ts";
import { TooLittleToLearn } from "../../../server/training/trainOptions.ts";
import { SourceError } from "../../../server/workspace/sourceError.ts";

let top: string;
let worker: string;
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), "sdlgm-job-"));
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

/** A worker that behaves as the request's `kind` says, well or badly. */
const WORKER = `
  import { writeFileSync } from "node:fs";
  import { setTimeout as wait } from "node:timers/promises";
  import { Cancelled, throwIfStopped } from "../../../server/kernels/index.ts";
  import { ModelFileError } from "../../../server/models/modelFileError.ts";
  import { serveJob } from "../../../server/training/serveJob.ts";
  import { TooLittleToLearn } from "../../../server/training/trainOptions.ts";
  import { SourceError } from "../../../server/workspace/sourceError.ts";

  const ready = (context) => context.postEvent({ stage: "features", fraction: 0 });
  const behaviours = {
    adds: async ({ a, b }) => a + b,
    polls: async (_, context) => { ready(context); for (;;) throwIfStopped(context); },
    waits: async (_, context) => { ready(context); await wait(1e6, undefined, { signal: context.signal }).catch(() => { throw new Cancelled(); }); },
    deaf: async (_, context) => { ready(context); for (;;); },
    counts: async ({ upTo }, context) => { for (let i = 1; i <= upTo; i++) await context.send(i); },
    failsSource: async () => { throw new SourceError("No such folder."); },
    failsModel: async () => { throw new ModelFileError("disk-full", "No space."); },
    failsLittle: async () => { throw new TooLittleToLearn("Too little."); },
    failsBug: async () => { undefined.x; },
    throwsLater: async () => { setTimeout(() => { throw new Error("late"); }); await wait(1e6); },
    exits: async () => { process.exit(3); },
    hoards: async () => { const all = []; for (;;) all.push(new Array(10000).fill(all.length)); },
    writes: async ({ modelPath }, context) => {
      const folder = modelPath.slice(0, modelPath.lastIndexOf("/"));
      context.postEvent({ stage: "writing", fraction: 0 });
      writeFileSync(folder + "/.sdlgm-0123456789ab.tmp", "half");
      for (;;);
    },
  };
  serveJob((request, context) => behaviours[request.kind](request, context));
`;

function job<Result>(request: object, options: JobOptions<unknown, never> = {}): Promise<Result> {
  return runJob(worker, request, options);
}

async function errorOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => new Error("it did not fail"),
    (error) => error,
  );
}

describe("a job in a worker", () => {
  it("gives its result", async () => {
    expect(await job({ kind: "adds", a: 1, b: 2 })).toBe(3);
  });

  it("waits for each message to be dealt with", async () => {
    const seen: number[] = [];
    let atOnce = 0;
    await runJob<never, number, void>(
      worker,
      { kind: "counts", upTo: 5 },
      {
        async onMessage(message) {
          expect(++atOnce).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 2));
          seen.push(message);
          atOnce--;
        },
      },
    );
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([
    ["failsSource", SourceError, "No such folder."],
    ["failsModel", ModelFileError, "No space."],
    ["failsLittle", TooLittleToLearn, "Too little."],
  ] as const)("fails with the foreseen error: %s", async (kind, type, message) => {
    const error = await errorOf(job({ kind }));
    expect(error).toBeInstanceOf(type);
    expect(error.message).toBe(message);
    if (error instanceof ModelFileError) expect(error.code).toBe("disk-full");
  });

  it.each([
    ["failsBug", /^Something went wrong that should not \(TypeError: .*\): please report it\.$/],
    ["throwsLater", /^Something went wrong that should not \(Error: late\): please report it\.$/],
    ["exits", /^The work ended before it was done \(exit code 3\): please report it\.$/],
  ])("fails with a sentence when it crashes: %s", async (kind, sentence) => {
    const error = await errorOf(job({ kind }));
    expect(error).toBeInstanceOf(UnexpectedFailure);
    expect(error.message).toMatch(sentence);
  });

  it("fails with a sentence when its memory does not suffice", async () => {
    const error = await errorOf(job({ kind: "hoards" }, { heapMegabytes: 24 }));
    expect(error).toBeInstanceOf(UnexpectedFailure);
    expect(error.message).toBe(
      "The documents need more than the 24 MB of memory that there are: give fewer or smaller folders.",
    );
  });
});

describe("a cancelled job", () => {
  it.each(["polls", "waits", "deaf"])("rejects within 100 ms, whatever the worker does: %s", async (kind) => {
    const abort = new AbortController();
    let aborted = Number.NaN;
    const onEvent = (): void => {
      aborted = performance.now();
      abort.abort();
    };
    const error = await errorOf(job({ kind }, { signal: abort.signal, onEvent }));
    expect(error).toBeInstanceOf(Cancelled);
    expect(performance.now() - aborted).toBeLessThan(150);
  });

  it("does not even start when it was cancelled before", async () => {
    expect(await errorOf(job({ kind: "deaf" }, { signal: AbortSignal.abort() }))).toBeInstanceOf(Cancelled);
  });

  it("leaves no unfinished file of its own, and those of others alone", async () => {
    const folder = mkdtempSync(join(top, "models-"));
    const other = ".sdlgm-ffffffffffff.tmp";
    writeFileSync(join(folder, other), "of another run");
    const abort = new AbortController();
    const request = { kind: "writes", modelPath: join(folder, "m.sdlgm") } as never;
    const onEvent = async (): Promise<void> => {
      while (!existsSync(join(folder, ".sdlgm-0123456789ab.tmp"))) await new Promise(setImmediate);
      abort.abort();
    };
    const training = startTraining(request, { worker, signal: abort.signal, onEvent });
    expect(await errorOf(training)).toBeInstanceOf(Cancelled);
    expect(readdirSync(folder)).toEqual([other]);
  });
});
