import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { RunReport } from "../../../server/protocol.ts";
import { Runs } from "../../../server/session/runs.ts";
import { writeRun } from "../../../server/training/report/runFiles.ts";
import { runReport } from "../support/runReport.ts";

const top = mkdtempSync(join(tmpdir(), "sdlgm-session-runs-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

let model: string;
let logged: string[];
let runs: Runs;
beforeEach(() => {
  model = join(mkdtempSync(join(top, "case-")), ".sdlgm/model.sdlgm");
  logged = [];
  runs = new Runs(
    () => model,
    (line) => logged.push(line),
  );
});

/** A report of so many seconds after noon. */
function run(seconds: number, kind: RunReport["kind"] = "training"): RunReport {
  return runReport({ kind, created: new Date(Date.UTC(2026, 4, 1, 12, 0, seconds)).toISOString() });
}

function small(report: RunReport): RunReport {
  return { ...report, review: [], perTag: [], curve: [] };
}

describe("the runs of a folder", () => {
  it("are none before the first", async () => {
    expect(await runs.all()).toEqual([]);
    expect(await runs.lastTraining()).toBeUndefined();
  });

  it("come the newest first, the older ones without what is large, whether they were read before or not", async () => {
    const reports = [1, 2, 3].map((seconds) => run(seconds));
    for (const [n, report] of reports.entries()) {
      await writeRun(model, report);
      const expected = reports.slice(0, n + 1).reverse();
      expect(await runs.all()).toEqual([expected[0], ...expected.slice(1).map(small)]);
    }
    const again = new Runs(
      () => model,
      () => undefined,
    );
    expect(await again.all()).toEqual(await runs.all());
    expect(logged).toEqual([]);
  });

  it("keep the last training whole behind evaluations", async () => {
    for (const report of [run(1), run(2), run(3, "evaluation"), run(4, "evaluation")])
      await writeRun(model, report);
    expect(await runs.lastTraining()).toEqual(run(2));
    expect(await runs.all()).toEqual([
      run(4, "evaluation"),
      small(run(3, "evaluation")),
      small(run(2)),
      small(run(1)),
    ]);
    expect(await runs.lastTraining()).toEqual(run(2));
  });

  it("are whole again when newer ones are deleted", async () => {
    for (const report of [run(1), run(2)]) await writeRun(model, report);
    expect((await runs.all())[1]).toEqual(small(run(1)));
    rmSync(join(model, "../runs/2026-05-01T12-00-02.000Z.json"));
    expect(await runs.all()).toEqual([run(1)]);
    expect(await runs.lastTraining()).toEqual(run(1));
  });

  it("are those of this session as well, where nothing is saved", async () => {
    model = join(top, "models/m.sdlgm");
    runs.add(run(1));
    runs.add(run(2, "evaluation"));
    expect(await runs.all()).toEqual([run(2, "evaluation"), small(run(1))]);
    expect(await runs.lastTraining()).toEqual(run(1));
    for (let seconds = 3; seconds < 40; seconds++) runs.add(run(seconds));
    expect(await runs.all()).toHaveLength(20);
    model = join(top, "others/m.sdlgm");
    expect(await runs.all()).toEqual([]);
  });

  it("count a run once that is both saved and remembered", async () => {
    await writeRun(model, run(1));
    runs.add(run(1));
    expect(await runs.all()).toEqual([run(1)]);
  });

  it("leave out what is no report, and say so once", async () => {
    const folder = join(model, "../runs");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "2026-05-01T12-00-09.000Z.json"), '{"version":1}');
    await writeRun(model, run(1));
    expect(await runs.all()).toEqual([run(1)]);
    expect(await runs.all()).toEqual([run(1)]);
    expect(logged).toEqual([expect.stringMatching(/12-00-09.* is no report on a training or evaluation/)]);
    writeFileSync(join(folder, "2026-05-01T12-00-09.000Z.json"), JSON.stringify(run(9)));
    expect(await runs.all()).toEqual([run(9), small(run(1))]);
  });

  it("may be asked for twice at once", async () => {
    await writeRun(model, run(1));
    const [all, last] = await Promise.all([runs.all(), runs.lastTraining()]);
    expect([all, last]).toEqual([[run(1)], run(1)]);
  });
});
