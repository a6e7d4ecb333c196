// Child processes that are ended with everything that they have started.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { atEnd } from "./ending.mjs";

const GRACE_MILLISECONDS = 3000;

/**
 * Starts a program at the head of a process group of its own.
 * @param {{ graceMilliseconds?: number } & import("node:child_process").SpawnOptions} [options] how long it may take to end
 * @returns {{ child: import("node:child_process").ChildProcess, exited: Promise<number | null>, end: () => Promise<void> }}
 *   `exited` is the exit status, null after a signal; `end` ends the whole group.
 */
export function start(program, args, { graceMilliseconds = GRACE_MILLISECONDS, ...options } = {}) {
  const child = spawn(program, args, { ...options, detached: true });
  const exited = once(child, "exit").then(([code]) => code);
  exited.catch(() => {});
  const signal = (name) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group is gone.
    }
  };
  const end = atEnd(
    async () => {
      signal("SIGTERM");
      let timer;
      const grace = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMilliseconds);
      });
      await Promise.race([exited.catch(() => {}), grace]);
      clearTimeout(timer);
      // Also where the head of the group has gone: others of it may be left.
      signal("SIGKILL");
    },
    () => signal("SIGKILL"),
  );
  return { child, exited, end };
}

/**
 * Runs a program to its end.
 * @param {{ seconds?: number, echo?: boolean, graceMilliseconds?: number } & import("node:child_process").SpawnOptions} [options] after `seconds` it is
 *   ended; with `echo` what it prints is also shown
 * @returns {Promise<{ code: number | null, output: string, timedOut: boolean }>} `output` is its end, at most 200,000 characters
 */
export async function run(program, args, { seconds = 600, echo = false, ...options } = {}) {
  const { child, exited, end } = start(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let output = "";
  for (const [stream, target] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-200_000);
      if (echo) target.write(text);
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void end();
  }, seconds * 1000);
  try {
    return { code: await exited, output, timedOut };
  } finally {
    clearTimeout(timer);
    await end();
  }
}
