import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_READ_OPTIONS } from "../../../server/documents/read.ts";
import { Breath } from "../../../server/workspace/breath.ts";
import { isAsKnown, readState } from "../../../server/workspace/fileState.ts";

let folder: string;
let absolute: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sdlgm-state-"));
  absolute = join(folder, "a.md");
  writeFileSync(absolute, "words");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (secondsLater: number) =>
  readState(
    { path: "a.md", absolute },
    {
      reading: DEFAULT_READ_OPTIONS,
      maxFileBytes: 1000,
      now: () => statSync(absolute).ctimeMs + 1000 * secondsLater,
      breath: new Breath(),
    },
  );

describe("a file that was read", () => {
  it("is trusted while its size and its times are the same", async () => {
    const state = await read(10);
    expect(await isAsKnown(state, state)).toBe(true);
    utimesSync(absolute, 1, 1);
    expect(await isAsKnown(state, state)).toBe(false);
  });

  it("is not trusted if it had just been changed, for it may have changed again since", async () => {
    const state = await read(1);
    expect(await isAsKnown(state, state)).toBe(false);
  });

  it("is trusted although its time lies in the future", async () => {
    utimesSync(absolute, Date.now() / 1000 + 1e6, Date.now() / 1000 + 1e6);
    const state = await read(10);
    expect(await isAsKnown(state, state)).toBe(true);
  });

  it("is not trusted once it is gone", async () => {
    const state = await read(10);
    rmSync(absolute);
    expect(await isAsKnown(state, state)).toBe(false);
  });
});
