import { levelInterval, sizedThresholdSet } from "./decision.ts";
import { type HeadParameters, headForward } from "./head.ts";
import { LEAST_LOG_PROBABILITY, type LevelParameters, levelForward, levelStatistics } from "./level.ts";
import { marginals, marginalsScratchSize, poissonBinomial } from "./poissonBinomial.ts";

/** The rule of the one list that serves all uses: marginal ≥ scale · (½ global + ½ the tag's own threshold). */
export interface DecisionParameters {
  readonly globalThreshold: number;
  readonly tagThresholds: Float64Array;
  readonly scale: number;
}

/** Keeps thresholds positive. */
const LEAST_THRESHOLD = 1e-6;

export interface SdlgmParameters {
  readonly head: HeadParameters;
  readonly level: LevelParameters;
  readonly decision: DecisionParameters;
}

/** What the model thinks of one document. */
export interface Prediction {
  /** Logits of the tags, K; −∞ for a tag that is no candidate. */
  readonly theta: Float64Array;
  /** q(L = l), l = 0..L0. */
  readonly levelProbabilities: Float64Array;
  /** P(y_k = 1) = Σ_l q(l) π_k(l), K; they sum to E[L]. */
  readonly marginals: Float64Array;
}

/** Scratch space for predicting many documents with the same number of tags. */
export class Predictor {
  readonly #p: Float64Array;
  readonly #scratch: Float64Array;

  constructor(tags: number, limit: number) {
    this.#p = new Float64Array(tags);
    this.#scratch = new Float64Array(marginalsScratchSize(tags, limit));
  }

  /** log PB(l) of σ(θ), floored; what the level is tied to. */
  logPoissonBinomial(theta: Float64Array, limit: number): Float64Array {
    this.#fillProbabilities(theta);
    return poissonBinomial(this.#p, limit).map((p) => Math.max(Math.log(p), LEAST_LOG_PROBABILITY));
  }

  /** Marginals of θ, of all tags or only some, under q. */
  marginals(theta: Float64Array, levelProbabilities: Float64Array): Float64Array {
    this.#fillProbabilities(theta);
    const limit = levelProbabilities.length - 1;
    return marginals(
      this.#p.subarray(0, theta.length),
      levelProbabilities,
      limit,
      new Float64Array(theta.length),
      this.#scratch,
    );
  }

  #fillProbabilities(theta: Float64Array): void {
    for (let k = 0; k < theta.length; k++) this.#p[k] = 1 / (1 + Math.exp(-theta[k]));
  }
}

/**
 * From evidence to beliefs: θ by the head, q(L) by the level, marginals by the exact k-subset distribution.
 *
 * @param evidence K × M
 * @param candidates 1 for tags that may be suggested
 * @param hints mean numbers of tags, see {@link levelStatistics}
 */
export function predict(
  parameters: Pick<SdlgmParameters, "head" | "level">,
  evidence: ArrayLike<number>,
  candidates: Uint8Array,
  hints: readonly number[],
  predictor: Predictor = new Predictor(candidates.length, parameters.level.limit),
): Prediction {
  const theta = new Float64Array(candidates.length);
  headForward(parameters.head, evidence, theta);
  for (let k = 0; k < theta.length; k++) if (candidates[k] === 0) theta[k] = Number.NEGATIVE_INFINITY;
  const levelProbabilities = new Float64Array(parameters.level.limit + 1);
  levelForward(
    parameters.level,
    predictor.logPoissonBinomial(theta, parameters.level.limit),
    levelStatistics(theta, candidates, hints),
    levelProbabilities,
  );
  return { theta, levelProbabilities, marginals: predictor.marginals(theta, levelProbabilities) };
}

/**
 * The model's own set of tags, the likeliest first: those whose marginal reaches the threshold, their number kept within the 80 %
 * interval of the level and never above L0.
 */
export function decide(
  { decision }: Pick<SdlgmParameters, "decision">,
  { marginals: p, levelProbabilities }: Pick<Prediction, "marginals" | "levelProbabilities">,
): Int32Array {
  const [least, most] = levelInterval(levelProbabilities);
  return sizedThresholdSet(p, blendedThresholds(decision), least, most);
}

/** scale · (½ global + ½ the tag's own), K. */
export function blendedThresholds({
  globalThreshold,
  tagThresholds,
  scale,
}: DecisionParameters): Float64Array {
  return tagThresholds.map((own) => Math.max((scale * (globalThreshold + own)) / 2, LEAST_THRESHOLD));
}
