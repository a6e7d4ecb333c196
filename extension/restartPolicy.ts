/** What to do after a server has stopped by itself. */
export type Restart =
  /** Start it again after so many milliseconds. `isFirst`: the first time in a while, which is the time to say so. */
  | { readonly kind: "restart"; readonly delay: number; readonly isFirst: boolean }
  | { readonly kind: "giveUp" };

const DELAYS = [500, 1_000, 2_000, 4_000, 8_000];
const QUIET_MS = 3 * 60_000;

/** Doubles the wait with each stop, and gives up when there are too many in three minutes. */
export class RestartPolicy {
  #stops: number[] = [];

  /** `now`: milliseconds of any clock that does not run backwards. */
  stopped(now: number): Restart {
    this.#stops = [...this.#stops.filter((time) => now - time < QUIET_MS), now];
    const count = this.#stops.length;
    if (count > DELAYS.length) return { kind: "giveUp" };
    return { kind: "restart", delay: DELAYS[count - 1], isFirst: count === 1 };
  }

  /** Forgets the stops, for a restart that the user asked for. */
  reset(): void {
    this.#stops = [];
  }
}
