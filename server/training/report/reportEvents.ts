import type { TrainingEvent } from "../events.ts";

/** Where in the stage `checking` the model is learned and its report is begun; roughly. */
const LEARNED = 0.3;

/** The events of a training with a report on it as one run: the stage `checking` of `learn` becomes the first part of the whole one. */
export interface ReportEvents {
  /** For `learn`. */
  readonly training: (event: TrainingEvent) => void;
  /** @param fraction of the report, 0..1 */
  readonly reporting: (fraction: number) => void;
}

export function reportEvents(post: (event: TrainingEvent) => void): ReportEvents {
  return {
    training(event) {
      if (event.stage !== "checking") return post(event);
      // What training thinks is left does not know of the report.
      const { remainingSeconds: _, ...rest } = event;
      post({ ...rest, fraction: LEARNED * event.fraction });
    },
    reporting: (fraction) => post({ stage: "checking", fraction: LEARNED + (1 - LEARNED) * fraction }),
  };
}
