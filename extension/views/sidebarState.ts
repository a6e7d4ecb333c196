import type { FolderStatus } from "../../server/protocol.ts";
import type { ServerState } from "../server.ts";

/** What the sidebar is about, as long as there are no rows to show: `package.json` has a text for each. */
export type SidebarState =
  | "starting"
  | "stopped"
  | "indexing"
  | "untrained"
  | "training"
  | "failed"
  | "ready";

/** `ready` as soon as one folder has a model. */
export function sidebarState(server: ServerState, folders: readonly FolderStatus[]): SidebarState {
  if (server === "stopped") return "stopped";
  if (folders.length === 0) return "starting";
  if (folders.some(({ model }) => model !== undefined)) return "ready";
  const phases = new Set(folders.map(({ phase }) => phase));
  return (["training", "failed", "indexing"] as const).find((phase) => phases.has(phase)) ?? "untrained";
}

/**
 * Whether a status may mean that documents, their tags or the model have changed. Trainings report themselves ten times a second, and
 * change nothing before they end.
 */
export function isNews(before: readonly FolderStatus[], after: readonly FolderStatus[]): boolean {
  const isTraining = after.some(({ phase }) => phase === "training");
  return !isTraining || withoutProgress(before) !== withoutProgress(after);
}

function withoutProgress(folders: readonly FolderStatus[]): string {
  return JSON.stringify(folders.map(({ progress, run, ...rest }) => rest));
}
