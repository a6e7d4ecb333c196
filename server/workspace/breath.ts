import { setImmediate as nextTurn } from "node:timers/promises";

/** A turn of the event loop that is shorter than this holds nobody up. */
const SLICE_MS = 6;

/** Lets others have their turn while long work is done in small steps, also by several loops that take turns. */
export class Breath {
  #since = performance.now();
  #turn: Promise<void> | undefined;

  /** To be awaited before each step; undefined while there is no need to wait. */
  pause(): Promise<void> | undefined {
    return this.#isDue() ? this.#rest() : undefined;
  }

  async #rest(): Promise<void> {
    // Those that wait for one turn wake up in it one after another, and the last ones may be too many for it.
    while (this.#isDue()) {
      this.#turn ??= this.#next();
      await this.#turn;
    }
  }

  async #next(): Promise<void> {
    await nextTurn();
    this.#since = performance.now();
    this.#turn = undefined;
  }

  #isDue(): boolean {
    return performance.now() - this.#since >= SLICE_MS;
  }
}
