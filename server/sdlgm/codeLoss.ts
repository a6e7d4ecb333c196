/**
 * The loss of a relaxed code z (K, about 0..1) against the tags y of a document, a forward/backward pair:
 * −Σ_k y_k log z_k + (1 − y_k) log(1 − z_k), in nats.
 */

/** Within this of 0 and 1 the logarithm goes on along its tangent, so that neither it nor its slope is ever infinite. */
export const CODE_MARGIN = 1e-4;

export function codeCrossEntropyForward(code: Float64Array, tags: Int32Array): number {
  let loss = 0;
  for (let k = 0; k < code.length; k++) loss -= boundedLog(1 - code[k]);
  for (const k of tags) loss += boundedLog(1 - code[k]) - boundedLog(code[k]);
  return loss;
}

/** Writes d loss / d code. */
export function codeCrossEntropyBackward(code: Float64Array, tags: Int32Array, dCode: Float64Array): void {
  for (let k = 0; k < dCode.length; k++) dCode[k] = 1 / Math.max(1 - code[k], CODE_MARGIN);
  for (const k of tags) dCode[k] = -1 / Math.max(code[k], CODE_MARGIN);
}

function boundedLog(x: number): number {
  return x >= CODE_MARGIN ? Math.log(x) : Math.log(CODE_MARGIN) + (x - CODE_MARGIN) / CODE_MARGIN;
}
