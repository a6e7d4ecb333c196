import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { STAGES } from "../../server/training/events.ts";
import { folderOf, type Run, sdlgm, subjectFiles } from "./program.ts";

let folder: string;
let model: string;
let bytes: Buffer;
beforeAll(async () => {
  folder = folderOf(subjectFiles(250, 120));
  model = join(folder, ".sdlgm/model.sdlgm");
  // Few of the documents are enough for a model that differs from the one that the interrupted runs would write.
  const first = await sdlgm(["train", folderOf(subjectFiles(30)), "--model", model]);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  bytes = readFileSync(model);
});

/** Runs it, and sends the signal as soon as `isMoment` holds for what was printed; tells how long it went on. */
async function interrupted(
  args: readonly string[],
  isMoment: (printed: string) => boolean,
  signal: NodeJS.Signals = "SIGINT",
): Promise<Run & { milliseconds: number }> {
  let printed = "";
  let sent = Number.NaN;
  const run = await sdlgm(args, {
    onOutput(text, child) {
      printed += text;
      if (!Number.isNaN(sent) || !isMoment(printed)) return;
      sent = performance.now();
      child.kill(signal);
    },
  });
  return { ...run, milliseconds: performance.now() - sent };
}

/** Well above the 100 ms that are promised, because the machine that runs the tests may be busy. */
const PATIENCE_MS = 500;
const SENTENCE = "sdlgm: stopped; no unfinished file is left, and the last whole model stays.\n";

describe("Ctrl-C while training", () => {
  it.each(STAGES.filter((stage) => stage !== "writing"))(
    "in the stage %s ends at once with 130, one sentence, and the last model as it was",
    async (stage) => {
      const run = await interrupted(["train", folder, "--json"], (text) =>
        text.includes(`"stage":"${stage}"`),
      );
      expect(run).toMatchObject({ code: 130, stderr: SENTENCE });
      expect(run.milliseconds).toBeLessThan(PATIENCE_MS);
      expect(readFileSync(model)).toEqual(bytes);
      expect(readdirSync(dirname(model)).sort()).toEqual([".gitignore", "model.sdlgm", "runs"]);
      expect(readdirSync(join(dirname(model), "runs"))).toHaveLength(1);
    },
  );

  it("while the model is written leaves either the old one or the new one, whole, and nothing else", async () => {
    const place = folderOf({ "m.sdlgm": bytes });
    const args = ["train", folder, "--model", join(place, "m.sdlgm"), "--json"];
    const run = await interrupted(args, (text) => text.includes('"stage":"writing"'));
    expect([0, 130]).toContain(run.code);
    expect(run.stderr).toBe(run.code === 130 ? SENTENCE : "");
    expect(readdirSync(place)).toEqual(["m.sdlgm"]);
    expect(
      (await sdlgm(["suggest", folder, "--model", join(place, "m.sdlgm"), "--top", "0", "--json"])).code,
    ).toBe(0);
  });

  it("is the same for a request to end", async () => {
    const run = await interrupted(["train", folder, "--json"], (text) => text !== "", "SIGTERM");
    expect(run).toMatchObject({ code: 130, stderr: SENTENCE });
  });

  it("does not even leave a folder for the model where there was none", async () => {
    const place = folderOf(subjectFiles(400));
    const run = await interrupted(["train", place, "--json"], (text) => text.includes('"features"'));
    expect(run.code).toBe(130);
    expect(readdirSync(place)).toEqual(["notes"]);
  });
});

it("Ctrl-C while suggesting ends at once with 130 and one sentence", async () => {
  const run = await interrupted(["suggest", folder, "--json"], (text) => text !== "");
  expect(run).toMatchObject({ code: 130, stderr: "sdlgm: stopped.\n" });
  expect(run.milliseconds).toBeLessThan(PATIENCE_MS);
});
