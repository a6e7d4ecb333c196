import { rowOf, type SparseRow } from "../corpus/sparseRow.ts";
import {
  type CsrMatrix,
  centredProduct,
  type Dense,
  type Kernels,
  type RidgeTargets,
  throwIfStopped,
  type Watch,
} from "../kernels/index.ts";
import type { Labels } from "./labels.ts";

/**
 * Ridge regression of every tag on the tf-idf row, f(x) = μ + Σ_i α_i ⟨x_i, x⟩ with α = (XXᵀ + λI)⁻¹ (Y − μ), in the smallest form that
 * serves: `dual` keeps α (n × K), `primal` keeps W = Xᵀα (V × K), `implicit` keeps neither and solves for each document.
 */
export interface RidgeState {
  readonly lambda: number;
  readonly form: "dual" | "primal" | "implicit";
  /** Row-major; empty where the form is implicit. */
  readonly coefficients: Float32Array;
  /** The words that it was fitted on, where there are too many documents and words for all; ascending. */
  readonly columns?: Int32Array;
  /** The diagonal of (XXᵀ + λI)⁻¹, one a training document: what leaving it out divides by. */
  readonly inverseDiagonal: Float64Array;
}

/** Forms above this many coefficients are not kept: 16 MB. */
const MOST_COEFFICIENTS = 4_000_000;

/** Below this many documents the inverse is of the documents' Gram matrix, else of the words' if those are fewer. */
const MOST_DUAL_DOCUMENTS = 4500;

/** A ridge fit with the leave-one-out scores of its training documents. */
export interface RidgeFit {
  readonly state: RidgeState;
  /** Writes the score of every tag for training document i, had it not been there. */
  leaveOneOut(i: number, scores: Float64Array): void;
}

/** Whether the closed form with exact leave-one-out is affordable for this many documents and words. */
export function hasClosedForm(documents: number, words: number): boolean {
  return Math.min(documents, words) <= MOST_DUAL_DOCUMENTS;
}

/** Bytes of working memory that a fit takes at most, whatever its form. */
export function ridgeBytes(documents: number, tags: number): number {
  const side = ridgeSide(documents);
  // The matrix and, for halves of it, as much as a third again; coefficients and what they are made of; the tags, and some change.
  return 4 * (1.5 * side ** 2 + 2 * side * tags + 32 * documents) + 2 ** 20;
}

/** The side of the largest matrix that a fit inverts. */
export function ridgeSide(documents: number): number {
  return Math.min(documents, MOST_DUAL_DOCUMENTS);
}

/**
 * Fits all tags at once. The cost is a Cholesky inverse of min(n, V) dimensions and hardly depends on the number of tags.
 *
 * @param gram XXᵀ (n × n), where it is known already; kept as it is
 * @throws Cancelled
 */
export function fitRidge(
  matrix: CsrMatrix,
  labels: Labels,
  lambda: number,
  kernels: Kernels,
  gram?: Dense,
  watch?: Watch,
): RidgeFit {
  const n = matrix.rows;
  const dual = n <= matrix.columns || (gram !== undefined && n <= MOST_DUAL_DOCUMENTS);
  return dual
    ? fitDual(matrix, labels, lambda, kernels, gram, watch)
    : fitPrimal(matrix, labels, lambda, kernels, watch);
}

function fitDual(
  matrix: CsrMatrix,
  labels: Labels,
  lambda: number,
  kernels: Kernels,
  gram: Dense | undefined,
  watch: Watch | undefined,
): RidgeFit {
  const n = matrix.rows;
  const known = gram ?? kernels.sparseGram(matrix, stopOnly(watch));
  const targets = labels.asTargets();
  if (n * labels.tags > MOST_COEFFICIENTS)
    return fitImplicit(known, n, labels, targets, lambda, kernels, watch);
  const { coefficients, inverseDiagonal } = kernels.solveDualRidge(known, n, lambda, targets, watch);
  return {
    state: { lambda, form: "dual", coefficients, inverseDiagonal },
    leaveOneOut(i, scores) {
      scores.set(coefficients.subarray(i * labels.tags, (i + 1) * labels.tags));
      leaveOut(scores, inverseDiagonal[i], labels, i);
    },
  };
}

