import { t } from "@vscode/l10n";
import { Cancelled } from "../kernels/index.ts";
import { ModelFileError } from "../models/modelFileError.ts";
import type { FolderStatus, TrainingProgress } from "../protocol.ts";
import type { Stage, TrainingEvent } from "../training/events.ts";
import { JobControl } from "../training/jobControl.ts";
import { overallFraction } from "../training/progress.ts";
import type { EditorClient, Progress } from "./client.ts";

/** How a run came to its end: with a result, stopped, or with one sentence on what went wrong. */
export type RunOutcome<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };

/** What is done, given a signal that ends it and somebody who follows it. */
export type RunWork<Result> = (options: {
  readonly signal: AbortSignal;
  readonly control: JobControl;
  readonly onEvent: (event: TrainingEvent) => void;
}) => Promise<Result>;

type RunStatus = NonNullable<FolderStatus["run"]>;

/** Work in a worker thread that the user can follow and stop: a training or an evaluation. */
export class TrainingRun {
  readonly #client: EditorClient;
  readonly #folder: string;
  readonly #kind: RunStatus["kind"];
  readonly #stop = new AbortController();
  readonly #control = new JobControl();
  #progress: TrainingProgress = { stage: "reading", overall: 0, fraction: 0 };
  #shown: Progress | undefined;

  /** @param folder URI of the workspace folder */
  constructor(client: EditorClient, folder: string, kind: RunStatus["kind"]) {
    this.#client = client;
    this.#folder = folder;
    this.#kind = kind;
  }

  get status(): RunStatus {
    return { kind: this.#kind, isPaused: this.#control.isHeld };
  }

  get progress(): TrainingProgress {
    return this.#progress;
  }

  /** Aborted when it was stopped. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Holds the work at its next poll, also before it has begun, or lets it go on. */
  pause(isPaused: boolean): void {
    this.#control.hold(isPaused);
    this.#show();
    this.#client.statusChanged();
  }

  /** Runs the work with a progress that can be cancelled; all its errors become an outcome. */
  async run<Result>(title: string, work: RunWork<Result>, signal?: AbortSignal): Promise<RunOutcome<Result>> {
    try {
      this.#shown = await this.#client.progress(title);
      const signals = [this.#stop.signal, this.#shown.signal, ...(signal ? [signal] : [])];
      const onEvent = (event: TrainingEvent): void => this.#follow(event);
      const result = await work({ signal: AbortSignal.any(signals), control: this.#control, onEvent });
      return { kind: "done", result };
    } catch (error) {
      if (error instanceof Cancelled || (error as Error).name === "AbortError") return { kind: "cancelled" };
      return { kind: "failed", message: failureSentence(error) };
    } finally {
      this.#shown?.done();
    }
  }

  #follow(event: TrainingEvent): void {
    // An evaluation goes through some stages twice; what is shown never falls.
    const overall = Math.max(this.#progress.overall, overallFraction(event));
    this.#progress = { ...event, overall };
    this.#show();
    this.#client.trainingEvent({ folder: this.#folder, ...this.#progress });
    this.#client.statusChanged();
  }

  #show(): void {
    this.#shown?.report(this.#progress.overall, progressSentence(this.#progress, this.status.isPaused));
  }
}

/** Such as “Weighing the evidence · 43 % · 4 s left”. */
export function progressSentence(
  { stage, overall, remainingSeconds }: TrainingProgress,
  isPaused = false,
): string {
  const parts = [...(isPaused ? [t("Paused")] : []), stageName(stage), t("{0} %", Math.floor(100 * overall))];
  if (remainingSeconds !== undefined) {
    const seconds = Math.ceil(remainingSeconds);
    parts.push(seconds < 90 ? t("{0} s left", seconds) : t("{0} min left", Math.round(seconds / 60)));
  }
  return parts.join(" · ");
}

function stageName(stage: string): string {
  switch (stage as Stage) {
    case "reading":
      return t("Reading the documents");
    case "features":
      return t("Counting words");
    case "evidence":
      return t("Gathering evidence");
    case "head":
      return t("Weighing the evidence");
    case "level":
      return t("Learning how many tags");
    case "checking":
      return t("Checking on hidden tags");
    default:
      return t("Writing the model");
  }
}

function failureSentence(error: unknown): string {
  if (error instanceof ModelFileError) {
    switch (error.code) {
      case "newer":
        return t(
          "The model there was made by a newer version of SDLGM Tags and is not overwritten: set another place for the model.",
        );
      case "foreign":
        return t(
          "There is another file where the model should go, and it is not overwritten: set another place for the model.",
        );
      case "read-only":
        return t(
          "There is no permission to write the model: change the access rights of its folder, or set another place for the model.",
        );
      case "disk-full":
        return t("There is no space left to write the model: make some, or set another place for the model.");
    }
  }
  return error instanceof Error ? error.message : String(error);
}
