import { adam, productAdam, productAdamRows, sparseAdam } from "./adam.ts";
import { binaryCrossEntropy, softmaxCrossEntropy } from "./crossEntropy.ts";
import { logElementarySymmetric, subsetInclusion, subsetInclusionBackward } from "./kSubset.ts";
import {
  activate,
  activateBackward,
  columnSums,
  gatherRows,
  linearBackward,
  linearForward,
  sparseForward,
} from "./layers.ts";
import { twoStepBackward, twoStepForward } from "./twoStep.ts";

export { type AdamStep, type TouchedRows, type Trainable, type TrainableRows, touchedRows } from "./adam.ts";
export type { SubsetShape } from "./kSubset.ts";
export type { Activation, LinearShape } from "./layers.ts";
export { type SampledWords, sampleWords } from "./sampledWords.ts";
export type { TwoStepOptions, TwoStepSample } from "./twoStep.ts";

/**
 * The layers of a network with sparse inputs and a sampled code, forward and backward. The fast ones work in place on float32
 * arrays (float64 and int32 where those are asked for) of the engine's arena, and on copies of any others.
 */
export interface NetworkKernels {
  sparseForward: typeof sparseForward;
  linearForward: typeof linearForward;
  linearBackward: typeof linearBackward;
  activate: typeof activate;
  activateBackward: typeof activateBackward;
  columnSums: typeof columnSums;
  gatherRows: typeof gatherRows;
  adam: typeof adam;
  productAdam: typeof productAdam;
  productAdamRows: typeof productAdamRows;
  sparseAdam: typeof sparseAdam;
  softmaxCrossEntropy: typeof softmaxCrossEntropy;
  binaryCrossEntropy: typeof binaryCrossEntropy;
  twoStepForward: typeof twoStepForward;
  twoStepBackward: typeof twoStepBackward;
  logElementarySymmetric: typeof logElementarySymmetric;
  subsetInclusion: typeof subsetInclusion;
  subsetInclusionBackward: typeof subsetInclusionBackward;
}

/** All of them in plain TypeScript, in the precision of the arrays that they are given: with float64 the oracle for the fast ones. */
export const plainNetwork: NetworkKernels = {
  sparseForward,
  linearForward,
  linearBackward,
  activate,
  activateBackward,
  columnSums,
  gatherRows,
  adam,
  productAdam,
  productAdamRows,
  sparseAdam,
  softmaxCrossEntropy,
  binaryCrossEntropy,
  twoStepForward,
  twoStepBackward,
  logElementarySymmetric,
  subsetInclusion,
  subsetInclusionBackward,
};
