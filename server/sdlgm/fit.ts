import type { Kernels } from "../kernels/index.ts";
import { chooseTagScales } from "./chooseTagScales.ts";
import type { ExampleSet } from "./example.ts";
import { fitDecision, type HeldOutDocument } from "./fitDecision.ts";
import { fitHead, type HeadLoss, type HeadParameters, type HeadPrior, headForward } from "./head.ts";
import { fitLevel, type LevelExample, levelForward, levelStatistics } from "./level.ts";
import { Predictor, type SdlgmParameters } from "./model.ts";
import { buildPairTable } from "./pairTable.ts";
import { fork, type Random, shuffle } from "./random.ts";
import { type Objective, refineHead } from "./refine.ts";

/** The share of the head's time that the composite optimum takes where another objective goes on from it. */
const COMPOSITE_SHARE = 0.2;

export interface FitOptions {
  /** L0. From the documents, see {@link suggestedLimit}, where it is not given. */
  readonly limit?: number | undefined;
  /** What the weights are before any document is seen; a weak prior of rare tags where it is not given. */
  readonly prior?: HeadPrior | undefined;
  readonly seed: number;
  /** The column that tells which pairs are worth most, see {@link buildPairTable}; the first where it is not given. */
  readonly activity?: number | undefined;
  /** The columns that a tag may weigh in a way of its own, where that helps; not tried where they are not given. */
  readonly perTagColumns?: Int32Array | undefined;
  /** What the weights maximise; `composite` where it is not given. */
  readonly objective?: Objective | undefined;
  /** What the loss over pairs is computed by; plain TypeScript where they are not given. */
  readonly kernels?: Kernels | undefined;
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called often while computing; throw to give up. */
  readonly checkpoint?: () => void;
}

/** Shares of the stage of the head that go to collecting pairs, and to the optimum where what is peculiar to tags follows. */
const TABLE_SHARE = 0.35;
const OPTIMUM_SHARE = 0.2;

/** Share of the stage of the level that goes to computing θ of all documents. */
const THETA_SHARE = 0.7;

/** How far a fit has come. `loss` is in nats a document: `total` and its terms `tags` and `prior`; `level` in its own stage. */
export interface FitProgress {
  readonly stage: "head" | "level" | "checking";
  readonly fraction: number;
  readonly iteration?: number;
  readonly loss?: Readonly<Record<string, number>>;
  /** The head after this iteration, in its stage. */
  readonly head?: HeadParameters;
}

export interface Fit {
  readonly parameters: SdlgmParameters;
  readonly iterations: number;
  /** What the model thinks of each training document, served without its own labels. */
  readonly heldOut: readonly HeldOutDocument[];
}

/**
 * Learns the SDLGM from examples: the head θ by penalised maximum likelihood, then the level q(L|x) on the θ of all documents, then
 * the thresholds of the decision. Since evidence is made as if each document were new, so are θ, q and the marginals here.
 *
 * Source: arXiv 2304.00935; the composite objective is Σ BCE(σ(θ), y) − log q(n).
 *
 * @throws what `checkpoint` throws
 */
export function fit(examples: ExampleSet, options: FitOptions): Fit {
  const { checkpoint, onProgress, objective = "composite" } = options;
  const prior = options.prior ?? weakPrior(examples.columns.length);
  const sample = sampleOf(examples, fork(options.seed, "documents"));
  const pairs = buildPairTable(sample, options.activity ?? 0, fork(options.seed, "pairs"), {
    checkpoint,
    onProgress: (done) => onProgress?.({ stage: "head", fraction: TABLE_SHARE * done }),
  });
  const perDocument = 1 / Math.max(1, sample.count);
  const { perTagColumns } = options;
  const learned = TABLE_SHARE + (perTagColumns === undefined ? 1 - TABLE_SHARE : OPTIMUM_SHARE);
  const composed =
    objective === "composite" ? learned : TABLE_SHARE + COMPOSITE_SHARE * (learned - TABLE_SHARE);
  let iterations = 0;
  const onIteration = (iteration: number, loss: HeadLoss, head: HeadParameters): void => {
    const { total, tags, prior: penalty } = loss;
    iterations = iteration;
    const fraction = TABLE_SHARE + (composed - TABLE_SHARE) * (1 - Math.exp(-iteration / 15));
    const ofDocument = { total: total * perDocument, tags: tags * perDocument, prior: penalty * perDocument };
    onProgress?.({ stage: "head", fraction, iteration, loss: ofDocument, head });
  };
  const composite = fitHead(pairs, prior, onIteration, checkpoint, options.kernels);
  const limit = options.limit ?? suggestedLimit(examples);
  const shared =
    objective === "composite"
      ? composite
      : refineHead(examples, composite, {
          ...{ objective, limit, prior },
          random: fork(options.seed, "refine"),
          onProgress: (done, loss) => {
            const fraction = composed + (learned - composed) * done;
            onProgress?.({ stage: "head", fraction, ...(loss !== undefined && { loss: { total: loss } }) });
          },
          ...(checkpoint && { checkpoint }),
        });
  const perTag =
    perTagColumns &&
    chooseTagScales(sample, shared, perTagColumns, fork(options.seed, "tag scales"), {
      checkpoint,
      onProgress: (done) => onProgress?.({ stage: "head", fraction: learned + (1 - learned) * done }),
    });
  const head = perTag === undefined ? shared : { ...shared, perTag };
  const predictor = new Predictor(examples.tags, limit);
  const { theta, levelExamples } = thetaOfAll(examples, head, limit, predictor, options);
  const level = fitLevel(levelExamples, limit, checkpoint, (iteration, value) => {
    const fraction = THETA_SHARE + (1 - THETA_SHARE) * (1 - Math.exp(-iteration / 15));
    onProgress?.({
      stage: "level",
      fraction,
      iteration,
      loss: { level: value / Math.max(1, examples.count) },
    });
  });
  onProgress?.({ stage: "checking", fraction: 0 });
  const heldOut = theta.map((ofDocument, i) => {
    checkpoint?.();
    const { logPoissonBinomial, statistics } = levelExamples[i];
    const levelProbabilities = new Float64Array(limit + 1);
    levelForward(level, logPoissonBinomial, statistics, levelProbabilities);
    const { tags } = ofDocument;
    const marginals = predictor.marginals(Float64Array.from(ofDocument.theta), levelProbabilities);
    return { marginals: Float32Array.from(marginals), levelProbabilities, ...(tags && { tags }) };
  });
  const decision = fitDecision(examples, heldOut, checkpoint);
  onProgress?.({ stage: "checking", fraction: 1 });
  return { parameters: { head, level, decision }, iterations, heldOut };
}

