import { throwIfStopped } from "../kernels/index.ts";
import type { Stage, TrainingEvent, TrainingWatch } from "./events.ts";

/** The share of a whole run that each stage takes, roughly: what the remaining time is first guessed from. */
const SHARES: Readonly<Record<Stage, number>> = {
  reading: 0.15,
  features: 0.28,
  evidence: 0.33,
  head: 0.1,
  level: 0.05,
  checking: 0.08,
  writing: 0.01,
};

/** The share of a whole training run that is done when it sends this event, roughly, 0..1. */
export function overallFraction({ stage, fraction }: TrainingEvent): number {
  let before = 0;
  for (const [name, share] of Object.entries(SHARES)) {
    if (name === stage) return before + share * fraction;
    before += share;
  }
  return before;
}

/** Events closer together than this tell nobody anything. */
const INTERVAL_MS = 100;

/** Reports how far a run has come, and ends it when its owner wants that. */
export class Progress {
  readonly #watch: TrainingWatch;
  readonly #documents: number;
  readonly #now: () => number;
  readonly #started: number;
  #stage: Stage | undefined;
  /** Whether the owner has seen held-out figures of this stage. */
  #hasHadFigures = false;
  #stageStarted = 0;
  #last = 0;
  #before = 0;
  #skipped = 0;

  /** @param documents how many the stages go through, for documents a second */
  constructor(watch: TrainingWatch, documents: number) {
    this.#watch = watch;
    this.#documents = documents;
    this.#now = watch.now ?? (() => performance.now());
    this.#started = this.#now();
  }

  /** @throws Cancelled */
  poll(): void {
    throwIfStopped(this.#watch);
  }

  /**
   * Called as often as is convenient; together with `poll` at least every 50 ms.
   *
   * @throws Cancelled
   */
  at(stage: Stage, fraction: number, details: Partial<TrainingEvent> = {}): void {
    this.poll();
    const now = this.#now();
    const isNew = stage !== this.#stage;
    if (isNew) this.#enter(stage, now);
    const hasFigures = details.heldOut !== undefined;
    const isNews = hasFigures && (stage === "checking" || !this.#hasHadFigures);
    if (!isNew && now - this.#last < INTERVAL_MS && !isNews) return;
    this.#hasHadFigures ||= hasFigures;
    this.#last = now;
    this.#watch.onEvent?.({
      stage,
      fraction,
      ...this.#estimates(stage, fraction, now),
      ...details,
    });
  }

  #enter(stage: Stage, now: number): void {
    if (this.#stage === undefined) {
      for (const earlier of Object.keys(SHARES) as Stage[]) {
        if (earlier === stage) break;
        this.#skipped += SHARES[earlier];
      }
    } else {
      this.#before += SHARES[this.#stage];
    }
    this.#stage = stage;
    this.#hasHadFigures = false;
    this.#stageStarted = now;
  }

  #estimates(stage: Stage, fraction: number, now: number): Partial<TrainingEvent> {
    const elapsed = (now - this.#started) / 1000;
    const inStage = (now - this.#stageStarted) / 1000;
    const done = this.#before + SHARES[stage] * fraction;
    const left = 1 - this.#skipped - done;
    return {
      ...(done > 0.02 && { remainingSeconds: (elapsed * Math.max(left, 0)) / done }),
      ...(inStage > 0.05 && fraction > 0 && { documentsPerSecond: (this.#documents * fraction) / inStage }),
    };
  }
}
