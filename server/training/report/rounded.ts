/** Four digits after the point: enough for every figure that is shown, and reports stay small. What is no number becomes 0. */
export function rounded(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : 0;
}
