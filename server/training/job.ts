import { totalmem } from "node:os";
import { Worker } from "node:worker_threads";
import { Cancelled } from "../kernels/index.ts";
import { JobControl } from "./jobControl.ts";
import { errorOf, type JobFailure, outOfMemory, UnexpectedFailure } from "./jobFailure.ts";

/** How long a cancelled worker has to end by itself before it is ended. */
const POLITE_MS = 35;
/** Of what a job allocates, most lives for one document. With room for many of them, little is left to be copied when it is cleared. */
const YOUNG_MB = 64;
/** How long the end of a worker is waited for: it may be in a system call that nothing can stop. */
const END_MS = 25;

/** What the main thread hands the worker when it starts. */
export interface JobStart {
  readonly request: unknown;
  /** Of a `JobControl`. */
  readonly control: SharedArrayBuffer;
}

/** From the main thread to the worker. */
export type ToWorker =
  | { readonly type: "stop" }
  /** The last message has been dealt with. */
  | { readonly type: "taken" };

/** From the worker to the main thread; `message` is followed by `taken`, so that a fast worker cannot flood the main thread. */
export type FromWorker =
  | { readonly type: "event"; readonly event: unknown }
  | { readonly type: "message"; readonly message: unknown }
  | { readonly type: "done"; readonly result: unknown }
  | { readonly type: "failed"; readonly failure: JobFailure };

export interface JobOptions<Event, Message> {
  /** Aborting it makes the job reject with `Cancelled` within 100 ms. */
  readonly signal?: AbortSignal | undefined;
  /** To hold the job; of this job alone. */
  readonly control?: JobControl | undefined;
  readonly onEvent?: ((event: Event) => void) | undefined;
  /** The worker waits until the promise is settled before it sends another one. */
  readonly onMessage?: ((message: Message) => void | Promise<void>) | undefined;
  /** Whether a stopped worker may be given time to end by itself. Default: yes. */
  readonly mayLinger?: (() => boolean) | undefined;
  /** Called after the worker was ended by force, maybe more than once, to clear away what it left behind. */
  readonly tidy?: (() => void) | undefined;
  /** Limit of the worker's JavaScript heap in MB; typed arrays do not count. Default: 60 % of the memory. */
  readonly heapMegabytes?: number | undefined;
}

/**
 * Runs a job in a thread of its own, so that this one stays free to answer.
 *
 * @param worker path of a script that calls `serveJob`
 * @throws Cancelled; the foreseen errors of the job; UnexpectedFailure when the worker crashes or has no memory left
 */
export function runJob<Event, Message, Result>(
  worker: string,
  request: unknown,
  options: JobOptions<Event, Message> = {},
): Promise<Result> {
  const { signal, onEvent, onMessage, mayLinger, tidy, heapMegabytes = defaultHeap() } = options;
  const { control = new JobControl() } = options;
  if (signal?.aborted) return Promise.reject(new Cancelled());
  return new Promise((resolve, reject) => {
    const start: JobStart = { request, control: control.memory };
    const thread = new Worker(worker, {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let isSettled = false;
    const settle = (how: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      signal?.removeEventListener("abort", cancel);
      how();
    };
    const end = async (): Promise<void> => {
      const ended = thread.terminate();
      tidy?.();
      await Promise.race([ended, delay(END_MS)]);
      tidy?.();
      settle(() => reject(new Cancelled()));
    };
    const cancel = (): void => {
      control.stop();
      thread.postMessage({ type: "stop" } satisfies ToWorker);
      if (mayLinger?.() === false) void end();
      else setTimeout(() => isSettled || void end(), POLITE_MS).unref();
    };
    signal?.addEventListener("abort", cancel, { once: true });

    thread.on("message", (message: FromWorker) => {
      if (isSettled) return;
      if (message.type === "event") onEvent?.(message.event as Event);
      else if (message.type === "done") settle(() => resolve(message.result as Result));
      else if (message.type === "failed") settle(() => reject(errorOf(message.failure)));
      else {
        const taken = (): void => thread.postMessage({ type: "taken" } satisfies ToWorker);
        Promise.resolve(onMessage?.(message.message as Message)).then(taken, taken);
      }
    });
    thread.on("error", (error: Error & { code?: string }) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      const { name, message, stack = "" } = error;
      settle(() => reject(isMemory ? outOfMemory(heapMegabytes) : errorOf({ name, message, stack })));
    });
    thread.on("exit", (code) => {
      const lost = `The work ended before it was done (exit code ${code}): please report it.`;
      settle(() => reject(signal?.aborted ? new Cancelled() : new UnexpectedFailure(lost)));
    });
  });
}

/** 60 % of what this machine, or the container that this process is in, has. */
function defaultHeap(): number {
  const total = totalmem();
  const constrained = process.constrainedMemory?.() ?? 0;
  const memory = constrained > 0 && constrained < total ? constrained : total;
  return Math.max(1024, Math.floor((0.6 * memory) / 2 ** 20));
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
