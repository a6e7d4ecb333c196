import type { TrainingProgress } from "../../server/protocol.ts";

export interface StageState {
  readonly stage: string;
  readonly state: "done" | "current" | "todo";
  /** 0..1 */
  readonly fraction: number;
}

const TRAINING = ["reading", "features", "evidence", "head", "level", "checking", "writing"];
/** An evaluation writes no model. */
const EVALUATION = TRAINING.slice(0, -1);

/** Every stage of a run, and how far it is. A stage that we do not know stands at the end. */
export function stageStates(
  progress: TrainingProgress | undefined,
  kind: "training" | "evaluation",
): StageState[] {
  const known = kind === "training" ? TRAINING : EVALUATION;
  const current = progress?.stage;
  const stages = current === undefined || known.includes(current) ? known : [...known, current];
  const place = current === undefined ? -1 : stages.indexOf(current);
  return stages.map((stage, i) => {
    if (i < place) return { stage, state: "done", fraction: 1 };
    if (i > place) return { stage, state: "todo", fraction: 0 };
    return { stage, state: "current", fraction: Math.min(1, Math.max(0, progress?.fraction ?? 0)) };
  });
}
