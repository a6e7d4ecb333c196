import { Cancelled } from "../kernels/index.ts";
import { isForeseen } from "../training/jobFailure.ts";
import type { Session } from "./session.ts";
import { UsageError } from "./usageError.ts";
import { VerbError } from "./verbError.ts";

export const EXIT = { done: 0, failed: 1, wrongUse: 2, interrupted: 130 } as const;

/** Tells the user what went wrong, in one sentence, and gives the exit code for it. `stopped` is what to say after Ctrl-C. */
export function exitCodeOf(error: unknown, session: Session, stopped: string): number {
  const { signal, output, warn } = session;
  if (signal.aborted && error instanceof Cancelled) {
    warn(stopped);
    return EXIT.interrupted;
  }
  // Nobody reads the results any more, which is no failure.
  if (output.closed.aborted && error instanceof Cancelled) return EXIT.done;
  warn(`sdlgm: ${sentenceOf(error)}`);
  return error instanceof UsageError ? EXIT.wrongUse : EXIT.failed;
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof VerbError || isForeseen(error)) return error.message;
  const what = error instanceof Error ? error.message : String(error);
  return `Something went wrong that should not (${what}): please report it.`;
}
