import { availableParallelism } from "node:os";
import { Worker, type WorkerOptions } from "node:worker_threads";
import type { HelperProgram, StartHelpers } from "../kernels/wasm/helpers.ts";

/** How many threads compute where nobody says: a core is left to the editor. */
export function defaultThreads(): number {
  return Math.max(1, availableParallelism() - 1);
}

/**
 * Starts the threads that help kernels. They are not this thread's own, for one that computes or waits does not hear of the end of its
 * threads: a thread between them does nothing but listen, and says in shared memory when one of them is no more.
 */
export const startKernelThreads: StartHelpers = (program) => {
  const listener = new Worker(scriptOf(keepWatch), { ...options(LISTENER_MB), workerData: program });
  const ended = new Promise<void>((resolve) => {
    listener.once("exit", () => resolve());
  });
  // Without it the threads are gone as well, and the one that computes notices that they no longer answer.
  listener.on("error", () => {});
  // What is left to compute is no reason for the owner to stay.
  listener.unref();
  return {
    end() {
      void listener.terminate();
      return ended;
    },
  };
};

/** Of heap, for each: they allocate next to nothing. */
const LISTENER_MB = 32;

function options(heapMegabytes: number): WorkerOptions {
  // With the options of this process a thread would load what a test runner or a debugger has loaded here.
  return {
    eval: true,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 2 },
  };
}

/** A script that calls the function with what the thread was given, and with Node's threads. */
function scriptOf(main: (data: HelperProgram, threads: NodeThreads) => void): string {
  return `const threads = require("node:worker_threads"); (${main})(threads.workerData, threads);`;
}

type NodeThreads = typeof import("node:worker_threads");

/** Runs as text in a thread of its own, so it knows nothing but its arguments. */
function keepWatch({ script, data, control, slots }: HelperProgram, threads: NodeThreads): void {
  const words = new Int32Array(control);
  const source = `(${script})(require("node:worker_threads").workerData);`;
  for (const workerData of data) {
    const helper = new threads.Worker(source, {
      eval: true,
      execArgv: [],
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
    });
    helper.on("error", () => {});
    helper.on("exit", () => {
      if (Atomics.load(words, slots.closed) !== 0) return;
      Atomics.store(words, slots.lost, 1);
      Atomics.notify(words, slots.busy);
    });
  }
}
