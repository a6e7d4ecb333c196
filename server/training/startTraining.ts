import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { InventoryTag } from "../corpus/tagInventory.ts";
import type { TrainingSummary } from "../models/tagModel.ts";
import type { RunReport } from "../protocol.ts";
import type { SourceOptions } from "../workspace/source.ts";
import type { EvaluationReport } from "./evaluate.ts";
import type { EngineFacts, TrainingEvent } from "./events.ts";
import { runJob } from "./job.ts";
import type { JobControl } from "./jobControl.ts";
import { UnfinishedFiles } from "./modelPlace.ts";
import type { ReadingReport } from "./readCorpus.ts";

/** Learn from the documents and write the model. */
export interface TrainRequest {
  readonly kind: "train";
  readonly paths: readonly string[];
  readonly modelPath: string;
  readonly seed: number;
  /** L0. */
  readonly limit?: number | undefined;
  /** How many threads compute; one less than there are cores where it is not given. */
  readonly threads?: number | undefined;
  /** Whether every machine has to make the same model, bit by bit; otherwise each computes as quickly as it can. */
  readonly reproducible?: boolean | undefined;
  /** Version of the product, for the model file. */
  readonly product: string;
  readonly source?: ReadingChoice | undefined;
}

/** What counts as a document and as a tag, where the defaults are not wanted. */
export type ReadingChoice = Pick<SourceOptions, "reading" | "exclude">;

/** Hide the tags of some documents, learn from the others, and score the suggestions for the hidden ones. */
export interface EvaluateRequest {
  readonly kind: "evaluate";
  readonly paths: readonly string[];
  readonly seed: number;
  /** Share of the tagged documents that are hidden, between 0 and 1. */
  readonly testFraction: number;
  readonly limit?: number | undefined;
  readonly threads?: number | undefined;
  readonly reproducible?: boolean | undefined;
  readonly source?: ReadingChoice | undefined;
  /** The model that the report is saved beside, whether it is there or not; without it none is saved. */
  readonly modelPath?: string | undefined;
}

/** What a training run came to. */
export interface TrainingResult {
  readonly summary: TrainingSummary;
  readonly reading: ReadingReport;
  /** The tags that are written in more than one way. */
  readonly foldedTags: readonly InventoryTag[];
  readonly modelPath: string;
  /** What its numbers were computed by. */
  readonly engine?: EngineFacts;
  /** Of all stages; without the time that it was held. */
  readonly seconds: number;
  readonly run: ReportOutcome;
}

export interface EvaluationResult {
  readonly report: EvaluationReport;
  readonly reading: ReadingReport;
  readonly seconds: number;
  readonly run: ReportOutcome;
}

/** The report on a run, and what went wrong with it or with saving it: no reason for the run to fail. */
export interface ReportOutcome {
  readonly report?: RunReport;
  readonly problem?: string;
}

export interface StartOptions {
  /** Path of the built `worker.ts`. */
  readonly worker: string;
  /** Aborting it ends the run within 100 ms; the last good model stays and nothing else is left. */
  readonly signal?: AbortSignal | undefined;
  /** To hold the run, and let it go on. */
  readonly control?: JobControl | undefined;
  /** At most about ten events a second, and the first one of each stage. */
  readonly onEvent?: ((event: TrainingEvent) => void) | undefined;
  readonly heapMegabytes?: number | undefined;
}

/**
 * Trains in a worker thread.
 *
 * @throws Cancelled, SourceError, ModelFileError, TooLittleToLearn, ArenaFull, ThreadLost, UnexpectedFailure
 */
export function startTraining(request: TrainRequest, options: StartOptions): Promise<TrainingResult> {
  const { worker, signal, control, onEvent, heapMegabytes } = options;
  const unfinished = new UnfinishedFiles(dirname(realPathOf(request.modelPath)));
  let isWriting = false;
  return runJob<TrainingEvent, never, TrainingResult>(worker, request, {
    signal,
    control,
    heapMegabytes,
    onEvent(event) {
      isWriting = event.stage === "writing";
      onEvent?.(event);
    },
    // Left alone, it would write the new model to the end.
    mayLinger: () => !isWriting,
    tidy: () => unfinished.remove(),
  });
}

/**
 * Evaluates in a worker thread.
 *
 * @throws Cancelled, SourceError, TooLittleToLearn, ArenaFull, ThreadLost, UnexpectedFailure
 */
export function startEvaluation(request: EvaluateRequest, options: StartOptions): Promise<EvaluationResult> {
  return runJob<TrainingEvent, never, EvaluationResult>(options.worker, request, options);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
