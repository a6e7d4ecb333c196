import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_READ_OPTIONS } from "../../../server/documents/read.ts";
import { Breath } from "../../../server/workspace/breath.ts";
import { readFileText } from "../../../server/workspace/fileReading.ts";
import { isAsKnown, readState } from "../../../server/workspace/fileState.ts";
import { Pace } from "../../../server/workspace/pace.ts";

let folder: string;
let absolute: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sdlgm-state-"));
  absolute = join(folder, "a.md");
  writeFileSync(absolute, "words");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Of a file system that has let somebody wait. */
function slowPace(): Pace {
  const pace = new Pace();
  pace.timed(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30));
  return pace;
}

const read = (secondsLater: number, pace: Pace) =>
  readState(
    { path: "a.md", absolute },
    {
      read: (path, text) => readFileText(path, text, DEFAULT_READ_OPTIONS),
      maxFileBytes: 1000,
      now: () => statSync(absolute).ctimeMs + 1000 * secondsLater,
      breath: new Breath(),
      pace,
    },
  );

describe.each([
  ["a quick file system", () => new Pace()],
  ["a slow file system", slowPace],
])("a file of %s that was read", (_, paceOf) => {
  let pace: Pace;
  beforeEach(() => {
    pace = paceOf();
  });

  it("is trusted while its size and its times are the same", async () => {
    const state = await read(10, pace);
    expect(await isAsKnown(state, state, pace)).toBe(true);
    utimesSync(absolute, 1, 1);
    expect(await isAsKnown(state, state, pace)).toBe(false);
  });

  it("is not trusted if it had just been changed, for it may have changed again since", async () => {
    const state = await read(1, pace);
    expect(await isAsKnown(state, state, pace)).toBe(false);
  });

  it("is trusted although its time lies in the future", async () => {
    utimesSync(absolute, Date.now() / 1000 + 1e6, Date.now() / 1000 + 1e6);
    const state = await read(10, pace);
    expect(await isAsKnown(state, state, pace)).toBe(true);
  });

  it("is not trusted once it is gone", async () => {
    const state = await read(10, pace);
    rmSync(absolute);
    expect(await isAsKnown(state, state, pace)).toBe(false);
  });
});
