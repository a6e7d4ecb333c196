import type { FolderStatus, RunReport } from "../../server/protocol.ts";
import type { Language } from "../language/language.ts";
import { stageName } from "../language/names.ts";

/** What was last read out of a folder. */
export interface Heard {
  readonly folder: string;
  readonly phase: FolderStatus["phase"];
  readonly kind: "training" | "evaluation";
  readonly stage: string;
  /** Tenths of the run that were done. */
  readonly tenths: number;
  readonly isPaused: boolean;
  /** When the newest report was made. */
  readonly newest: string | undefined;
}

/**
 * What a screen reader should say now: every stage and every tenth of a run, pauses, and its end; nothing else, and nothing of a folder
 * that is shown for the first time.
 */
export function announcement(
  before: Heard | undefined,
  folder: FolderStatus,
  isPaused: boolean,
  newest: RunReport | undefined,
  language: Language,
): { readonly heard: Heard; readonly sentence: string } {
  const { progress, phase } = folder;
  const isRunning = phase === "training";
  const heard: Heard = {
    folder: folder.folder,
    phase,
    kind: isRunning ? (folder.run?.kind ?? "training") : (before?.kind ?? "training"),
    stage: progress?.stage ?? "",
    tenths: Math.floor(10 * (progress?.overall ?? 0) + 1e-9),
    isPaused: isRunning && isPaused,
    newest: newest?.created,
  };
  if (before === undefined || before.folder !== heard.folder) return { heard, sentence: "" };
  return { heard, sentence: sentenceOf(before, heard, folder, newest, language) };
}

function sentenceOf(
  before: Heard,
  now: Heard,
  { problem, progress }: FolderStatus,
  newest: RunReport | undefined,
  { say, percent, decimal }: Language,
): string {
  if (now.phase === "training") {
    const share = percent(now.tenths / 10);
    if (now.isPaused !== before.isPaused) {
      return now.isPaused ? say("saidPaused", percent(progress?.overall ?? 0)) : say("saidResumed");
    }
    if (now.isPaused) return "";
    const isNew = now.stage !== before.stage || now.tenths !== before.tenths || before.phase !== "training";
    return isNew && now.stage !== "" ? say("saidStage", stageName(say, now.stage), share) : "";
  }
  if (now.phase === "failed" && before.phase !== "failed") return say("saidFailed", problem ?? "");
  // The report may come a moment later than the end of its run.
  if (newest !== undefined && now.newest !== before.newest) {
    const f1 = decimal(newest.agreement.microF1);
    return newest.kind === "training" ? say("saidTrained", f1) : say("saidEvaluated", f1);
  }
  return before.phase === "training" ? say("saidEnded") : "";
}
