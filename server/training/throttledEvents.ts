import type { TrainingEvent } from "./events.ts";

const PAUSE_MS = 125;

/** Passes on the first event of each stage, the end of each stage, the held-out figures of the whole model, and in between about eight events a second. */
export function throttled(
  post: (event: TrainingEvent) => void,
  now: () => number = () => performance.now(),
): (event: TrainingEvent) => void {
  let stage: string | undefined;
  let last = Number.NEGATIVE_INFINITY;
  let isDone = false;
  return (event) => {
    const isNewStage = event.stage !== stage;
    const ends = event.fraction >= 1 && !isDone;
    const hasFigures = event.stage === "checking" && event.heldOut !== undefined;
    if (!isNewStage && !ends && !hasFigures && now() - last < PAUSE_MS) return;
    stage = event.stage;
    isDone = event.fraction >= 1 || (isDone && !isNewStage);
    last = now();
    post(event);
  };
}
