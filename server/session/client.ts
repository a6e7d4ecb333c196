import type { TrainingProgress } from "../protocol.ts";

/** What the sessions may ask of the editor. `main.ts` implements it over the connection. */
export interface EditorClient {
  /** The values of some sections of the configuration for a resource, undefined for what the editor does not know. */
  configuration(resource: string, sections: readonly string[]): Promise<readonly unknown[]>;
  /** Writes a line into the output of the server. */
  log(level: "error" | "warning" | "info", line: string): void;
  /** Shows one sentence to the user. */
  tell(level: "error" | "warning" | "info", sentence: string): void;
  /** Starts a progress that the user sees and can cancel. */
  progress(title: string): Promise<Progress>;
  /** The state of a folder has changed. */
  statusChanged(): void;
  trainingEvent(event: TrainingProgress & { readonly folder: string }): void;
  /** What was said about documents may be out of date: diagnostics, lenses, hints. */
  refresh(): void;
}

export interface Progress {
  /** @param share 0..1 of the whole */
  report(share: number, message: string): void;
  done(): void;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
}
