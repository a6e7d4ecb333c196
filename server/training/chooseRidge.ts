import type { Analyzer } from "../corpus/analyzer.ts";
import { stackRows } from "../corpus/sparseRow.ts";
import { assignFolds, Labels } from "../evidence/labels.ts";
import { fitRidge } from "../evidence/ridge.ts";
import type { Kernels, Watch } from "../kernels/index.ts";
import { type Random, shuffle } from "../sdlgm/random.ts";
import { topIndices } from "../sdlgm/ranking.ts";
import { type PreparedCorpus, vectorize } from "./prepareCorpus.ts";

export interface RidgeChoice {
  readonly analyzer: Analyzer;
  readonly lambda: number;
}

/** So many documents are enough to compare by; each comparison costs the cube of it. */
const SAMPLE = 800;
/** And so many for the comparison of words with their pieces, which makes many more features. */
const SMALL_SAMPLE = 500;

const LAMBDAS = [0.1, 0.3, 1, 3];
/** Words and their pieces are compared at this strength. */
const MIDDLE = [0.3];
/** Words explain themselves best; pieces of them have to be so much better, in P@1 + P@5. */
const WORTHWHILE_GAIN = 0.03;

/** Chooses what words count as, and the strength of the ridge, by leave-one-out P@1 + P@5 on a sample of the tagged documents. */
export function chooseRidge(
  corpus: PreparedCorpus,
  random: Random,
  kernels: Kernels,
  watch: Watch & { checkpoint(fraction: number): void },
): RidgeChoice {
  const order = shuffle(corpus.tagged.slice(), random);
  const hasWords = corpus.tokens.some((tokens) => tokens !== undefined);
  let analyzer: Analyzer = "words";
  if (hasWords) {
    const small = order.slice(0, SMALL_SAMPLE).sort();
    const score = (candidate: Analyzer): number =>
      bestLambda(corpus, small, candidate, MIDDLE, kernels, watch).score;
    let best = score("words") + WORTHWHILE_GAIN;
    for (const candidate of ["prefixes", "grams"] as const) {
      const reached = score(candidate);
      if (reached <= best) continue;
      best = reached;
      analyzer = candidate;
    }
  }
  const { lambda } = bestLambda(corpus, order.slice(0, SAMPLE).sort(), analyzer, LAMBDAS, kernels, watch);
  return { analyzer, lambda };
}

function bestLambda(
  corpus: PreparedCorpus,
  numbers: Int32Array,
  analyzer: Analyzer,
  lambdas: readonly number[],
  kernels: Kernels,
  watch: Watch & { checkpoint(fraction: number): void },
): { lambda: number; score: number } {
  const { rows, vectorizer } = vectorize(corpus, analyzer, () => watch.checkpoint(0), numbers);
  watch.checkpoint(0);
  const matrix = stackRows(
    rows.map(({ row }) => row),
    vectorizer.columns,
  );
  const foldOf = assignFolds(
    Int32Array.from(numbers, (_, i) => i),
    Math.min(10, numbers.length),
  );
  const documentTags = Array.from(numbers, (i) => corpus.inventory.documentTags[i]);
  const labels = new Labels(documentTags, corpus.inventory.tags.length, foldOf);
  watch.checkpoint(0);
  const gram = kernels.sparseGram(matrix, watch);
  let best = { lambda: lambdas[0], score: Number.NEGATIVE_INFINITY };
  for (const lambda of lambdas) {
    watch.checkpoint(0);
    const { leaveOneOut } = fitRidge(matrix, labels, lambda, kernels, gram, watch);
    const score = leaveOneOutPrecision(labels, leaveOneOut);
    if (score > best.score) best = { lambda, score };
  }
  return best;
}

/** Of P@1 and P@5, the deeper. */
const DEPTH = 5;

/** P@1 + P@5 of the training documents, each scored without itself. */
function leaveOneOutPrecision(
  labels: Labels,
  leaveOneOut: (i: number, scores: Float64Array) => void,
): number {
  const scores = new Float64Array(labels.tags);
  let sum = 0;
  for (let i = 0; i < labels.documents; i++) {
    leaveOneOut(i, scores);
    const own = labels.tagsOf(i);
    const hits = topIndices(scores, DEPTH).map((tag) => (own.includes(tag) ? 1 : 0));
    sum += (hits[0] ?? 0) + hits.reduce((total, hit) => total + hit, 0) / DEPTH;
  }
  return sum / labels.documents;
}
