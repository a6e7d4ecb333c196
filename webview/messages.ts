import type { FolderStatus, RunReport, TrainingProgress } from "../server/protocol.ts";

/** What the dashboard shows; the extension sends it whole, at most ten times a second. */
export interface DashboardState {
  /** All workspace folders, and which of them is shown. */
  readonly folders: readonly FolderStatus[];
  readonly shown: string | undefined;
  /** The training of the shown folder so far, for the curves: the newest last. */
  readonly live: readonly TrainingProgress[];
  readonly isPaused: boolean;
  /** Of the shown folder, the newest first. */
  readonly runs: readonly RunReport[];
  /** Settings of the shown folder that matter here. */
  readonly settings: {
    readonly limit: number | null;
    readonly seed: number;
    readonly tagKeys: readonly string[];
    readonly inlineTags: string;
  };
  /** Of the sentences: `en`, `de`. */
  readonly language: string;
}

export type ToDashboard = { readonly type: "state"; readonly state: DashboardState };

export type FromDashboard =
  | { readonly type: "ready" }
  | { readonly type: "show"; readonly folder: string }
  | { readonly type: "train" | "stop" | "pause" | "resume" | "evaluate" | "openSettings" | "showLeftOut" }
  | { readonly type: "openTag"; readonly tag: string }
  | { readonly type: "openDocument"; readonly path: string };
