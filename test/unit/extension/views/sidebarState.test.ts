import { describe, expect, it } from "vitest";
import { isNews, sidebarState } from "../../../../extension/views/sidebarState.ts";
import type { FolderStatus, ModelStatus, Phase } from "../../../../server/protocol.ts";

const model: ModelStatus = {
  ...{
    path: "/m",
    created: "2026-01-01T00:00:00Z",
    documents: 9,
    taggedDocuments: 8,
    tags: 3,
    vocabulary: 10,
  },
  ...{ limit: 3, seed: 1, seconds: 1, heldOut: {} },
};
const folder = (phase: Phase, more: Partial<FolderStatus> = {}): FolderStatus => ({
  ...{
    folder: "file:///n",
    name: "n",
    phase,
    documents: 9,
    taggedDocuments: 8,
    tags: 3,
    changedDocuments: 0,
  },
  ...more,
});
const at = (overall: number) => ({ stage: "fit", overall, fraction: overall });

describe("what the sidebar is about", () => {
  it.each([
    ["starting", "starting", []],
    ["starting", "running", []],
    ["stopped", "stopped", [folder("ready", { model })]],
    ["indexing", "running", [folder("indexing")]],
    ["untrained", "running", [folder("untrained")]],
    ["training", "running", [folder("training")]],
    ["failed", "running", [folder("failed")]],
    ["ready", "running", [folder("ready", { model })]],
    ["ready", "running", [folder("training", { model })]],
    ["ready", "running", [folder("untrained"), folder("stale", { model })]],
    ["training", "running", [folder("untrained"), folder("failed"), folder("training")]],
  ] as const)("is “%s”", (expected, server, folders) => {
    expect(sidebarState(server, folders)).toBe(expected);
  });
});

describe("a new status", () => {
  it.each<[string, boolean, FolderStatus, FolderStatus]>([
    [
      "is none while a training goes on",
      false,
      folder("training", { progress: at(0.1) }),
      folder("training", { progress: at(0.2) }),
    ],
    [
      "is one when documents change meanwhile",
      true,
      folder("training"),
      folder("training", { changedDocuments: 1 }),
    ],
    ["is one when a training ends", true, folder("training"), folder("ready", { model })],
    ["is one whenever nothing is trained: tags may have changed", true, folder("ready"), folder("ready")],
  ])("%s", (_, expected, before, after) => {
    expect(isNews([before], [after])).toBe(expected);
  });
});
