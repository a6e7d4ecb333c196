import { describe, expect, it } from "vitest";
import { keptState, readKept } from "../../../webview/keptState.ts";
import type { DashboardState } from "../../../webview/messages.ts";
import { readRequest, readRun, readUpdate } from "../../../webview/schemas.ts";
import { UiState } from "../../../webview/uiState.ts";
import { run, tags } from "./runs.ts";

const STATE: DashboardState = {
  server: "running",
  hasWorkspace: true,
  folders: [
    {
      folder: "file:///notes",
      name: "notes",
      phase: "training",
      documents: 100,
      taggedDocuments: 90,
      tags: 20,
      changedDocuments: 0,
      progress: { stage: "head", overall: 0.8, fraction: 0.5, iteration: 3, loss: { total: 2 } },
      run: { kind: "training", isPaused: false },
    },
  ],
  shown: "file:///notes",
  live: [{ stage: "head", overall: 0.8, fraction: 0.5, iteration: 3, loss: { total: 2 } }],
  isPaused: false,
  runs: [run({ perTag: tags(3) }), run({ kind: "evaluation" })],
  settings: { limit: null, seed: 1, threads: null, tagKeys: ["tags"], inlineTags: "auto" },
  language: "en",
};

/** As VS Code sends it. */
const sent = (state: unknown): unknown => JSON.parse(JSON.stringify({ type: "state", state }));

describe("what the extension says", () => {
  it("arrives as it was meant", () => {
    expect(readUpdate(sent(STATE))).toEqual({ type: "state", state: STATE });
  });

  it("may leave out the runs that have not changed", () => {
    const { runs: _, ...update } = STATE;
    expect(readUpdate(sent(update))?.state).toEqual(update);
  });

  it("has figures that nobody measured, which JSON knows as null", () => {
    const unmeasured = { ...STATE, runs: [run({ calibrationError: Number.NaN })] };
    expect(readUpdate(sent(unmeasured))?.state.runs?.[0].calibrationError).toBeNaN();
    const tag = { ...tags(1)[0], precision: Number.NaN };
    expect(readUpdate(sent({ ...STATE, runs: [run({ perTag: [tag] })] }))?.state.runs?.[0].perTag).toEqual([
      tag,
    ]);
  });

  it.each([
    ["another message", { type: "axe.respondable", message: "x" }],
    ["no object", "state"],
    ["nothing", null],
  ])("is left to others where it is %s", (_, message) => {
    expect(readUpdate(message)).toBeUndefined();
  });

  it.each([
    ["a phase that there is not", { folders: [{ ...STATE.folders[0], phase: "sleeping" }] }],
    ["documents below nought", { folders: [{ ...STATE.folders[0], documents: -1 }] }],
    ["a run of another version", { runs: [{ ...run(), version: 2 }] }],
    ["a tag that is no text", { runs: [run({ perTag: [{ ...tags(1)[0], tag: 5 as never }] })] }],
    ["tags that are no list", { runs: [{ ...run(), perTag: {} }] }],
    ["a tag without a count", { runs: [{ ...run(), perTag: [{ ...tags(1)[0], documents: "3" }] }] }],
    ["a progress without a stage", { live: [{ overall: 1, fraction: 1 }] }],
    ["no language", { language: undefined }],
  ])("is refused where it has %s", (_, wrong) => {
    expect(() => readUpdate(sent({ ...STATE, ...wrong }))).toThrow();
  });
});

describe("what the page says", () => {
  it.each([
    { type: "ready" },
    { type: "ready", shown: "file:///notes" },
    { type: "show", folder: "file:///notes" },
    { type: "train" },
    { type: "pause" },
    { type: "openTag", tag: "a" },
    { type: "openDocument", path: "a/b.md" },
  ])("%j is understood", (message) => {
    expect(readRequest(message)).toEqual(message);
  });

  it.each([
    [{ type: "delete" }],
    [{ type: "train", command: "rm" }],
    [{ type: "openTag" }],
    [{ type: "openTag", tag: 3 }],
    [{ type: "openDocument", path: "x".repeat(20_000) }],
    [{ type: "show" }],
    [null],
    ["train"],
    [[]],
  ])("%j is not", (message) => {
    expect(readRequest(message)).toBeUndefined();
  });
});

describe("a report in a file", () => {
  it("is read as it was written", () => {
    const written = run({
      perTag: tags(5),
      leftOut: [{ reason: "binary", documents: 1, examples: ["a.md"] }],
    });
    expect(readRun(JSON.parse(JSON.stringify(written)))).toEqual(written);
  });

  it.each([[{}], [null], [{ ...run(), perTag: undefined }]])("is none where it lacks something", (value) => {
    expect(readRun(value)).toBeUndefined();
  });
});

describe("what the page keeps", () => {
  const choices = new UiState(undefined).choices;

  it("is what it showed, without what only makes sense now", () => {
    const kept = readKept(JSON.parse(JSON.stringify(keptState(choices, STATE))));
    expect(kept.state?.live).toEqual([]);
    expect(kept.state?.runs[0].perTag).toHaveLength(3);
    expect(kept.state?.shown).toBe("file:///notes");
    expect(kept.ui).toEqual(choices);
  });

  it("stays small for ten thousand tags, with those that are shown at first", () => {
    const many = { ...STATE, runs: Array.from({ length: 20 }, () => run({ perTag: tags(10_000) })) };
    const json = JSON.stringify(keptState(choices, many));
    expect(json.length).toBeLessThan(60_000);
    const { state } = readKept(JSON.parse(json));
    expect(state?.runs[0].perTag.length).toBeGreaterThan(30);
    expect(state?.runs[0].perTag[0].tag).toBe("tag 0");
    expect(state?.runs[1].perTag).toEqual([]);
  });

  it.each([
    [undefined],
    [null],
    ["text"],
    [{ version: 99, ui: {}, state: STATE }],
    [{ version: 1, state: { folders: "none" } }],
  ])("is forgotten where it is something else", (kept) => {
    expect(readKept(kept).state).toBeUndefined();
  });
});

describe("what the user chose", () => {
  it("is remembered and told", () => {
    const told: unknown[] = [];
    const ui = new UiState({ open: ["a"], tagOrder: "name" }, (changed) => told.push(changed));
    expect(ui.isOpen("a")).toBe(true);
    ui.setOpen("b", true);
    ui.setOpen("b", true);
    ui.setOpen("a", false);
    expect(ui.choices).toMatchObject({ open: ["b"], tagOrder: "name" });
    expect(told).toHaveLength(2);
  });

  it.each([
    [{ open: [1] }],
    [{ open: "a" }],
    [{ tagOrder: "random" }],
    [{ tagPage: "3" }],
    [{ compared: ["one"] }],
    [42],
  ])("is forgotten where it makes no sense: %j", (saved) => {
    expect(new UiState(saved).choices).toEqual(new UiState(undefined).choices);
  });
});
