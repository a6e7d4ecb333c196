import type { TrainingProgress } from "../../server/protocol.ts";

const MOST = 600;

/** What a training has told so far that belongs into curves, the oldest first. */
export class TrainingHistory {
  #points: readonly TrainingProgress[] = [];
  #overall = 0;

  /** A new list whenever something has come. */
  get points(): readonly TrainingProgress[] {
    return this.#points;
  }

  /** A run that is less far than the last event is another run. */
  add(progress: TrainingProgress): void {
    if (progress.overall < this.#overall) this.clear();
    this.#overall = progress.overall;
    if (progress.loss === undefined && progress.heldOut === undefined) return;
    const points = this.#points.length < MOST ? this.#points : thinned(this.#points);
    this.#points = [...points, progress];
  }

  clear(): void {
    this.#points = [];
    this.#overall = 0;
  }
}

/** Every other point of a loss; figures on held-out documents are rare and all stay. */
function thinned(points: readonly TrainingProgress[]): readonly TrainingProgress[] {
  const kept = points.filter(({ heldOut }, i) => heldOut !== undefined || i % 2 === 0);
  return kept.length < points.length ? kept : points.slice(points.length / 2);
}
