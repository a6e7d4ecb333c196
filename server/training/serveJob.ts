import { parentPort, workerData } from "node:worker_threads";
import { Cancelled } from "../kernels/index.ts";
import type { FromWorker, JobStart, ToWorker } from "./job.ts";
import { JobControl } from "./jobControl.ts";
import { failureOf } from "./jobFailure.ts";

/** What a job can do while it runs in its worker. */
export interface JobContext {
  /** For code that waits. */
  readonly signal: AbortSignal;
  /** For code that computes: the same, without a turn of the event loop. While the job is held, this does not return. */
  readonly shouldStop: () => boolean;
  /** A clock in milliseconds that stands still while the job is held. */
  readonly now: () => number;
  readonly postEvent: (event: unknown) => void;
  /** Resolves when the main thread has dealt with the message. */
  readonly send: (message: unknown) => Promise<void>;
}

/** The worker's side of `runJob`: runs one job and sends its result, or what went wrong, to the main thread. */
export async function serveJob<Request>(
  job: (request: Request, context: JobContext) => Promise<unknown>,
): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("This script runs in a worker thread only.");
  const start = workerData as JobStart;
  const control = new JobControl(start.control);
  const abort = new AbortController();
  let taken = (): void => {};
  port.on("message", (message: ToWorker) => {
    if (message.type === "stop") abort.abort(new Cancelled());
    else taken();
  });
  const post = (message: FromWorker): void => port.postMessage(message);
  try {
    const result = await job(start.request as Request, {
      signal: abort.signal,
      shouldStop: () => control.poll(),
      now: () => control.now(),
      postEvent: (event) => post({ type: "event", event }),
      send: (message) =>
        new Promise((resolve) => {
          taken = resolve;
          post({ type: "message", message });
        }),
    });
    post({ type: "done", result });
  } catch (error) {
    post({ type: "failed", failure: failureOf(error) });
  } finally {
    port.close();
  }
}
