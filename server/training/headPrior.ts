import type { HeadPrior } from "../sdlgm/head.ts";

/** The prior of the head's weights. */
export function headPrior(columns: readonly string[], _documents: number): HeadPrior {
  return { weights: new Float64Array(columns.length), weightPrecision: 1, bias: -4, biasPrecision: 1 / 9 };
}
