import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_SETTINGS, type Settings } from "../../../server/language/settings.ts";
import type { FolderParams, FolderStatus } from "../../../server/protocol.ts";
import type { FolderSession } from "../../../server/session/folderSession.ts";
import { IdleTraining } from "../../../server/session/idleTraining.ts";
import type { Sessions } from "../../../server/session/sessions.ts";

const WANTED = { trainWhenIdle: true, trainAfterChanges: 10 };
const MINUTE = 60_000;

interface Situation {
  readonly settings?: Partial<Settings>;
  readonly changedDocuments?: number;
  readonly isTrained?: boolean;
  readonly isRunning?: boolean;
}

let trained: FolderParams[];
beforeEach(() => {
  vi.useFakeTimers();
  trained = [];
});
afterEach(() => {
  vi.useRealTimers();
});

/** The only thing that stands in for a real part: training takes no time here. */
function idleTraining({
  settings = WANTED,
  changedDocuments = 10,
  isTrained = true,
  isRunning,
}: Situation): IdleTraining {
  const folder = {
    uri: "file:///notes",
    settings: { ...DEFAULT_SETTINGS, ...settings },
    run: isRunning ? {} : undefined,
    status: () => ({ changedDocuments, ...(isTrained && { model: {} }) }) as FolderStatus,
  };
  const train = async (params: FolderParams) => void trained.push(params);
  return new IdleTraining({ all: [folder as unknown as FolderSession], train } as unknown as Sessions);
}

describe("training when nothing happens", () => {
  it("begins a minute after the last change", async () => {
    const idle = idleTraining({});
    idle.activity();
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    idle.activity();
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    expect(trained).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(trained).toEqual([{ folder: "file:///notes" }]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(trained).toHaveLength(1);
  });

  it.each<[string, Situation]>([
    ["where nobody wants it", { settings: {} }],
    ["after few changes", { changedDocuments: 9 }],
    ["of a folder that was never trained", { isTrained: false }],
    ["of a folder that is being worked on", { isRunning: true }],
  ])("does not begin %s", async (_, situation) => {
    idleTraining(situation).activity();
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(trained).toEqual([]);
  });

  it("does not begin once the server shuts down", async () => {
    const idle = idleTraining({});
    idle.activity();
    idle.dispose();
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(trained).toEqual([]);
  });
});
