import type { Dense } from "../dense.ts";
import { gemmTN } from "../gemm.ts";
import type { CsrMatrix } from "../sparse.ts";
import { transpose } from "../sparse.ts";
import type { LinearShape } from "./layers.ts";

/** An array of weights and its moments under Adam, all of the same length; the moments begin at 0. */
export interface Trainable {
  readonly weights: Dense;
  readonly first: Dense;
  readonly second: Dense;
}

/**
 * A matrix of which a step changes only the rows that the batch touches ("lazy Adam"). The rule: a row whose last step was `last`, touched
 * again in step t, has its moments decayed by β₁^(t−last) and β₂^(t−last) instead of β₁ and β₂, so they are what dense Adam with gradients
 * of zero would have made of them; then it takes the step with the bias corrections of t. The weights of rows that are not touched stay as
 * they are, without the small steps that dense Adam would go on taking.
 */
export interface TrainableRows extends Trainable {
  /** The step of each row's last update, 0 if there was none. */
  readonly last: Int32Array;
}

/** Adam (Kingma and Ba, arXiv 1412.6980) in its step number `step`, which begins at 1. */
export interface AdamStep {
  readonly step: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** The columns of a sparse batch that are not empty: the transpose, and which rows of it there are. */
export interface TouchedRows {
  /** Rising. */
  readonly rows: Int32Array;
  /** Length rows.length + 1. */
  readonly start: Int32Array;
  /** Which documents have it, from `start[r]` to `start[r + 1]`, and the values there. */
  readonly documents: Int32Array;
  readonly values: Float32Array;
}

/** O(entries + columns). */
export function touchedRows(batch: CsrMatrix): TouchedRows {
  const { rowStart, columnIndex, values } = transpose(batch);
  const rows = new Int32Array(Math.min(batch.columns, columnIndex.length));
  const start = new Int32Array(rows.length + 1);
  let count = 0;
  for (let v = 0; v < batch.columns; v++) {
    if (rowStart[v] === rowStart[v + 1]) continue;
    rows[count++] = v;
    start[count] = rowStart[v + 1];
  }
  return {
    rows: rows.subarray(0, count),
    start: start.subarray(0, count + 1),
    documents: columnIndex,
    values,
  };
}

/** One step on all of the array. */
export function adam(
  trainable: Trainable,
  gradient: Dense,
  { step, learningRate, beta1, beta2, epsilon }: AdamStep,
): void {
  const { weights, first, second } = trainable;
  const rate = learningRate / (1 - beta1 ** step);
  const scale = 1 / (1 - beta2 ** step);
  for (let i = 0; i < weights.length; i++) {
    first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
    second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] ** 2;
    weights[i] -= (rate * first[i]) / (Math.sqrt(second[i] * scale) + epsilon);
  }
}

/** One step with the gradient dyᵀ · x of a layer's weights (outputs × inputs). */
export function productAdam(
  shape: LinearShape,
  dy: Dense,
  x: Dense,
  trainable: Trainable,
  step: AdamStep,
): void {
  adam(trainable, productOf(shape, dy, x), step);
}

/** The same for the rows `rows[o]` of a larger matrix of weights, o = 0 .. outputs − 1, each of them once. */
export function productAdamRows(
  shape: LinearShape,
  dy: Dense,
  x: Dense,
  rows: Int32Array,
  trainable: TrainableRows,
  step: AdamStep,
): void {
  const gradient = productOf(shape, dy, x);
  const { inputs } = shape;
  for (let o = 0; o < shape.outputs; o++) {
    adamRow(trainable, rows[o], inputs, gradient.subarray(o * inputs, (o + 1) * inputs), step);
  }
}

/** One step with the gradient Xᵀ · upstream of the weights W (columns × width) of `sparseForward`; upstream is rows × width. */
export function sparseAdam(
  touched: TouchedRows,
  upstream: Dense,
  width: number,
  trainable: TrainableRows,
  step: AdamStep,
): void {
  const gradient = new Float64Array(width);
  for (let r = 0; r < touched.rows.length; r++) {
    gradient.fill(0);
    for (let p = touched.start[r]; p < touched.start[r + 1]; p++) {
      const from = touched.documents[p] * width;
      for (let j = 0; j < width; j++) gradient[j] += touched.values[p] * upstream[from + j];
    }
    adamRow(trainable, touched.rows[r], width, gradient, step);
  }
}

function productOf({ rows, inputs, outputs }: LinearShape, dy: Dense, x: Dense): Float64Array {
  const gradient = new Float64Array(outputs * inputs);
  gemmTN(outputs, inputs, rows, 1, dy, x, gradient);
  return gradient;
}

function adamRow(
  { weights, first, second, last }: TrainableRows,
  row: number,
  width: number,
  gradient: Float64Array,
  step: AdamStep,
): void {
  const part = (array: Dense): Dense => array.subarray(row * width, (row + 1) * width);
  const moments = { weights: part(weights), first: part(first), second: part(second) };
  // The last of the steps since then is the ordinary one's.
  const missed = step.step - last[row] - 1;
  for (let j = 0; j < width; j++) {
    moments.first[j] *= step.beta1 ** missed;
    moments.second[j] *= step.beta2 ** missed;
  }
  adam(moments, gradient, step);
  last[row] = step.step;
}
