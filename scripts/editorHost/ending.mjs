// What a script has started ends with it: in the ordinary way, on Ctrl-C, and when it crashes.
import { constants } from "node:os";

const endings = new Set();

/**
 * Registers what has to be undone. The latest is undone first, and each once.
 * @param {() => void | Promise<void>} gently may take its time
 * @param {() => void} [atOnce] for a process that is about to be gone; by default `gently`, which must be synchronous then
 * @returns {() => Promise<void>} undoes it now
 */
export function atEnd(gently, atOnce = gently) {
  const ending = { gently, atOnce };
  endings.add(ending);
  return async () => {
    if (endings.delete(ending)) await gently();
  };
}

/** Undoes everything. What fails does not keep the others from being undone. */
export async function endAll() {
  for (const ending of [...endings].reverse()) {
    endings.delete(ending);
    try {
      await ending.gently();
    } catch (error) {
      console.error(`could not clean up: ${error.message}`);
    }
  }
}

let stopping = false;

/** Whether somebody has asked the script to end: what goes away now does so by intention. */
export function isStopping() {
  return stopping;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    const code = 128 + constants.signals[signal];
    if (stopping) process.exit(code);
    stopping = true;
    endAll().finally(() => process.exit(code));
  });
}

process.on("exit", () => {
  for (const { atOnce } of [...endings].reverse()) {
    try {
      atOnce();
    } catch {
      // Nobody is left to be told.
    }
  }
});
