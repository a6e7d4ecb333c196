import type { CorpusDocument } from "../corpus/corpusDocument.ts";
import { baselines, judge } from "../evaluation/baselines/index.ts";
import { expectedCalibrationError } from "../evaluation/calibration.ts";
import { type Judgement, type MetricName, evaluate as scoresOf } from "../evaluation/metrics.ts";
import { splitByPath } from "../evaluation/split.ts";
import { unseenShare } from "../evaluation/tagLists.ts";
import { throwIfStopped } from "../kernels/index.ts";
import type { DocumentSuggestion } from "../models/suggestion.ts";
import { Tagger } from "../models/tagger.ts";
import type { TagModel } from "../models/tagModel.ts";
import { evaluationEvents } from "./evaluationEvents.ts";
import { type JudgedDocument, reliabilityOf } from "./judgedDocument.ts";
import { splitCorpus } from "./splitCorpus.ts";
import { train } from "./train.ts";
import { TooLittleToLearn, type TrainOptions } from "./trainOptions.ts";

export type Scores = Record<MetricName, number>;

export interface EvaluateOptions extends TrainOptions {
  /** Share of the tagged documents whose tags are hidden, between 0 and 1. */
  readonly testFraction: number;
}

/** How well hidden tags are found again, by the model and by simpler ways on the same split. */
export interface EvaluationReport {
  readonly documents: number;
  readonly testDocuments: number;
  readonly tags: number;
  readonly vocabulary: number;
  readonly epochs: number;
  readonly limit: number;
  readonly model: Scores;
  readonly baselines: Readonly<Record<string, Scores>>;
  /** Share of the hidden tags that no document left to learn from has: out of reach for all. */
  readonly unseenTagShare: number;
  /** Mean distance between the probabilities shown and what came true. */
  readonly calibrationError: number;
  /** A few hidden documents, spread over the test set. */
  readonly examples: readonly EvaluationExample[];
}

export interface EvaluationExample {
  readonly id: string;
  readonly trueTags: readonly string[];
  readonly suggestion: DocumentSuggestion;
}

/** An evaluation, and what its report was made of. Tags are numbers of `names`. */
export interface CloseEvaluation {
  readonly report: EvaluationReport;
  readonly names: readonly string[];
  /** What the model says of the hidden documents. */
  readonly judged: readonly JudgedDocument[];
  /** What the simpler ways say of them, by name. */
  readonly others: Readonly<Record<string, readonly Judgement[]>>;
}

const EXAMPLES = 5;

/**
 * Hides the tags of some documents, learns from the rest, and scores the suggestions for the hidden ones. Translations and twins of a
 * page are hidden together.
 *
 * @throws TooLittleToLearn, Cancelled
 */
export function evaluate(documents: readonly CorpusDocument[], options: EvaluateOptions): EvaluationReport {
  return evaluateClosely(documents, options).report;
}

/**
 * The same, with what the report was made of.
 *
 * @throws TooLittleToLearn, Cancelled
 */
export function evaluateClosely(
  documents: readonly CorpusDocument[],
  options: EvaluateOptions,
): CloseEvaluation {
  const ids = documents.map(({ id }) => id);
  const split = splitByPath(ids, {
    fraction: options.testFraction,
    seed: options.seed,
    groupTranslations: true,
  });
  const testRows = split.test.filter((i) => documents[i].tags.length > 0);
  if (testRows.length === 0) {
    throw new TooLittleToLearn(
      "There is no tagged document to hide and test with: tag some more documents by hand, or give a larger --test-fraction.",
    );
  }
  const isHidden = new Set(testRows);
  const visible = documents.map((document, i) => (isHidden.has(i) ? { ...document, tags: [] } : document));
  const events = evaluationEvents(options.watch);
  const model = trainOnTheRest(visible, testRows.length, { ...options, watch: events.training });
  const tagger = new Tagger(model);
  const corpus = splitCorpus(documents, split.train, testRows, () => throwIfStopped(options.watch));
  const examples: EvaluationExample[] = [];
  const judged: JudgedDocument[] = [];
  const every = Math.max(1, Math.floor(testRows.length / EXAMPLES));
  testRows.forEach((row, n) => {
    throwIfStopped(options.watch);
    events.scoring(n / testRows.length);
    const document = documents[row];
    const isExample = n % every === 0 && examples.length < EXAMPLES;
    const suggestion = tagger.suggest(document, { evidence: isExample });
    if (isExample) examples.push({ id: document.id, trueTags: document.tags, suggestion });
    judged.push({
      truth: corpus.numbersOf(document.tags),
      ranking: corpus.numbersOf(suggestion.suggestions.map(({ tag }) => tag)),
      probabilities: Float64Array.from(suggestion.suggestions, ({ probability }) => Math.min(probability, 1)),
      predicted: corpus.numbersOf(suggestion.predicted),
      level: suggestion.level.median,
    });
  });
  const others: Record<string, readonly Judgement[]> = {};
  baselines.forEach((baseline, n) => {
    throwIfStopped(options.watch);
    const comparing = (fraction: number) => events.comparing((n + fraction) / baselines.length);
    comparing(0);
    const watch = {
      onProgress: comparing,
      ...(options.watch?.shouldStop && { shouldStop: options.watch.shouldStop }),
    };
    const fitted = baseline.fit(corpus.split, { seed: options.seed, watch });
    others[baseline.name] = judge(fitted, corpus.split, watch);
  });
  events.comparing(1);
  const report: EvaluationReport = {
    documents: documents.length,
    testDocuments: testRows.length,
    tags: model.summary.tags,
    vocabulary: model.summary.vocabulary,
    epochs: model.summary.epochs,
    limit: model.summary.limit,
    model: scoresOf(judged),
    baselines: Object.fromEntries(
      Object.entries(others).map(([name, judgements]) => [name, scoresOf(judgements)]),
    ),
    unseenTagShare: unseenShare(corpus.split.tags, split.train, testRows, corpus.split.tagCount),
    calibrationError: expectedCalibrationError(reliabilityOf(judged)),
    examples,
  };
  return { report, names: corpus.names, judged, others };
}

/** Says, where too little is left, how much of it was hidden. */
function trainOnTheRest(visible: readonly CorpusDocument[], hidden: number, options: TrainOptions): TagModel {
  try {
    return train(visible, options);
  } catch (error) {
    if (!(error instanceof TooLittleToLearn)) throw error;
    const were = hidden === 1 ? "1 tagged document was" : `${hidden} tagged documents were`;
    throw new TooLittleToLearn(`${were} hidden to test with, and without them: ${error.message}`);
  }
}
