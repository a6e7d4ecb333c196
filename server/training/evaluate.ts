import type { CorpusDocument } from "../corpus/corpusDocument.ts";
import { foldTag } from "../documents/tagName.ts";
import { baselines, judge } from "../evaluation/baselines/index.ts";
import { expectedCalibrationError, reliability } from "../evaluation/calibration.ts";
import { type Judgement, type MetricName, evaluate as scoresOf } from "../evaluation/metrics.ts";
import { splitByPath } from "../evaluation/split.ts";
import { unseenShare } from "../evaluation/tagLists.ts";
import { throwIfStopped } from "../kernels/index.ts";
import type { DocumentSuggestion } from "../models/suggestion.ts";
import { Tagger } from "../models/tagger.ts";
import type { TagModel } from "../models/tagModel.ts";
import { evaluationEvents } from "./evaluationEvents.ts";
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

const EXAMPLES = 5;

/**
 * Hides the tags of some documents, learns from the rest, and scores the suggestions for the hidden ones. Translations and twins of a
 * page are hidden together.
 *
 * @throws TooLittleToLearn, Cancelled
 */
export function evaluate(documents: readonly CorpusDocument[], options: EvaluateOptions): EvaluationReport {
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
  const corpus = splitCorpus(documents, split.train, testRows);
  const examples: EvaluationExample[] = [];
  const probabilities: number[] = [];
  const outcomes: number[] = [];
  const judgements: Judgement[] = [];
  const every = Math.max(1, Math.floor(testRows.length / EXAMPLES));
  testRows.forEach((row, n) => {
    throwIfStopped(options.watch);
    events.scoring(n / testRows.length);
    const document = documents[row];
    const isExample = n % every === 0 && examples.length < EXAMPLES;
    const suggestion = tagger.suggest(document, { evidence: isExample });
    if (isExample) examples.push({ id: document.id, trueTags: document.tags, suggestion });
    const own = new Set(document.tags.map(foldTag));
    for (const { tag, probability } of suggestion.suggestions) {
      probabilities.push(Math.min(probability, 1));
      outcomes.push(own.has(foldTag(tag)) ? 1 : 0);
    }
    judgements.push({
      truth: corpus.numbersOf(document.tags),
      ranking: corpus.numbersOf(suggestion.suggestions.map(({ tag }) => tag)),
      predicted: corpus.numbersOf(suggestion.predicted),
      level: suggestion.level.median,
    });
  });
  const others: Record<string, Scores> = {};
  baselines.forEach((baseline, n) => {
    throwIfStopped(options.watch);
    const comparing = (fraction: number) => events.comparing((n + fraction) / baselines.length);
    comparing(0);
    const fitted = baseline.fit(corpus.split, {
      seed: options.seed,
      watch: {
        onProgress: comparing,
        ...(options.watch?.shouldStop && { shouldStop: options.watch.shouldStop }),
      },
    });
    others[baseline.name] = scoresOf(judge(fitted, corpus.split));
  });
  events.comparing(1);
  return {
    documents: documents.length,
    testDocuments: testRows.length,
    tags: model.summary.tags,
    vocabulary: model.summary.vocabulary,
    epochs: model.summary.epochs,
    limit: model.summary.limit,
    model: scoresOf(judgements),
    baselines: others,
    unseenTagShare: unseenShare(corpus.split.tags, split.train, testRows, corpus.split.tagCount),
    calibrationError: expectedCalibrationError(reliability(probabilities, outcomes)),
    examples,
  };
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
