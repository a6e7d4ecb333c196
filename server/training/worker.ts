import { throwIfStopped } from "../kernels/index.ts";
import { writeModel } from "../models/store.ts";
import { modelContent } from "../models/tagModelFile.ts";
import { openSources } from "../workspace/source.ts";
import { type EvaluationReport, evaluate } from "./evaluate.ts";
import type { TrainingEvent } from "./events.ts";
import { checkModelPlace } from "./modelPlace.ts";
import { type Corpus, corpusOf, type ReadingReport } from "./readCorpus.ts";
import { type JobContext, serveJob } from "./serveJob.ts";
import type { EvaluateRequest, EvaluationResult, TrainingResult, TrainRequest } from "./startTraining.ts";
import { throttled } from "./throttledEvents.ts";
import { train } from "./train.ts";
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
  const started = performance.now();
  const { modelPath, seed, limit, product } = request;
  await checkModelPlace(modelPath);
  const { documents, report } = await read(request, context, onEvent);
  const watch = { onEvent, shouldStop: context.shouldStop };
  const model = sayingWhatWasNotRead(report, () => train(documents, { seed, limit, watch }));
  onEvent({ stage: "writing", fraction: 0 });
  const content = modelContent(model, { product, created: new Date().toISOString() });
  throwIfStopped(context);
  await writeModel(modelPath, content);
  onEvent({ stage: "writing", fraction: 1 });
  const foldedTags = model.tags.filter((tag) => tag.spellings.length > 1);
  const seconds = (performance.now() - started) / 1000;
  return { summary: model.summary, reading: report, foldedTags, modelPath, seconds };
}

async function readAndEvaluate(
  request: EvaluateRequest,
  context: JobContext,
  onEvent: OnEvent,
): Promise<EvaluationResult> {
  const started = performance.now();
  const { seed, limit, testFraction } = request;
  const corpus = await read(request, context, onEvent);
  const watch = { onEvent, shouldStop: context.shouldStop };
  const options = { seed, limit, testFraction, watch };
  const report: EvaluationReport = sayingWhatWasNotRead(corpus.report, () =>
    evaluate(corpus.documents, options),
  );
  return { report, reading: corpus.report, seconds: (performance.now() - started) / 1000 };
}

async function read(
  { paths, source: choice }: TrainRequest | EvaluateRequest,
  { signal }: JobContext,
  onEvent: OnEvent,
): Promise<Corpus> {
  const started = performance.now();
  onEvent({ stage: "reading", fraction: 0 });
  const source = await openSources(paths, {
    ...choice,
    signal,
    onProgress(count) {
      // How many there will be is not known before the end.
      const documentsPerSecond = (1000 * count) / (performance.now() - started);
      onEvent({ stage: "reading", fraction: 0, documentsPerSecond });
    },
  });
  const corpus = corpusOf(source);
  onEvent({ stage: "reading", fraction: 1 });
  if (corpus.documents.length > 0) return corpus;
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
