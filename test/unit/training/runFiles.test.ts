import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { RunReport } from "../../../server/protocol.ts";
import { readRun, runFiles, writeRun } from "../../../server/training/report/runFiles.ts";
import { isRunReport } from "../../../server/training/report/runShape.ts";
import { runReport } from "../support/runReport.ts";

const top = mkdtempSync(join(tmpdir(), "sdlgm-runs-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

let folder: string;
let model: string;
let runs: string;
beforeEach(() => {
  folder = mkdtempSync(join(top, "case-"));
  model = join(folder, ".sdlgm/model.sdlgm");
  runs = join(folder, ".sdlgm/runs");
});

/** A time so many seconds after noon. */
function at(seconds: number): string {
  return new Date(Date.UTC(2026, 4, 1, 12, 0, seconds)).toISOString();
}

async function read(): Promise<(RunReport | undefined)[]> {
  return Promise.all((await runFiles(model)).map(readRun));
}

describe("reports beside a model", () => {
  it("are read as they were written, the newest first", async () => {
    const reports = [1, 3, 2].map((seconds) => runReport({ created: at(seconds) }));
    for (const report of reports) expect(await writeRun(model, report)).toBe(true);
    expect(await read()).toEqual([reports[1], reports[2], reports[0]]);
    expect(readdirSync(runs)).toEqual([1, 2, 3].map((s) => `2026-05-01T12-00-0${s}.000Z.json`));
  });

  it("are 20 at most; the oldest go, and what is not ours stays", async () => {
    mkdirSync(runs, { recursive: true });
    writeFileSync(join(runs, "1999-notes.json"), "mine");
    for (let seconds = 1; seconds <= 23; seconds++)
      await writeRun(model, runReport({ created: at(seconds) }));
    const kept = await read();
    expect(kept.map((report) => report?.created)).toEqual(Array.from({ length: 20 }, (_, n) => at(23 - n)));
    expect(readdirSync(runs)).toHaveLength(21);
    expect(readFileSync(join(runs, "1999-notes.json"), "utf8")).toBe("mine");
  });

  it("keep that on the last training, however often one evaluates after it", async () => {
    await writeRun(model, runReport({ created: at(1) }));
    for (let seconds = 2; seconds <= 25; seconds++)
      await writeRun(model, runReport({ kind: "evaluation", created: at(seconds) }));
    const kept = await read();
    expect(kept).toHaveLength(20);
    expect(kept.map((report) => report?.kind).indexOf("training")).toBe(19);
    expect(readdirSync(runs)).toContain("2026-05-01T12-00-25.000Z-evaluation.json");
  });

  it("are ignored by git, and leave no unfinished file", async () => {
    await writeRun(model, runReport());
    expect(readdirSync(join(folder, ".sdlgm")).sort()).toEqual([".gitignore", "runs"]);
    execFileSync("git", ["init", "-q"], { cwd: folder });
    execFileSync("git", ["add", "-A"], { cwd: folder });
    expect(execFileSync("git", ["ls-files"], { cwd: folder, encoding: "utf8" })).toBe(".sdlgm/.gitignore\n");
  });

  it("are not written where the model is in a folder of the user's", async () => {
    const elsewhere = join(folder, "models/m.sdlgm");
    expect(await writeRun(elsewhere, runReport())).toBe(false);
    expect(existsSync(join(folder, "models"))).toBe(false);
    expect(await runFiles(elsewhere)).toEqual([]);
  });

  it("are not written through a link that leads elsewhere", async () => {
    const private_ = join(folder, "private");
    mkdirSync(private_);
    mkdirSync(join(folder, ".sdlgm"));
    symlinkSync(private_, runs);
    expect(await writeRun(model, runReport())).toBe(false);
    expect(readdirSync(private_)).toEqual([]);
  });

  it("are none where there is no folder, or a file in its place", async () => {
    expect(await runFiles(model)).toEqual([]);
    mkdirSync(join(folder, ".sdlgm"));
    writeFileSync(runs, "");
    expect(await runFiles(model)).toEqual([]);
    await expect(writeRun(model, runReport())).rejects.toThrow();
    expect(readdirSync(join(folder, ".sdlgm")).sort()).toEqual(["runs"]);
  });
});

describe("a file in the place of a report", () => {
  const name = "2026-05-01T12-00-00.000Z.json";

  it.each<[string, string | Buffer]>([
    ["nothing", ""],
    ["half of a report", JSON.stringify(runReport()).slice(0, 300)],
    ["no object", "[]"],
    ["null", "null"],
    ["bytes", Buffer.from([0xff, 0, 0xfe])],
    ["a deep nest", "[".repeat(200_000)],
  ])("is no report: %s", async (_, content) => {
    mkdirSync(runs, { recursive: true });
    writeFileSync(join(runs, name), content);
    expect(await read()).toEqual([undefined]);
  });

  it("may be a folder or a link, and is passed over", async () => {
    mkdirSync(join(runs, name), { recursive: true });
    symlinkSync("/etc/hostname", join(runs, name.replace("12", "13")));
    expect(await read()).toEqual([]);
  });
});

describe("the shape of a report", () => {
  it("holds for what we write, and for what a newer version adds", () => {
    expect(isRunReport(runReport())).toBe(true);
    expect(isRunReport({ ...runReport(), more: { things: 1 } })).toBe(true);
  });

  it.each(Object.keys(runReport()))("asks for %s", (name) => {
    expect(isRunReport({ ...runReport(), [name]: undefined })).toBe(false);
    expect(isRunReport({ ...runReport(), [name]: { toString: 1 } })).toBe(false);
    expect(isRunReport({ ...runReport(), [name]: [null] })).toBe(false);
  });

  it.each<[string, object]>([
    ["another version", { version: 2 }],
    ["another kind", { kind: "joke" }],
    ["a time that is none", { created: "yesterday" }],
    ["a number that is none", { seconds: null }],
    ["a negative count", { documents: -1 }],
    ["a name that is far too long", { perTag: [{ ...runReport().perTag[0], tag: "x".repeat(10_000) }] }],
    ["a tag without figures", { perTag: [{ tag: "a" }] }],
    ["a loss that is a word", { curve: [{ iteration: 1, loss: { total: "low" } }] }],
    ["a path that is a number", { review: [{ ...runReport().review[0], path: 7 }] }],
    ["another kind of entry", { review: [{ ...runReport().review[0], kind: "odd" }] }],
    ["a baseline that is none", { baselines: { popularity: { precision: 1 } } }],
  ])("does not hold for %s", (_, change) => {
    expect(isRunReport({ ...runReport(), ...change })).toBe(false);
  });
});
