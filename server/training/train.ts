import { corpusDigest } from "../corpus/corpusDigest.ts";
import { type CorpusDocument, folderOf } from "../corpus/corpusDocument.ts";
import type { Mentions } from "../corpus/mentions.ts";
import { stackRows } from "../corpus/sparseRow.ts";
import type { VectorizedDocument } from "../corpus/vectorized.ts";
import { assignFolds, Labels } from "../evidence/labels.ts";
import { CROWD } from "../evidence/neighbours.ts";
import { TrainingNeighbours } from "../evidence/trainingNeighbours.ts";
import type { Kernels } from "../kernels/index.ts";
import { type EvidenceState, FittedEvidence } from "../models/fittedEvidence.ts";
import type { TagModel, TrainingDocuments } from "../models/tagModel.ts";
import * as sdlgm from "../sdlgm/fit.ts";
import type { HeldOutDocument } from "../sdlgm/fitDecision.ts";
import { fork, shuffle } from "../sdlgm/random.ts";
import { chooseRidge } from "./chooseRidge.ts";
import { evidenceExamples } from "./evidenceExamples.ts";
import { headPrior } from "./headPrior.ts";
import { HeadSample } from "./headSample.ts";
import { heldOutFigures, judgeHeldOut } from "./heldOutFigures.ts";
import type { JudgedDocument } from "./judgedDocument.ts";
import { fitLinearParts } from "./linearParts.ts";
import { findMentions } from "./mentionStage.ts";
import { type PreparedCorpus, prepareCorpus, vectorize } from "./prepareCorpus.ts";
import { Progress } from "./progress.ts";
import { openTrainingEngine } from "./trainingEngine.ts";
import { FEWEST_DOCUMENTS, FEWEST_TAGS, TooLittleToLearn, type TrainOptions } from "./trainOptions.ts";

/** Counts of tags are made by so many random folds. */
const FOLDS = 10;

/** Evidence that some tags deserve to weigh otherwise than all tags together do. */
const PER_TAG = ["ridgeLogit", "ridge", "neighbours20", "neighbours100", "linear"];

/** A model, and what was found out on the way to it about the documents that it learned from: one of each a document, in one order. */
export interface Learned {
  readonly model: TagModel;
  readonly evidence: FittedEvidence;
  /** What the model says of each, served without its own tags. */
  readonly judged: readonly JudgedDocument[];
  /** The same in numbers. */
  readonly heldOut: readonly HeldOutDocument[];
  /** Where each names tags. */
  readonly mentions: readonly Mentions[];
}

/**
 * Learns to tag from the documents that have tags, with the words of those that have none.
 *
 * @throws TooLittleToLearn, ArenaFull, ThreadLost, Cancelled
 */
export function train(documents: readonly CorpusDocument[], options: TrainOptions): TagModel {
  return learn(documents, options).model;
}

/**
 * The same, with what a report on the training is made of.
 *
 * @throws TooLittleToLearn, ArenaFull, ThreadLost, Cancelled
 */
export function learn(documents: readonly CorpusDocument[], options: TrainOptions): Learned {
  // By the clock on the wall, also while it was held: who reads the model asks what was changed since.
  const started = performance.now();
  const progress = new Progress(options.watch ?? {}, documents.length);
  progress.at("features", 0);
  const corpus = prepareCorpus(documents, (fraction) => progress.at("features", 0.4 * fraction));
  refuseTooLittle(corpus);
  const engine = openTrainingEngine(corpus, options);
  try {
    return learnFrom(corpus, engine.kernels, options, progress, started);
  } finally {
    void engine.close();
  }
}

