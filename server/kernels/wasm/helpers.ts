import { throwIfStopped, type Watch } from "../cancelled.ts";

/** One of the threads that compute is no more, or did not do what it should. The computation cannot go on. */
export class ThreadLost extends Error {
  override readonly name = "ThreadLost";
}

/** What a thread needs to help; all of it can be sent to one. */
export interface HelperData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Where the scratch of this thread begins in the memory. */
  readonly scratch: number;
  readonly control: SharedArrayBuffer;
  readonly slots: typeof SLOTS;
}

/** What is to be started: a thread for each `data`, which calls `script`, the text of a function, with it. */
export interface HelperProgram {
  readonly script: string;
  readonly data: readonly HelperData[];
  /** Whoever starts them has to set the slot `lost` when one of them ends, unless `closed` is set, and to notify `busy`. */
  readonly control: SharedArrayBuffer;
  readonly slots: typeof SLOTS;
}

/** Starts threads, and does not wait for them. The answer ends them by force, and resolves when they have ended. */
export type StartHelpers = (program: HelperProgram) => { readonly end: () => Promise<void> };

/** Places in the control block, in units of 32 bits; the job follows as float64. */
const SLOTS = {
  /** How often there has been something to do: what idle helpers wait on. */
  call: 0,
  /** Whether the job may be taken up. */
  open: 1,
  /** Helpers that are at it; only when there are none may the job be changed. */
  busy: 2,
  /** The next portion that nobody has taken. */
  next: 3,
  /** Whether a helper failed. */
  failed: 4,
  /** Whether a helper ended without being told to. */
  lost: 5,
  /** Whether they are to end. */
  closed: 6,
  /** Offset in bytes of the job: the kernel's number, blocks, grain, count of arguments, arguments. */
  job: 64,
  mostArguments: 40,
  /** How often a thread looks before it goes to sleep: some ten microseconds, for the next job mostly comes at once. */
  looks: 4000,
};

/** How long at a time a thread sleeps that waits for helpers, to look whether there are any left. */
const SLICE_MS = 20;
/** After so much time without a sign of them, helpers are taken for lost. A portion takes milliseconds. */
const PATIENCE_MS = 20_000;

/**
 * Threads that share the portions of a job with the one that has it. Every portion is taken once, by who comes first; a helper that
 * is not there yet, or slow, only leaves more to the others.
 */
export class Helpers {
  readonly #words: Int32Array;
  readonly #job: Float64Array;
  readonly #threads: { readonly end: () => Promise<void> };

  /** @param scratches where the scratch of each begins */
  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    scratches: readonly number[],
    start: StartHelpers,
  ) {
    const control = new SharedArrayBuffer(SLOTS.job + 8 * (4 + SLOTS.mostArguments));
    this.#words = new Int32Array(control);
    this.#job = new Float64Array(control, SLOTS.job);
    const common = { module, memory, control, slots: SLOTS };
    const data = scratches.map((scratch) => ({ ...common, scratch }));
    this.#threads = start({ script: helperMain.toString(), data, control, slots: SLOTS });
  }

  /**
   * @param kernel number of the kernel among the exports
   * @param own computes blocks in this thread
   * @throws Cancelled, ThreadLost
   */
  share(
    kernel: number,
    blocks: number,
    grain: number,
    args: readonly number[],
    own: (from: number, to: number) => void,
    watch: Watch | undefined,
  ): void {
    const words = this.#words;
    this.#throwIfLost();
    if (args.length > SLOTS.mostArguments) throw new RangeError(`${args.length} arguments are too many.`);
    this.#job.set([kernel, blocks, grain, args.length, ...args]);
    Atomics.store(words, SLOTS.next, 0);
    Atomics.store(words, SLOTS.open, 1);
    Atomics.add(words, SLOTS.call, 1);
    Atomics.notify(words, SLOTS.call);
    const portions = Math.ceil(blocks / grain);
    try {
      for (let p = Atomics.add(words, SLOTS.next, 1); p < portions; p = Atomics.add(words, SLOTS.next, 1)) {
        throwIfStopped(watch);
        own(p * grain, Math.min(blocks, (p + 1) * grain));
      }
    } finally {
      // Nobody takes up anything any more, and who is at it comes to an end.
      Atomics.store(words, SLOTS.open, 0);
      Atomics.store(words, SLOTS.next, portions);
      this.#waitForBusy();
    }
    if (Atomics.load(words, SLOTS.failed) !== 0) {
      throw new ThreadLost("A thread that computes has failed: please report it.");
    }
  }

  /** Ends the threads; resolves when they have ended. */
  async close(): Promise<void> {
    Atomics.store(this.#words, SLOTS.closed, 1);
    Atomics.add(this.#words, SLOTS.call, 1);
    Atomics.notify(this.#words, SLOTS.call);
    await this.#threads.end();
  }

  #waitForBusy(): void {
    const words = this.#words;
    for (let look = 0; look < SLOTS.looks; look++) if (Atomics.load(words, SLOTS.busy) === 0) return;
    let busy = Atomics.load(words, SLOTS.busy);
    for (let waited = 0; busy > 0; busy = Atomics.load(words, SLOTS.busy)) {
      this.#throwIfLost();
      const changed = Atomics.wait(words, SLOTS.busy, busy, SLICE_MS) !== "timed-out";
      waited = changed ? 0 : waited + SLICE_MS;
      if (waited >= PATIENCE_MS) throw lost();
    }
  }

  #throwIfLost(): void {
    if (Atomics.load(this.#words, SLOTS.lost) !== 0) throw lost();
  }
}

function lost(): ThreadLost {
  return new ThreadLost("A thread that computes has ended before its work was done: start the work again.");
}

/**
 * What a helper does until the control block is closed. Its text runs in the thread, so it knows nothing but its argument and what is
 * in every JavaScript.
 */
function helperMain({ module, memory, scratch, control, slots }: HelperData): void {
  const words = new Int32Array(control);
  const job = new Float64Array(control, slots.job);
  const kernels = Object.values(new WebAssembly.Instance(module, { env: { memory } }).exports) as ((
    ...args: number[]
  ) => void)[];
  // Not the calls of before: what is at hand already can still be helped with.
  let seen = -1;
  while (Atomics.load(words, slots.closed) === 0) {
    const call = Atomics.load(words, slots.call);
    if (call === seen) {
      let look = 0;
      while (look < slots.looks && Atomics.load(words, slots.call) === seen) look++;
      if (look === slots.looks) Atomics.wait(words, slots.call, seen);
      continue;
    }
    seen = call;
    // First at work and then a look at whether there is any, as the other side first ends it and then looks who is at work.
    Atomics.add(words, slots.busy, 1);
    try {
      while (Atomics.load(words, slots.open) === 1) {
        const portion = Atomics.add(words, slots.next, 1);
        const [kernel, blocks, grain, count] = job;
        if (portion * grain >= blocks) break;
        const end = Math.min(blocks, (portion + 1) * grain);
        kernels[kernel](portion * grain, end, scratch, ...job.subarray(4, 4 + count));
      }
    } catch {
      Atomics.store(words, slots.failed, 1);
    }
    if (Atomics.sub(words, slots.busy, 1) === 1) Atomics.notify(words, slots.busy);
  }
}
