const STOP = 0;
const HOLD = 1;

/** What the owner of a job and its worker share: a thread that computes sees it without a turn of its event loop. */
export class JobControl {
  readonly memory: SharedArrayBuffer;
  readonly #flags: Int32Array;
  #heldMs = 0;

  /** @param memory that of the owner's control, for the worker */
  constructor(memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#flags = new Int32Array(memory);
  }

  /** Ends the job, also one that is held. */
  stop(): void {
    Atomics.store(this.#flags, STOP, 1);
    this.#letGo();
  }

  /** Holds the job at its next poll, or lets it go on. */
  hold(isHeld: boolean): void {
    if (!isHeld) this.#letGo();
    else if (!this.isStopped) Atomics.store(this.#flags, HOLD, 1);
  }

  get isStopped(): boolean {
    return Atomics.load(this.#flags, STOP) !== 0;
  }

  get isHeld(): boolean {
    return Atomics.load(this.#flags, HOLD) !== 0;
  }

  /** For the worker, often: whether it is to stop. While the job is held this sleeps, and costs nothing. */
  poll(): boolean {
    if (this.isHeld) this.#sleep();
    return this.isStopped;
  }

  /** A clock in milliseconds that stood still while this thread slept. */
  now(): number {
    return performance.now() - this.#heldMs;
  }

  #sleep(): void {
    const from = performance.now();
    // A stop that comes in between has let go already, so the value is another and this does not sleep.
    while (this.isHeld) Atomics.wait(this.#flags, HOLD, 1);
    this.#heldMs += performance.now() - from;
  }

  #letGo(): void {
    Atomics.store(this.#flags, HOLD, 0);
    Atomics.notify(this.#flags, HOLD);
  }
}
