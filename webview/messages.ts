/** What the extension and the training dashboard say to each other. Both sides check what they are told: see `schemas.ts`. */
import type { FolderStatus, RunReport, TrainingProgress } from "../server/protocol.ts";

/** All that the dashboard shows. */
export interface DashboardState {
  /** `stopped`: it is gone until somebody restarts it. */
  readonly server: "starting" | "running" | "stopped";
  /** Whether a folder is open at all. */
  readonly hasWorkspace: boolean;
  /** All workspace folders, and which of them is shown. */
  readonly folders: readonly FolderStatus[];
  readonly shown: string | undefined;
  /** The training of the shown folder so far, for the curves: the newest last, at most 600. */
  readonly live: readonly TrainingProgress[];
  readonly isPaused: boolean;
  /** Of the shown folder, the newest first; without `review`, which is the business of another view. */
  readonly runs: readonly RunReport[];
  /** Settings of the shown folder that matter here. */
  readonly settings: {
    readonly limit: number | null;
    readonly seed: number;
    readonly threads: number | null;
    readonly tagKeys: readonly string[];
    readonly inlineTags: string;
  };
  /** Of the sentences: `en`, `de`. */
  readonly language: string;
}

/** Sent at most ten times a second. The runs are large and change rarely: they are left out where they are what was sent before. */
export type DashboardUpdate = Omit<DashboardState, "runs"> & Partial<Pick<DashboardState, "runs">>;

export type ToDashboard = { readonly type: "state"; readonly state: DashboardUpdate };

export type FromDashboard =
  /** The page is there and knows nothing; `shown`: the folder that it showed before it was hidden or loaded anew. */
  | { readonly type: "ready"; readonly shown?: string | undefined }
  | { readonly type: "show"; readonly folder: string }
  | {
      readonly type:
        | "train"
        | "stop"
        | "pause"
        | "resume"
        | "evaluate"
        | "openSettings"
        | "showLeftOut"
        | "openFolder"
        | "restart"
        | "showOutput";
    }
  | { readonly type: "openTag"; readonly tag: string }
  /** Relative to the shown folder. */
  | { readonly type: "openDocument"; readonly path: string };
