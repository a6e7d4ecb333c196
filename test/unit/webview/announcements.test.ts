import { describe, expect, it } from "vitest";
import type { FolderStatus, RunReport } from "../../../server/protocol.ts";
import { announcement, type Heard } from "../../../webview/figures/announcements.ts";
import { languageOf } from "../../../webview/language/language.ts";
import { run } from "./runs.ts";

const language = languageOf("en");

function folder(changes: Partial<FolderStatus> = {}): FolderStatus {
  return {
    folder: "file:///notes",
    name: "notes",
    phase: "ready",
    documents: 100,
    taggedDocuments: 90,
    tags: 20,
    changedDocuments: 0,
    ...changes,
  };
}

function training(stage: string, overall: number, isPaused = false): FolderStatus {
  return folder({
    phase: "training",
    progress: { stage, overall, fraction: 0.5 },
    run: { kind: "training", isPaused },
  });
}

/** What is said while a folder goes through states; nothing said is left out. */
function said(...states: readonly (readonly [FolderStatus, RunReport?])[]): string[] {
  let heard: Heard | undefined;
  return states.flatMap(([state, newest]) => {
    const next = announcement(heard, state, state.run?.isPaused ?? false, newest, language);
    heard = next.heard;
    return next.sentence === "" ? [] : [next.sentence.replaceAll("\u00a0", " ")];
  });
}

describe("what a screen reader says of a training", () => {
  it("is nothing at first: people know what they have opened", () => {
    expect(said([training("reading", 0.1)])).toEqual([]);
    expect(said([folder(), run()])).toEqual([]);
  });

  it("is each stage and each tenth, and nothing between", () => {
    expect(
      said(
        [folder()],
        [training("reading", 0.01)],
        [training("reading", 0.04)],
        [training("reading", 0.12)],
        [training("reading", 0.13)],
        [training("features", 0.16)],
        [training("features", 0.3)],
      ),
    ).toEqual([
      "Reading the documents, 0 %",
      "Reading the documents, 10 %",
      "Counting words, 10 %",
      "Counting words, 30 %",
    ]);
  });

  it("is that it was held and that it goes on", () => {
    expect(
      said([training("reading", 0.12)], [training("reading", 0.13, true)], [training("reading", 0.13)]),
    ).toEqual(["Paused at 13 %", "Resumed"]);
  });

  it("is how it ended, with its F1 once there is a report", () => {
    const before = run({ created: "2026-01-01T00:00:00Z" });
    const after = run({ created: "2026-01-02T00:00:00Z" });
    expect(said([training("writing", 0.99), before], [folder(), after])).toEqual([
      "Training finished. F1 0.55.",
    ]);
    expect(said([training("writing", 0.99), before], [folder(), before], [folder(), after])).toEqual([
      "The training has ended.",
      "Training finished. F1 0.55.",
    ]);
  });

  it("is no success where it was stopped", () => {
    const before = run();
    expect(said([training("head", 0.82), before], [folder({ phase: "untrained" }), before])).toEqual([
      "The training has ended.",
    ]);
  });

  it("is what went wrong", () => {
    const failed = folder({ phase: "failed", problem: "There is no space left." });
    expect(said([training("writing", 0.99)], [failed], [failed])).toEqual([
      "It failed. There is no space left.",
    ]);
  });

  it("is nothing of another folder that is chosen to be shown", () => {
    expect(said([folder()], [{ ...training("reading", 0.3), folder: "file:///other" }])).toEqual([]);
  });
});
