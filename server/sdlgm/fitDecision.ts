import { levelInterval, optimalTagThreshold } from "./decision.ts";
import type { ExampleSet } from "./example.ts";
import type { DecisionParameters } from "./model.ts";
import { topIndices } from "./ranking.ts";

/** What the model thinks of a training document that was served without its own labels. */
export interface HeldOutDocument {
  /** K, or one for each of `tags`. */
  readonly marginals: Float32Array;
  /** Where not all are kept, the tags that are, ascending; the others are as good as impossible. */
  readonly tags?: Int32Array | undefined;
  /** L0 + 1. */
  readonly levelProbabilities: Float64Array;
}

const GLOBAL_THRESHOLDS = { from: 0.06, to: 0.6, step: 0.02 };
const SCALES = { from: 0.6, to: 1.4, step: 0.05 };

/** How much macro-F1 counts beside micro-F1 and example-F1 when the one list for all uses is tuned. */
const MACRO_SHARE = 0.5;

/** No threshold worth having is lower than this. */
const LEAST_MARGINAL = 0.02;

/**
 * The thresholds of the one list: each tag's own t_k = F*_k / 2 from its held-out marginals, the global one that maximises micro-F1,
 * and the scale of their mean that serves micro-, example- and macro-F1 together best.
 *
 * @throws what `checkpoint` throws
 */
export function fitDecision(
  examples: ExampleSet,
  heldOut: readonly HeldOutDocument[],
  checkpoint?: () => void,
): DecisionParameters {
  const documents = heldOut.map((document, i) => {
    checkpoint?.();
    return likelyTags(document, examples.tagsOf(i));
  });
  const tagThresholds = ownThresholds(heldOut, examples.tags, checkpoint);
  const tau = new Float64Array(examples.tags);
  const globalThreshold = bestOf(GLOBAL_THRESHOLDS, (threshold) => {
    checkpoint?.();
    return scoreSets(documents, tau.fill(threshold)).microF1;
  });
  const scale = bestOf(SCALES, (candidate) => {
    checkpoint?.();
    for (let k = 0; k < tau.length; k++) tau[k] = (candidate * (globalThreshold + tagThresholds[k])) / 2;
    const { microF1, exampleF1, macroF1 } = scoreSets(documents, tau);
    return microF1 + exampleF1 + MACRO_SHARE * macroF1;
  });
  return { globalThreshold, tagThresholds, scale };
}

/** Writes the marginals of all tags (K) to `out`. */
export function fillMarginals({ marginals, tags }: HeldOutDocument, out: Float64Array): void {
  if (tags === undefined) out.set(marginals);
  else {
    out.fill(0);
    for (let j = 0; j < tags.length; j++) out[tags[j]] = marginals[j];
  }
}

/** A document's tags worth considering, the likeliest first, and how many tags it really has. */
interface LikelyTags {
  readonly tags: Int32Array;
  readonly marginals: Float32Array;
  readonly correct: Uint8Array;
  readonly truth: Int32Array;
  /** The 80 % interval of the level: how many are to be chosen. */
  readonly interval: readonly [number, number];
}

function likelyTags({ marginals, tags, levelProbabilities }: HeldOutDocument, truth: Int32Array): LikelyTags {
  const likely: number[] = [];
  for (let j = 0; j < marginals.length; j++) if (marginals[j] >= LEAST_MARGINAL) likely.push(j);
  likely.sort((a, b) => marginals[b] - marginals[a] || a - b);
  const own = new Set(truth);
  const numbers = Int32Array.from(likely, (j) => tags?.[j] ?? j);
  return {
    tags: numbers,
    marginals: Float32Array.from(likely, (j) => marginals[j]),
    correct: Uint8Array.from(numbers, (k) => (own.has(k) ? 1 : 0)),
    truth: truth.slice(),
    interval: levelInterval(levelProbabilities),
  };
}

/** t_k of each tag. */
function ownThresholds(
  heldOut: readonly HeldOutDocument[],
  tags: number,
  checkpoint: (() => void) | undefined,
): Float64Array {
  const start = new Int32Array(tags + 1);
  for (const { marginals, tags: kept } of heldOut) {
    for (let j = 0; j < marginals.length; j++) start[(kept?.[j] ?? j) + 1]++;
  }
  for (let k = 0; k < tags; k++) start[k + 1] += start[k];
  const next = start.slice();
  const byTag = new Float32Array(start[tags]);
  for (const { marginals, tags: kept } of heldOut) {
    for (let j = 0; j < marginals.length; j++) byTag[next[kept?.[j] ?? j]++] = marginals[j];
  }
  return Float64Array.from({ length: tags }, (_, k) => {
    checkpoint?.();
    return optimalTagThreshold(Float64Array.from(byTag.subarray(start[k], start[k + 1])));
  });
}

/** F1 of the sets that `sizedThresholdSet` chooses by the thresholds τ. Macro-F1 runs over the tags that some document has. */
function scoreSets(documents: readonly LikelyTags[], tau: Float64Array) {
  const hits = new Float64Array(tau.length);
  const sizes = new Float64Array(tau.length);
  const factors = new Float64Array(tau.length);
  let exampleF1 = 0;
  for (const { tags, marginals, correct, truth, interval } of documents) {
    let passing = 0;
    for (let j = 0; j < tags.length; j++) {
      factors[j] = marginals[j] / tau[tags[j]];
      if (factors[j] >= 1) passing++;
    }
    const [least, most] = interval;
    const chosen = Math.min(Math.max(passing, least), most, tags.length);
    let right = 0;
    for (const j of topIndices(factors.subarray(0, tags.length), chosen)) {
      right += correct[j];
      hits[tags[j]] += correct[j];
      sizes[tags[j]]++;
    }
    for (const k of truth) sizes[k]++;
    // Nothing against nothing is right.
    exampleF1 += chosen + truth.length === 0 ? 1 : (2 * right) / (chosen + truth.length);
  }
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const used = new Set(documents.flatMap(({ truth }) => [...truth]));
  let macroF1 = 0;
  for (const k of used) macroF1 += (2 * hits[k]) / sizes[k];
  return {
    microF1: (2 * sum(hits)) / (sum(sizes) || 1),
    exampleF1: exampleF1 / (documents.length || 1),
    macroF1: macroF1 / (used.size || 1),
  };
}

/** The value of the grid with the largest score; the first of equals. */
function bestOf(
  { from, to, step }: { from: number; to: number; step: number },
  score: (value: number) => number,
): number {
  let best = from;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let value = from; value <= to + 1e-9; value += step) {
    const reached = score(value);
    if (reached > bestScore) {
      bestScore = reached;
      best = value;
    }
  }
  return best;
}
