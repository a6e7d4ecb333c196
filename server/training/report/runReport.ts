import { expectedCalibrationError } from "../../evaluation/calibration.ts";
import { throwIfStopped, type Watch } from "../../kernels/index.ts";
import type { Agreement, ReviewEntry, RunReport } from "../../protocol.ts";
import type { CloseEvaluation } from "../evaluate.ts";
import { type JudgedDocument, reliabilityOf } from "../judgedDocument.ts";
import type { PlacedDocument, ReadingReport } from "../readCorpus.ts";
import type { Learned } from "../train.ts";
import { agreementOf } from "./agreement.ts";
import { leftOutOf } from "./leftOut.ts";
import { levelsOf } from "./levels.ts";
import type { LossCurve } from "./lossCurve.ts";
import { reviewOf, surprisesOf } from "./review.ts";
import { rounded } from "./rounded.ts";
import { simpleMethods } from "./simpleMethods.ts";
import { tagReports } from "./tagReports.ts";
import { untaggedSurprises } from "./untagged.ts";

/** What a report needs to know of a run besides what was learned. */
export interface RunFacts {
  /** ISO 8601. */
  readonly created: string;
  readonly seconds: number;
  readonly documents: readonly PlacedDocument[];
  readonly reading: ReadingReport;
  readonly curve: LossCurve;
}

/** Shares of the time that a report on a training takes, roughly. */
const UNTAGGED_FROM = 0.1;
const METHODS_FROM = 0.5;

/**
 * What there is to say of a training: every document that was learned from is judged as if it were new.
 *
 * @throws Cancelled
 */
export function trainingReport(learned: Learned, run: RunFacts, watch: Watch = {}): RunReport {
  const { model, judged } = learned;
  const part = (from: number, to: number): Watch => ({
    ...(watch.shouldStop && { shouldStop: watch.shouldStop }),
    onProgress: (fraction) => watch.onProgress?.(from + (to - from) * fraction),
  });
  const surprises = taggedSurprises(learned, run, part(0, UNTAGGED_FROM));
  surprises.push(...untaggedSurprises(learned, run.documents, part(UNTAGGED_FROM, METHODS_FROM)));
  const baselines = simpleMethods(learned, part(METHODS_FROM, 1));
  const names = model.tags.map(({ name }) => name);
  const counts = { ...model.summary, taggedDocuments: judged.length };
  return assemble("training", run, counts, { judged, names, baselines, review: reviewOf(surprises) }, watch);
}

/**
 * What there is to say of an evaluation: the hidden documents are judged.
 *
 * @throws Cancelled
 */
export function evaluationReport(
  { judged, names, others, report }: CloseEvaluation,
  run: RunFacts,
  seed: number,
  watch: Watch = {},
): RunReport {
  const baselines = Object.fromEntries(
    Object.entries(others).map(([name, judgements]) => [name, agreementOf(judgements)]),
  );
  const { limit, vocabulary, tags } = report;
  const counts = { limit, vocabulary, tags, seed, taggedDocuments: run.reading.taggedDocuments };
  return assemble("evaluation", run, counts, { judged, names, baselines, review: [] }, watch);
}

interface Counts {
  readonly seed: number;
  readonly limit: number;
  readonly taggedDocuments: number;
  readonly tags: number;
  readonly vocabulary: number;
}

interface Found {
  readonly judged: readonly JudgedDocument[];
  readonly names: readonly string[];
  readonly baselines: Readonly<Record<string, Agreement>>;
  readonly review: readonly ReviewEntry[];
}

function assemble(
  kind: RunReport["kind"],
  { created, seconds, documents, reading, curve }: RunFacts,
  { seed, limit, taggedDocuments, tags, vocabulary }: Counts,
  { judged, names, baselines, review }: Found,
  watch: Watch,
): RunReport {
  const bins = reliabilityOf(judged);
  return {
    version: 1,
    ...{ kind, created, seconds: rounded(seconds), seed, limit },
    documents: documents.length,
    ...{ taggedDocuments, tags, vocabulary },
    judgedDocuments: judged.length,
    agreement: agreementOf(judged),
    baselines,
    reliability: bins.map(({ count, predicted, observed }) => ({
      pairs: count,
      predicted: rounded(predicted),
      observed: rounded(observed),
    })),
    calibrationError: rounded(expectedCalibrationError(bins)),
    levels: levelsOf(judged, limit),
    perTag: tagReports(judged, names, () => throwIfStopped(watch)),
    curve: curve.points(),
    leftOut: leftOutOf(documents, reading),
    review,
  };
}

function taggedSurprises({ model, heldOut }: Learned, { documents }: RunFacts, watch: Watch) {
  const placeOf = new Map(documents.map(({ id, name }) => [id, name]));
  const { ids, documentTags } = model.training;
  return heldOut.flatMap((document, n) => {
    throwIfStopped(watch);
    watch.onProgress?.(n / heldOut.length);
    const path = placeOf.get(ids[n]);
    const reviewed = { tags: model.tags, own: documentTags[n] };
    return path === undefined ? [] : surprisesOf(path, document, reviewed);
  });
}
