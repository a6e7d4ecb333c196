/** Weighted rows of two classes, for a logistic regression on standardised columns. */
export interface LogisticRows {
  readonly columns: number;
  /** P × M, row-major. */
  readonly values: Float32Array;
  /** 1 for one class, 0 for the other; length P. */
  readonly present: Uint8Array;
  /** Above 0; length P. */
  readonly weight: Float32Array;
  /** A value v of column m counts as (v − mean_m) / scale_m; length M. */
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/**
 * Σ_p w_p · BCE(σ(θ_p), y_p) in nats for θ = b + Σ_m a_m x_m.
 *
 * @param parameters a and, last, b: length M + 1
 * @param gradient where the gradient by the parameters is written to
 */
export type LogisticLoss = (parameters: Float64Array, gradient: Float64Array) => number;

/** Calls the work with the loss over these rows, which can be computed until the work returns. */
export function withLogisticLoss<Result>(rows: LogisticRows, work: (loss: LogisticLoss) => Result): Result {
  const { columns: M, present, weight } = rows;
  const P = present.length;
  const standard = standardised(rows);
  return work((parameters, gradient) => {
    gradient.fill(0);
    let loss = 0;
    let biasGradient = 0;
    for (let p = 0; p < P; p++) {
      const base = p * M;
      let theta = parameters[M];
      for (let m = 0; m < M; m++) theta += parameters[m] * standard[base + m];
      const y = present[p];
      const e = Math.exp(-Math.abs(theta));
      loss += weight[p] * (Math.max(theta, 0) - y * theta + Math.log1p(e));
      const error = weight[p] * ((theta >= 0 ? 1 / (1 + e) : e / (1 + e)) - y);
      biasGradient += error;
      for (let m = 0; m < M; m++) gradient[m] += error * standard[base + m];
    }
    gradient[M] = biasGradient;
    return loss;
  });
}

function standardised({ columns: M, values, present, mean, scale }: LogisticRows): Float32Array {
  const standard = new Float32Array(present.length * M);
  for (let p = 0; p < present.length; p++) {
    for (let m = 0; m < M; m++) standard[p * M + m] = (values[p * M + m] - mean[m]) / scale[m];
  }
  return standard;
}
