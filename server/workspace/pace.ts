/** What the system has in memory is there in less than this, and what a disk has is not: the mean, after a start. */
const AT_HAND_MS = 0.25;
const START_MS = 20;

/**
 * How quickly a file system answers. What it has in memory is quickest asked for at once, without a turn through the threads that wait
 * for files; where it has to fetch things, many are better waited for together.
 */
export class Pace {
  #spent = 0;
  #asked = 0;

  /** Whether what is asked for at once has been there at once so far. */
  get isQuick(): boolean {
    return this.#spent < START_MS + this.#asked * AT_HAND_MS;
  }

  /** Asks at once. */
  timed<Answer>(ask: () => Answer): Answer {
    const started = performance.now();
    try {
      return ask();
    } finally {
      this.#spent += performance.now() - started;
      this.#asked++;
    }
  }
}