function learnFrom(
  corpus: PreparedCorpus,
  kernels: Kernels,
  options: TrainOptions,
  progress: Progress,
  started: number,
): Learned {
  const watch = {
    ...(options.watch?.shouldStop && { shouldStop: options.watch.shouldStop }),
    checkpoint: (fraction: number) => progress.at("features", 0.4 + 0.3 * fraction),
  };
  const { analyzer, lambda } = chooseRidge(corpus, fork(options.seed, "ridge"), kernels, watch);
  const { vectorizer, rows } = vectorize(corpus, analyzer, (fraction) =>
    progress.at("features", 0.7 + 0.3 * fraction),
  );

  const training = trainingDocuments(corpus, rows, vectorizer.columns, options.seed);
  const tags = corpus.inventory.tags;
  const labels = new Labels(training.documentTags, tags.length, training.foldOf);
  const mentions = findMentions(corpus, labels, analyzer !== "words", (fraction) =>
    progress.at("evidence", 0.2 * fraction),
  );
  const { ridge, linear } = fitLinearParts(training.rows, labels, lambda, options.seed, kernels, {
    ...watch,
    onProgress: (fraction) => progress.at("evidence", 0.2 + 0.5 * fraction),
  });
  const state: EvidenceState = {
    ...{ tags, mentions: mentions.state, training, ridge: ridge.state },
    ...(linear && { linear }),
  };
  const { leaveOneOut } = ridge;
  const neighbours = new TrainingNeighbours(training.rows, CROWD, () => progress.poll());
  const evidence = new FittedEvidence(state, { leaveOneOut, neighbours });
  const examples = evidenceExamples(
    evidence,
    Array.from(corpus.tagged, (i, n) => ({
      ...rows[i],
      mentions: mentions.ofTagged[n],
      folder: training.folders[n],
    })),
    {
      making: (fraction) => progress.at("evidence", 0.7 + 0.3 * fraction),
      reading: () => progress.poll(),
    },
  );
  const activity = examples.columns.indexOf("ridge");
  const { watch: followed } = options;
  const sample =
    followed?.onEvent || followed?.onIteration
      ? new HeadSample(examples, activity, () => progress.poll())
      : undefined;
  const learned = sdlgm.fit(examples, {
    limit: options.limit,
    prior: headPrior(examples.columns, options.prior === "weak" ? undefined : training.ids.length),
    seed: options.seed,
    objective: options.objective,
    activity,
    perTagColumns: Int32Array.from(PER_TAG, (name) => examples.columns.indexOf(name)).filter((m) => m >= 0),
    kernels,
    checkpoint: () => progress.poll(),
    onProgress({ stage, fraction, iteration, loss, head }) {
      const heldOut = head && sample && { microF1: sample.microF1(head) };
      const details = {
        ...(iteration !== undefined && { iteration }),
        ...(loss !== undefined && { loss }),
        ...(heldOut !== undefined && { heldOut }),
      };
      progress.at(stage, fraction, details);
      if (iteration === undefined || loss === undefined) return;
      followed?.onIteration?.({ iteration, loss, ...(heldOut !== undefined && { heldOut }) });
    },
  });
  const judged = judgeHeldOut(examples, learned, () => progress.poll());
  const heldOut = heldOutFigures(judged);
  progress.at("checking", 1, { heldOut });
  const model: TagModel = {
    ...state,
    vocabulary: { analyzer, blocks: vectorizer.blocks },
    sdlgm: learned.parameters,
    summary: summarise(corpus, vectorizer.columns, learned, lambda, options.seed, heldOut, started),
  };
  return { model, evidence, judged, heldOut: learned.heldOut, mentions: mentions.ofTagged };
}

function refuseTooLittle({ documents, tagged, inventory }: PreparedCorpus): void {
  const shared = inventory.tags.filter((tag) => tag.documents >= 2).length;
  if (tagged.length >= FEWEST_DOCUMENTS && shared >= FEWEST_TAGS) return;
  throw new TooLittleToLearn(
    `There is too little to learn from: ${tagged.length} of ${documents.length} ${documents.length === 1 ? "document has" : "documents have"} tags, and ${shared} ${shared === 1 ? "tag stands" : "tags stand"} in two documents or more; ` +
      `it takes at least ${FEWEST_DOCUMENTS} tagged documents and ${FEWEST_TAGS} such tags. Tag some more documents by hand and train again.`,
  );
}

function trainingDocuments(
  { documents, inventory, tagged }: PreparedCorpus,
  vectors: readonly VectorizedDocument[],
  columns: number,
  seed: number,
): TrainingDocuments {
  const numbers = Array.from(tagged);
  const order = shuffle(
    Int32Array.from(numbers, (_, n) => n),
    fork(seed, "folds"),
  );
  return {
    ids: numbers.map((i) => documents[i].id),
    folders: numbers.map((i) => folderOf(documents[i])),
    documentTags: numbers.map((i) => inventory.documentTags[i]),
    foldOf: assignFolds(order, Math.min(FOLDS, numbers.length)),
    rows: stackRows(
      numbers.map((i) => vectors[i].row),
      columns,
    ),
    logCounts: stackRows(
      numbers.map((i) => vectors[i].logCounts),
      columns,
    ),
  };
}

function summarise(
  corpus: PreparedCorpus,
  vocabulary: number,
  learned: sdlgm.Fit,
  lambda: number,
  seed: number,
  heldOut: Readonly<Record<string, number>>,
  started: number,
): TagModel["summary"] {
  return {
    documents: corpus.documents.length,
    taggedDocuments: corpus.tagged.length,
    tags: corpus.inventory.tags.length,
    vocabulary,
    epochs: learned.iterations,
    seconds: (performance.now() - started) / 1000,
    seed,
    limit: learned.parameters.level.limit,
    lambda,
    corpusDigest: corpusDigest(corpus.documents),
    heldOut,
  };
}
