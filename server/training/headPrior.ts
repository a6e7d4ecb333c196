import type { HeadPrior } from "../sdlgm/head.ts";
import { HEAD_PRIOR_TABLE } from "./headPriorTable.ts";

/** Variances of the weights and of the bias around what other workspaces taught: 1/30 and 1/9. */
const POOLED = { weightPrecision: 30, biasPrecision: 9 };
const WEAK = { weightPrecision: 1, biasPrecision: 1 / 9 };

/** Where nothing is known: no evidence, and few tags of many. */
const NEUTRAL_BIAS = -4;

/**
 * The Gaussian prior of the head. Weights of standardised evidence are much alike from one workspace to the next, so a small workspace
 * starts from those of others: of about 60 documents, of about 200, or in between.
 *
 * @param documents how many tagged documents there are; undefined for a prior that knows nothing of other workspaces
 */
export function headPrior(columns: readonly string[], documents: number | undefined): HeadPrior {
  if (documents === undefined) {
    return { weights: new Float64Array(columns.length), bias: NEUTRAL_BIAS, ...WEAK };
  }
  const [small, large] = HEAD_PRIOR_TABLE;
  const position = Math.log(documents / small.documents) / Math.log(large.documents / small.documents);
  const share = Math.min(Math.max(position, 0), 1);
  const between = (a: number, b: number): number => (1 - share) * a + share * b;
  return {
    weights: Float64Array.from(columns, (name) =>
      between(small.weights[name] ?? 0, large.weights[name] ?? 0),
    ),
    bias: between(small.bias, large.bias),
    ...POOLED,
  };
}
