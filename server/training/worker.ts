import { Cancelled, throwIfStopped } from "../kernels/index.ts";
import type { Flavour } from "../kernels/wasm/flavour.ts";
import { writeModel } from "../models/store.ts";
import { modelContent } from "../models/tagModelFile.ts";
import { PRODUCT_VERSION } from "../productVersion.ts";
import type { RunReport } from "../protocol.ts";
import { openSources, type Source } from "../workspace/source.ts";
import { documentCaches } from "./documentCaches.ts";
import { evaluateClosely } from "./evaluate.ts";
import type { EngineFacts, TrainingEvent, TrainingWatch } from "./events.ts";
import { checkModelPlace } from "./modelPlace.ts";
import { type Corpus, corpusOf, type ReadingReport } from "./readCorpus.ts";
import { LossCurve } from "./report/lossCurve.ts";
import { reportEvents } from "./report/reportEvents.ts";
import { writeRun } from "./report/runFiles.ts";
import { evaluationReport, trainingReport } from "./report/runReport.ts";
import { type JobContext, serveJob } from "./serveJob.ts";
import type {
  EvaluateRequest,
  EvaluationResult,
  ReportOutcome,
  TrainingResult,
  TrainRequest,
} from "./startTraining.ts";
import { throttled } from "./throttledEvents.ts";
import { learn } from "./train.ts";
import { TooLittleToLearn } from "./trainOptions.ts";

type OnEvent = (event: TrainingEvent) => void;

void serveJob<TrainRequest | EvaluateRequest>((request, context) => {
  const onEvent = throttled(context.postEvent);
  return request.kind === "train"
    ? trainAndWrite(request, context, onEvent)
    : readAndEvaluate(request, context, onEvent);
});

async function trainAndWrite(
  request: TrainRequest,
  context: JobContext,
  onEvent: OnEvent,
): Promise<TrainingResult> {
  const started = context.now();
  const { modelPath, seed, limit, threads, product } = request;
  await checkModelPlace(modelPath);
  const { documents, report: reading, keep } = await read(request, context, onEvent);
  const curve = new LossCurve();
  const events = reportEvents(onEvent);
  let engine: EngineFacts | undefined;
  const watch: TrainingWatch = {
    ...watchOf(context, curve, events.training),
    onEngine(facts) {
      engine = facts;
    },
  };
  const learned = sayingWhatWasNotRead(reading, () =>
    learn(documents, { seed, limit, threads, flavour: flavourOf(request), watch }),
  );
  const { model } = learned;
  const created = new Date().toISOString();
  const seconds = (): number => (context.now() - started) / 1000;
  const made = reported(() =>
    trainingReport(
      learned,
      { created, seconds: seconds(), documents, reading, curve },
      { shouldStop: context.shouldStop, onProgress: events.reporting },
    ),
  );
  onEvent({ stage: "writing", fraction: 0 });
  const content = modelContent(model, { product, created });
  throwIfStopped(context);
  await writeModel(modelPath, content);
  const run = await saved(made, modelPath);
  await keep();
  onEvent({ stage: "writing", fraction: 1 });
  const foldedTags = model.tags.filter((tag) => tag.spellings.length > 1);
  return {
    ...{ summary: model.summary, reading, foldedTags, modelPath, seconds: seconds(), run },
    ...(engine && { engine }),
  };
}

async function readAndEvaluate(
  request: EvaluateRequest,
  context: JobContext,
  onEvent: OnEvent,
): Promise<EvaluationResult> {
  const started = context.now();
  const { seed, limit, threads, testFraction, modelPath } = request;
  const { documents, report: reading } = await read(request, context, onEvent);
  const curve = new LossCurve();
  const watch = watchOf(context, curve, onEvent);
  const options = { seed, limit, threads, flavour: flavourOf(request), testFraction, watch };
  const evaluation = sayingWhatWasNotRead(reading, () => evaluateClosely(documents, options));
  const created = new Date().toISOString();
  const seconds = (context.now() - started) / 1000;
  const facts = { created, seconds, documents, reading, curve };
  const made = reported(() => evaluationReport(evaluation, facts, seed, context));
  const run = modelPath === undefined ? made : await saved(made, modelPath);
  return { report: evaluation.report, reading, seconds, run };
}

/** Relaxed SIMD rounds as the processor likes. */
function flavourOf({ reproducible }: TrainRequest | EvaluateRequest): Flavour | undefined {
  return reproducible ? "simd128" : undefined;
}

function watchOf({ shouldStop, now }: JobContext, curve: LossCurve, onEvent: OnEvent): TrainingWatch {
  return { onEvent, onIteration: (iteration) => curve.add(iteration), shouldStop, now };
}

/** What goes wrong with a report is said, and the run goes on without it. */
function reported(make: () => RunReport): ReportOutcome {
  try {
    return { report: make() };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return { problem: `There is no report on this run: ${reasonOf(error)}` };
  }
}

async function saved(made: ReportOutcome, modelPath: string): Promise<ReportOutcome> {
  if (made.report === undefined) return made;
  try {
    await writeRun(modelPath, made.report);
    return made;
  } catch (error) {
    return { ...made, problem: `The report on this run was not saved: ${reasonOf(error)}` };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function read(
  { paths, modelPath, source: choice }: TrainRequest | EvaluateRequest,
  { signal, shouldStop, now }: JobContext,
  onEvent: OnEvent,
): Promise<Corpus & Pick<Source, "keep">> {
  const started = now();
  onEvent({ stage: "reading", fraction: 0 });
  const source = await openSources(paths, {
    ...choice,
    cacheFileOf: documentCaches(modelPath),
    cacheKey: PRODUCT_VERSION,
    signal,
    onProgress(count) {
      // Where the job is held, this is where.
      shouldStop();
      // How many there will be is not known before the end.
      const documentsPerSecond = (1000 * count) / (now() - started);
      onEvent({ stage: "reading", fraction: 0, documentsPerSecond });
    },
  });
  const corpus = corpusOf(source);
  onEvent({ stage: "reading", fraction: 1 });
  if (corpus.documents.length > 0) return { ...corpus, keep: source.keep };
  throw new TooLittleToLearn(
    `There are no documents in ${paths.join(", ")}: give a folder with Markdown or other text files that have tags.`,
  );
}

/** Too little to learn from may be for want of what could not be read: then that is said as well. */
function sayingWhatWasNotRead<Result>({ problems }: ReadingReport, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TooLittleToLearn) || problems.length === 0) throw error;
    throw new TooLittleToLearn(`${error.message} Some of it could not be read: ${problems[0]}`);
  }
}
