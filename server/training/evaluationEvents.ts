import type { TrainingWatch } from "./events.ts";
import { throttled } from "./throttledEvents.ts";

/** Where in the stage `checking` of an evaluation the model is learned, and where the hidden documents are scored; roughly. */
const LEARNED = 0.1;
const SCORED = 0.4;

/** What an evaluation says of itself, as one run: the stages of training, the last of which goes on while others are compared. */
export interface EvaluationEvents {
  /** For `train`, whose own stage `checking` becomes the first part of the whole one. */
  readonly training: TrainingWatch;
  /** @param fraction of the hidden documents, 0..1 */
  scoring(fraction: number): void;
  /** @param fraction of the baselines, 0..1; 1 ends the run */
  comparing(fraction: number): void;
}

export function evaluationEvents({ onEvent, ...watch }: TrainingWatch = {}): EvaluationEvents {
  const post = throttled((event) => onEvent?.(event));
  const checking = (fraction: number): void => post({ stage: "checking", fraction });
  return {
    training: {
      ...watch,
      onEvent(event) {
        if (event.stage !== "checking") return onEvent?.(event);
        // What training thinks is left does not know of the comparison.
        const { remainingSeconds: _, ...rest } = event;
        onEvent?.({ ...rest, fraction: LEARNED * event.fraction });
      },
    },
    scoring: (fraction) => checking(LEARNED + (SCORED - LEARNED) * fraction),
    comparing: (fraction) => checking(SCORED + (1 - SCORED) * fraction),
  };
}
