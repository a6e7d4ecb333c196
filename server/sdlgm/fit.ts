import type { ExampleSet } from "./example.ts";
import { fitDecision, type HeldOutDocument } from "./fitDecision.ts";
import { fitHead, type HeadParameters, type HeadPrior, headForward } from "./head.ts";
import { fitLevel, type LevelExample, levelForward, levelStatistics } from "./level.ts";
import { Predictor, type SdlgmParameters } from "./model.ts";
import { buildPairTable } from "./pairTable.ts";
import { fork } from "./random.ts";
import { type Objective, refineHead } from "./refine.ts";

export interface FitOptions {
  /** L0. From the documents, see {@link suggestedLimit}, where it is not given. */
  readonly limit?: number | undefined;
  readonly prior: HeadPrior;
  readonly seed: number;
  /** The column that tells which pairs are worth most, see {@link buildPairTable}. */
  readonly activity: number;
  /** What the weights maximise; `composite` where it is not given. */
  readonly objective?: Objective | undefined;
  readonly onProgress?: (progress: FitProgress) => void;
  /** Called often while computing; throw to give up. */
  readonly checkpoint?: () => void;
}

/** How far a fit has come. `loss` is in nats a document. */
export interface FitProgress {
  readonly stage: "head" | "level" | "checking";
  readonly fraction: number;
  readonly iteration?: number;
  readonly loss?: number;
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
  const { checkpoint, onProgress } = options;
  const pairs = buildPairTable(examples, options.activity, fork(options.seed, "pairs"));
  const perDocument = 1 / Math.max(1, examples.count);
  let iterations = 0;
  const composite = fitHead(pairs, options.prior, (iteration, value) => {
    iterations = iteration;
    checkpoint?.();
    const fraction = 1 - Math.exp(-iteration / 15);
    onProgress?.({ stage: "head", fraction, iteration, loss: value * perDocument });
  });
  const limit = options.limit ?? suggestedLimit(examples);
  const { objective = "composite" } = options;
  const head =
    objective === "composite"
      ? composite
      : refineHead(examples, composite, {
          objective,
          limit,
          prior: options.prior,
          random: fork(options.seed, "refine"),
          ...(checkpoint && { checkpoint }),
        });
  const predictor = new Predictor(examples.tags, limit);
  const { theta, levelExamples } = thetaOfAll(examples, head, limit, predictor, options);
  const level = fitLevel(levelExamples, limit);
  onProgress?.({ stage: "checking", fraction: 0 });
  const heldOut = theta.map((ofDocument, i) => {
    checkpoint?.();
    const { logPoissonBinomial, statistics } = levelExamples[i];
    const levelProbabilities = new Float64Array(limit + 1);
    levelForward(level, logPoissonBinomial, statistics, levelProbabilities);
    const marginals = predictor.marginals(Float64Array.from(ofDocument), levelProbabilities);
    return { marginals: Float32Array.from(marginals), levelProbabilities };
  });
  const decision = fitDecision(examples, heldOut, limit, checkpoint);
  onProgress?.({ stage: "checking", fraction: 1 });
  return { parameters: { head, level, decision }, iterations, heldOut };
}

/** L0 = the 99th percentile of the documents' numbers of tags: all but one in a hundred fit under it. */
export function suggestedLimit(examples: ExampleSet): number {
  const counts = Int32Array.from({ length: examples.count }, (_, i) => examples.tagsOf(i).length).sort();
  return Math.max(1, counts[Math.min(counts.length - 1, Math.floor(0.99 * counts.length))] ?? 1);
}

/** θ of every document, and what the level learns from. */
function thetaOfAll(
  examples: ExampleSet,
  head: HeadParameters,
  limit: number,
  predictor: Predictor,
  { checkpoint, onProgress }: FitOptions,
): { theta: Float32Array[]; levelExamples: LevelExample[] } {
  const all: Float32Array[] = [];
  const levelExamples: LevelExample[] = [];
  const theta = new Float64Array(examples.tags);
  for (let i = 0; i < examples.count; i++) {
    checkpoint?.();
    const { evidence, candidates, tags, hints } = examples.read(i);
    headForward(head, evidence, theta);
    for (let k = 0; k < theta.length; k++) if (candidates[k] === 0) theta[k] = Number.NEGATIVE_INFINITY;
    all.push(Float32Array.from(theta));
    levelExamples.push({
      logPoissonBinomial: predictor.logPoissonBinomial(theta, limit),
      statistics: levelStatistics(theta, candidates, hints),
      level: Math.min(tags.length, limit),
    });
    if (i % 64 === 0) onProgress?.({ stage: "level", fraction: i / examples.count });
  }
  return { theta: all, levelExamples };
}
