import type { TrainingEvent } from "./events.ts";

const PAUSE_MS = 125;

/**
 * Passes on the first event of each stage, the end of each stage, its first held-out figures, those of the whole model, and in between
 * about eight events a second.
 */
export function throttled(
  post: (event: TrainingEvent) => void,
  now: () => number = () => performance.now(),
): (event: TrainingEvent) => void {
  let stage: string | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let isDone = false;
  let hasHadFigures = false;
  return (event) => {
    const isNewStage = event.stage !== stage;
    const ends = event.fraction >= 1 && !isDone;
    const hasFigures = event.heldOut !== undefined;
    const isNews = hasFigures && (event.stage === "checking" || !hasHadFigures);
    if (!isNewStage && !ends && !isNews && now() - last < PAUSE_MS) return;
    stage = event.stage;
    hasHadFigures = hasFigures || (hasHadFigures && !isNewStage);
    isDone = event.fraction >= 1 || (isDone && !isNewStage);
    last = now();
    post(event);
  };
}