/** α would be too large to keep: each of its rows is made of the inverse when it is asked for. */
function fitImplicit(
  gram: Dense,
  n: number,
  labels: Labels,
  targets: RidgeTargets,
  lambda: number,
  kernels: Kernels,
  watch: Watch | undefined,
): RidgeFit {
  const inverse = gram.slice();
  for (let i = 0; i < n; i++) inverse[i * n + i] += lambda;
  kernels.choleskyInverse(inverse, n, watch);
  const inverseDiagonal = Float64Array.from({ length: n }, (_, i) => inverse[i * n + i]);
  return {
    state: { lambda, form: "implicit", coefficients: new Float32Array(0), inverseDiagonal },
    leaveOneOut(i, scores) {
      centredProduct(inverse, i * n, n, targets, scores);
      leaveOut(scores, inverseDiagonal[i], labels, i);
    },
  };
}

function fitPrimal(
  matrix: CsrMatrix,
  labels: Labels,
  lambda: number,
  kernels: Kernels,
  watch: Watch | undefined,
): RidgeFit {
  const words = matrix.columns;
  const { tags } = labels;
  const inverse = kernels.gramOfColumns(matrix, stopOnly(watch));
  for (let v = 0; v < words; v++) inverse[v * words + v] += lambda;
  kernels.choleskyInverse(inverse, words, watch);
  const moments = new Float64Array(words * tags);
  const columnSums = new Float64Array(words);
  for (let i = 0; i < matrix.rows; i++) {
    const row = rowOf(matrix, i);
    for (let j = 0; j < row.columns.length; j++) {
      columnSums[row.columns[j]] += row.values[j];
      for (const tag of labels.tagsOf(i)) moments[row.columns[j] * tags + tag] += row.values[j];
    }
  }
  for (let v = 0; v < words; v++) {
    for (let tag = 0; tag < tags; tag++) moments[v * tags + tag] -= columnSums[v] * meanOf(labels, tag);
  }
  const weights = new Float64Array(words * tags);
  kernels.gemmNN(words, tags, words, 1, inverse, moments, weights, stopOnly(watch));
  const coefficients = Float32Array.from(weights);
  const inverseDiagonal = Float64Array.from({ length: matrix.rows }, (_, i) => {
    if (i % 16 === 0) throwIfStopped(watch);
    const row = rowOf(matrix, i);
    let leverage = 0;
    for (let a = 0; a < row.columns.length; a++) {
      const base = row.columns[a] * words;
      let sum = 0;
      for (let b = 0; b < row.columns.length; b++) sum += inverse[base + row.columns[b]] * row.values[b];
      leverage += row.values[a] * sum;
    }
    return Math.max(1 - leverage, 1e-9) / lambda;
  });
  const state: RidgeState = { lambda, form: "primal", coefficients, inverseDiagonal };
  return {
    state,
    leaveOneOut(i, scores) {
      primalScores(rowOf(matrix, i), state, labels, scores);
      residualsToDual(scores, lambda, labels, i);
      leaveOut(scores, inverseDiagonal[i], labels, i);
    },
  };
}

/** The inverse alone says how far the fit has come: it takes nearly all of the time. */
function stopOnly(watch: Watch | undefined): Watch {
  return watch?.shouldStop === undefined ? {} : { shouldStop: watch.shouldStop };
}

/** The share of training documents that have the tag: the score of a document that shares no word with any. */
export function meanOf(labels: Labels, tag: number): number {
  return labels.count(tag) / labels.documents;
}

/** f = μ + xᵀW. */
export function primalScores(row: SparseRow, state: RidgeState, labels: Labels, scores: Float64Array): void {
  const { tags } = labels;
  for (let tag = 0; tag < tags; tag++) scores[tag] = meanOf(labels, tag);
  for (let j = 0; j < row.columns.length; j++) {
    const base = row.columns[j] * tags;
    const value = row.values[j];
    for (let tag = 0; tag < tags; tag++) scores[tag] += value * state.coefficients[base + tag];
  }
}

/** In place, f_i to α_i = (y_i − f_i) / λ. */
export function residualsToDual(scores: Float64Array, lambda: number, labels: Labels, i: number): void {
  for (let tag = 0; tag < scores.length; tag++) scores[tag] = -scores[tag] / lambda;
  for (const tag of labels.tagsOf(i)) scores[tag] += 1 / lambda;
}

/** In place, α_i to the score without document i, y_i − α_i / A_ii. */
export function leaveOut(scores: Float64Array, inverseDiagonal: number, labels: Labels, i: number): void {
  for (let tag = 0; tag < scores.length; tag++) scores[tag] /= -inverseDiagonal;
  for (const tag of labels.tagsOf(i)) scores[tag] += 1;
}
