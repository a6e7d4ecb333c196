import { describe, expect, it } from "vitest";
import { type ServerHealth, type StatusEntry, statusEntry } from "../../../extension/statusText.ts";
import type { FolderStatus } from "../../../server/protocol.ts";
import { plainEnglish } from "./plainEnglish.ts";

const notes: FolderStatus = {
  folder: "file:///notes",
  name: "notes",
  phase: "ready",
  documents: 1200,
  taggedDocuments: 99,
  tags: 8,
  changedDocuments: 0,
};
const model = {
  path: "/notes/.sdlgm/model.sdlgm",
  created: "2026-01-02T03:04:05Z",
  documents: 120,
  taggedDocuments: 99,
  tags: 8,
  vocabulary: 328,
  limit: 3,
  seed: 1,
  seconds: 1,
  heldOut: {},
};

function entry(
  status: Partial<FolderStatus> | undefined,
  health: ServerHealth = "running",
  locale = "en",
): StatusEntry {
  return statusEntry(plainEnglish, locale, health, status && { ...notes, ...status });
}

describe("the status bar", () => {
  it.each<[string, Partial<FolderStatus>, string, StatusEntry["click"]]>([
    ["a folder that is read", { phase: "indexing" }, "$(sync~spin) SDLGM: indexing", "output"],
    ["a folder without a model", { phase: "untrained" }, "$(tag) SDLGM: untrained", "train"],
    [
      "a training",
      { phase: "training", progress: { stage: "head", overall: 0.429, fraction: 0.1 } },
      "$(sync~spin) SDLGM: training 43 %",
      "askToStop",
    ],
    [
      "a training that has just begun",
      { phase: "training" },
      "$(sync~spin) SDLGM: training 0 %",
      "askToStop",
    ],
    ["a model", { phase: "ready" }, "$(tag) SDLGM: ready", "menu"],
    ["an old model", { phase: "stale", changedDocuments: 37 }, "$(tag) SDLGM: 37 documents changed", "train"],
    [
      "a model that is older than one document",
      { phase: "stale", changedDocuments: 1 },
      "$(tag) SDLGM: 1 document changed",
      "train",
    ],
    ["a model that cannot be read", { phase: "failed" }, "$(error) SDLGM: failed", "explain"],
  ])("shows %s and leads on", (_, status, text, click) => {
    expect(entry(status)).toMatchObject({ text, click });
  });

  it.each<[ServerHealth, string, StatusEntry["click"]]>([
    ["starting", "$(loading~spin) SDLGM", "output"],
    ["restarting", "$(sync~spin) SDLGM: restarting", "output"],
    ["stopped", "$(error) SDLGM: stopped", "restart"],
  ])("shows a server that is %s before all else", (health, text, click) => {
    expect(entry({ phase: "ready" }, health)).toMatchObject({ text, click });
  });

  it("waits for the first word of a server that runs", () => {
    expect(entry(undefined)).toMatchObject({ text: "$(loading~spin) SDLGM" });
  });

  it("marks only what is wrong", () => {
    const phases = ["indexing", "untrained", "training", "ready", "stale", "failed"] as const;
    expect(phases.filter((phase) => entry({ phase }).isProblem)).toEqual(["failed"]);
    expect(entry({}, "stopped").isProblem).toBe(true);
  });

  it("tells screen readers the folder and its state without icons", () => {
    expect(entry({ phase: "training", progress: { stage: "head", overall: 0.5, fraction: 0 } }).label).toBe(
      "SDLGM Tags: the model of notes is being trained, 50 % done",
    );
  });

  it("says in the tooltip what is wrong and what a click does", () => {
    const { tooltip } = entry({ phase: "failed", problem: "The model is damaged. Train again." });
    expect(tooltip).toContain("The model is damaged. Train again.");
    expect(tooltip.at(-1)).toBe("Click to see what can be done.");
  });

  it("writes numbers and dates as the language does", () => {
    const english = entry({ phase: "ready", model }).tooltip;
    const german = entry({ phase: "ready", model }, "running", "de").tooltip;
    expect(english[1]).toBe("Documents: 1,200, with tags: 99, tags: 8");
    expect(german[1]).toBe("Documents: 1.200, with tags: 99, tags: 8");
    expect(english[2]).toMatch(/^Model trained: Jan \d, 2026/);
    expect(german[2]).toMatch(/^Model trained: 0\d\.01\.2026/);
  });

  it("is silent about a date that is none", () => {
    const { tooltip } = entry({ phase: "ready", model: { ...model, created: "yesterday" } });
    expect(tooltip).not.toContainEqual(expect.stringContaining("Model trained"));
  });
});
