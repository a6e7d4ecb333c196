import { optimalTagThreshold } from "./decision.ts";
import type { ExampleSet } from "./example.ts";
import type { DecisionParameters } from "./model.ts";

/** What the model thinks of a training document that was served without its own labels. */
export interface HeldOutDocument {
  /** K. */
  readonly marginals: Float32Array;
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
  limit: number,
  checkpoint?: () => void,
): DecisionParameters {
  const documents = heldOut.map(({ marginals }, i) => {
    checkpoint?.();
    return likelyTags(marginals, examples.tagsOf(i));
  });
  const tagThresholds = ownThresholds(heldOut, examples.tags, checkpoint);
  const tau = new Float64Array(examples.tags);
  const globalThreshold = bestOf(GLOBAL_THRESHOLDS, (threshold) => {
    checkpoint?.();
    return scoreSets(documents, tau.fill(threshold), limit).microF1;
  });
  const scale = bestOf(SCALES, (candidate) => {
    checkpoint?.();
    for (let k = 0; k < tau.length; k++) tau[k] = (candidate * (globalThreshold + tagThresholds[k])) / 2;
    const { microF1, exampleF1, macroF1 } = scoreSets(documents, tau, limit);
    return microF1 + exampleF1 + MACRO_SHARE * macroF1;
  });
  return { globalThreshold, tagThresholds, scale };
}

/** A document's tags worth considering, the likeliest first, and how many tags it really has. */
interface LikelyTags {
  readonly tags: Int32Array;
  readonly marginals: Float32Array;
  readonly correct: Uint8Array;
  readonly truth: Int32Array;
}

function likelyTags(marginals: Float32Array, truth: Int32Array): LikelyTags {
  const likely: number[] = [];
  for (let k = 0; k < marginals.length; k++) if (marginals[k] >= LEAST_MARGINAL) likely.push(k);
  likely.sort((a, b) => marginals[b] - marginals[a] || a - b);
  const own = new Set(truth);
  return {
    tags: Int32Array.from(likely),
    marginals: Float32Array.from(likely, (k) => marginals[k]),
    correct: Uint8Array.from(likely, (k) => (own.has(k) ? 1 : 0)),
    truth: truth.slice(),
  };
}

/** t_k of each tag. */
function ownThresholds(
  heldOut: readonly HeldOutDocument[],
  tags: number,
  checkpoint: (() => void) | undefined,
): Float64Array {
  const column = new Float64Array(heldOut.length);
  return Float64Array.from({ length: tags }, (_, k) => {
    checkpoint?.();
    for (let i = 0; i < heldOut.length; i++) column[i] = heldOut[i].marginals[k];
    return optimalTagThreshold(column);
  });
}

/** F1 of the sets {k : marginal ≥ τ_k}, at most `limit` each. Macro-F1 runs over the tags that some document has. */
function scoreSets(documents: readonly LikelyTags[], tau: Float64Array, limit: number) {
  const hits = new Float64Array(tau.length);
  const sizes = new Float64Array(tau.length);
  let exampleF1 = 0;
  for (const { tags, marginals, correct, truth } of documents) {
    let chosen = 0;
    let right = 0;
    for (let j = 0; j < tags.length && chosen < limit; j++) {
      if (marginals[j] < tau[tags[j]]) continue;
      chosen++;
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
