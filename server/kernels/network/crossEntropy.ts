import type { Dense } from "../dense.ts";
import type { CsrMatrix } from "../sparse.ts";

/**
 * Cross-entropy between the counts x of words, rows × width, and s = logits + bias: losses[i] = Σ_v x_v (log Σ_u e^s_u − s_v), in nats.
 * In place of the logits comes `scale` times their gradient, (Σ_u x_u) softmax(s)_v − x_v. The gradient by the bias is the sum of its columns.
 *
 * @param losses length rows
 */
export function softmaxCrossEntropy(
  counts: CsrMatrix,
  logits: Dense,
  bias: Dense,
  losses: Dense,
  scale: number,
): void {
  const { rows, columns: width, rowStart, columnIndex, values } = counts;
  for (let i = 0; i < rows; i++) {
    const row = logits.subarray(i * width, (i + 1) * width);
    let top = -Infinity;
    for (let v = 0; v < width; v++) {
      row[v] += bias[v];
      top = Math.max(top, row[v]);
    }
    let total = 0;
    let score = 0;
    for (let p = rowStart[i]; p < rowStart[i + 1]; p++) {
      total += values[p];
      score += values[p] * row[columnIndex[p]];
    }
    let sum = 0;
    for (let v = 0; v < width; v++) sum += Math.exp(row[v] - top);
    losses[i] = total === 0 ? 0 : total * (top + Math.log(sum)) - score;
    for (let v = 0; v < width; v++) row[v] = (scale * total * Math.exp(row[v] - top)) / sum;
    for (let p = rowStart[i]; p < rowStart[i + 1]; p++) row[columnIndex[p]] -= scale * values[p];
  }
}

/**
 * Cross-entropy between labels, rows × width with 1 where an entry stands (its value is not read), and σ(logits):
 * losses[i] = Σ_k softplus(s_k) − Σ_{k labelled} s_k. `scale` times its gradient is added to `gradient`.
 */
export function binaryCrossEntropy(
  labels: CsrMatrix,
  logits: Dense,
  losses: Dense,
  gradient: Dense,
  scale: number,
): void {
  const { rows, columns: width, rowStart, columnIndex } = labels;
  for (let i = 0; i < rows; i++) {
    let loss = 0;
    for (let k = i * width; k < (i + 1) * width; k++) {
      const e = Math.exp(-Math.abs(logits[k]));
      loss += Math.max(logits[k], 0) + Math.log1p(e);
      gradient[k] += (scale * (logits[k] >= 0 ? 1 : e)) / (1 + e);
    }
    for (let p = rowStart[i]; p < rowStart[i + 1]; p++) {
      const k = i * width + columnIndex[p];
      loss -= logits[k];
      gradient[k] -= scale;
    }
    losses[i] = loss;
  }
}