/** Nothing known of the evidence, and tags that are rare until it speaks for them: about one document in fifty. */
function weakPrior(columns: number): HeadPrior {
  return { weights: new Float64Array(columns), weightPrecision: 1, bias: -4, biasPrecision: 1 / 9 };
}

/** L0 = the 99th percentile of the documents' numbers of tags: all but one in a hundred fit under it. */
export function suggestedLimit(examples: ExampleSet): number {
  const counts = Int32Array.from({ length: examples.count }, (_, i) => examples.tagsOf(i).length).sort();
  return Math.max(1, counts[Math.min(counts.length - 1, Math.floor(0.99 * counts.length))] ?? 1);
}

/** More documents than this teach the weights that all tags share nothing new, and their evidence may have to be made again for it. */
const MOST_DOCUMENTS_OF_PAIRS = 10_000;

/** The examples that pairs are taken from: all, or so many of them at random, in their order. */
function sampleOf(examples: ExampleSet, random: Random): ExampleSet {
  if (examples.count <= MOST_DOCUMENTS_OF_PAIRS) return examples;
  const all = shuffle(
    Int32Array.from({ length: examples.count }, (_, i) => i),
    random,
  );
  const chosen = all.slice(0, MOST_DOCUMENTS_OF_PAIRS).sort();
  return {
    ...examples,
    count: chosen.length,
    tagsOf: (i) => examples.tagsOf(chosen[i]),
    read: (i) => examples.read(chosen[i]),
  };
}

/** θ of one document: of all tags, or of those that matter. */
interface KeptTheta {
  readonly theta: Float32Array;
  /** Ascending; absent where all are kept. */
  readonly tags?: Int32Array;
}

/** Where there are more pairs of documents and tags than this, 64 MB of them, only the likely ones are kept. */
const MOST_KEPT_THETA = 16_000_000;
/** θ of a tag that no set will have: a probability below 5e-5. */
const LEAST_THETA = -10;

function likelyTheta(theta: Float64Array, own: Int32Array): KeptTheta {
  const isOwn = new Set(own);
  const tags: number[] = [];
  for (let k = 0; k < theta.length; k++) if (theta[k] >= LEAST_THETA || isOwn.has(k)) tags.push(k);
  return { tags: Int32Array.from(tags), theta: Float32Array.from(tags, (k) => theta[k]) };
}

/** θ of every document, and what the level learns from. */
function thetaOfAll(
  examples: ExampleSet,
  head: HeadParameters,
  limit: number,
  predictor: Predictor,
  { checkpoint, onProgress }: FitOptions,
): { theta: KeptTheta[]; levelExamples: LevelExample[] } {
  const all: KeptTheta[] = [];
  const keepsAll = examples.count * examples.tags <= MOST_KEPT_THETA;
  const levelExamples: LevelExample[] = [];
  const theta = new Float64Array(examples.tags);
  for (let i = 0; i < examples.count; i++) {
    checkpoint?.();
    const { evidence, candidates, tags, hints } = examples.read(i);
    headForward(head, evidence, theta);
    for (let k = 0; k < theta.length; k++) if (candidates[k] === 0) theta[k] = Number.NEGATIVE_INFINITY;
    all.push(keepsAll ? { theta: Float32Array.from(theta) } : likelyTheta(theta, tags));
    levelExamples.push({
      logPoissonBinomial: predictor.logPoissonBinomial(theta, limit),
      statistics: levelStatistics(theta, candidates, hints),
      level: Math.min(tags.length, limit),
    });
    if (i % 64 === 0) onProgress?.({ stage: "level", fraction: (THETA_SHARE * i) / examples.count });
  }
  return { theta: all, levelExamples };
}
