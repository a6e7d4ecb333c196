import { meanLevel } from "./decision.ts";
import type { Prediction } from "./model.ts";
import { topIndices } from "./ranking.ts";

/** A document's sparse code. */
export interface Code {
  /** E[z] = Σ_l q(l) π(l), K: what documents are compared by. */
  readonly expected: Float64Array;
  /** The round(E[L]) likeliest features, the likeliest first: what is shown. */
  readonly active: Int32Array;
}

/** The sparse code of a document, from what the model thinks of it (MODEL: E[z] for similarity, the top round(E[L]) for display). */
export function encode({ marginals, levelProbabilities }: Prediction): Code {
  const size = Math.round(meanLevel(levelProbabilities));
  return { expected: marginals, active: topIndices(marginals, Math.min(size, marginals.length)) };
}
