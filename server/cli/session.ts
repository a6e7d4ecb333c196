import { Output } from "./output.ts";
import { ProgressBar } from "./progressBar.ts";
import { terminalOf } from "./terminal.ts";

/** What a verb works with: the outside world of one run of the program. */
export interface Session {
  readonly output: Output;
  readonly progress: ProgressBar;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Aborted by Ctrl-C, and when nobody reads the results any more: for work that has no other use. */
  readonly readerSignal: AbortSignal;
  /** Where the built workers are. */
  readonly programFolder: string;
  /** Prints a sentence to standard error. */
  readonly warn: (sentence: string) => void;
}

/** A session with the streams and signals of this process. */
export function openSession(programFolder: string): Session {
  const interruption = new AbortController();
  const noReader = new AbortController();
  const interrupt = (): void => {
    // A second Ctrl-C does not wait for anything.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
    noReader.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  // Nobody to tell that nobody listens.
  process.stderr.on("error", () => {});
  const toStderr = (text: string): void => {
    process.stderr.write(text);
  };
  const progress = new ProgressBar(toStderr, () => terminalOf(process.stderr));
  const output = new Output(process.stdout);
  output.closed.addEventListener("abort", () => noReader.abort());
  return {
    output,
    progress,
    signal: interruption.signal,
    readerSignal: noReader.signal,
    programFolder,
    warn(sentence) {
      progress.clear();
      toStderr(`${sentence}\n`);
    },
  };
}
