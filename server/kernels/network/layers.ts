import type { Dense } from "../dense.ts";
import { gemmNN, gemmNT } from "../gemm.ts";
import type { CsrMatrix } from "../sparse.ts";

/** f of a layer: the identity, max(x, 0) or log(1 + e^x). */
export type Activation = "none" | "relu" | "softplus";

/** As ../assembly/activation.ts knows them. */
export const ACTIVATIONS: Record<Activation, number> = { none: 0, relu: 1, softplus: 2 };

/** A layer from `inputs` to `outputs` numbers, for a batch of `rows`. Its weights are outputs × inputs, all arrays row-major. */
export interface LinearShape {
  readonly rows: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** out (rows × outputs) = x (rows × inputs) · Wᵀ. */
export function linearForward(
  { rows, inputs, outputs }: LinearShape,
  x: Dense,
  weights: Dense,
  out: Dense,
): void {
  out.fill(0, 0, rows * outputs);
  gemmNT(rows, outputs, inputs, 1, x, weights, out);
}

/** dx (rows × inputs) = or, with `adds`, += dy (rows × outputs) · W. The gradient by W is in `productAdam`. */
export function linearBackward(
  { rows, inputs, outputs }: LinearShape,
  dy: Dense,
  weights: Dense,
  dx: Dense,
  adds = false,
): void {
  if (!adds) dx.fill(0, 0, rows * inputs);
  gemmNN(rows, inputs, outputs, 1, dy, weights, dx);
}

/** x ← f(x + bias) in place; x is rows × width, bias has length width. */
export function activate(rows: number, width: number, x: Dense, bias: Dense, kind: Activation): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) x[i * width + j] = activated(kind, x[i * width + j] + bias[j]);
  }
}

/** dy ← dy · f′ in place, for y that `activate` gave. The gradient by the bias is the sum of its columns. */
export function activateBackward(y: Dense, dy: Dense, kind: Activation): void {
  for (let at = 0; at < y.length; at++) {
    if (kind === "relu" && !(y[at] > 0)) dy[at] = 0;
    // σ(x) = 1 − e^−y for y = log(1 + e^x).
    else if (kind === "softplus") dy[at] *= -Math.expm1(-y[at]);
  }
}

/** The sums of the columns of a rows × width matrix. */
export function columnSums(rows: number, width: number, x: Dense, sums: Dense): void {
  sums.fill(0, 0, width);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) sums[j] += x[i * width + j];
}

/** out (rows × width) = X · W + bias for a sparse X and a W of X.columns × width: the embedding of a batch of bags of words. */
export function sparseForward(x: CsrMatrix, weights: Dense, bias: Dense, width: number, out: Dense): void {
  for (let i = 0; i < x.rows; i++) {
    const to = i * width;
    for (let j = 0; j < width; j++) out[to + j] = bias[j];
    for (let p = x.rowStart[i]; p < x.rowStart[i + 1]; p++) {
      const from = x.columnIndex[p] * width;
      for (let j = 0; j < width; j++) out[to + j] += x.values[p] * weights[from + j];
    }
  }
}

/** out (index.length × width): those rows of a matrix. */
export function gatherRows(index: Int32Array, matrix: Dense, width: number, out: Dense): void {
  for (let i = 0; i < index.length; i++) {
    const from = index[i] * width;
    for (let j = 0; j < width; j++) out[i * width + j] = matrix[from + j];
  }
}

function activated(kind: Activation, x: number): number {
  if (kind === "relu") return Math.max(x, 0);
  return kind === "softplus" ? Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) : x;
}
