// The kernels of networks.

export { activate, activateBackward, columnSums } from "./activation";
export { adam } from "./adam";
export { binaryCrossEntropy, softmaxCrossEntropy } from "./crossEntropy";
export { logElementarySymmetric, subsetInclusion, subsetInclusionBackward } from "./kSubset";
export { productAdam } from "./productAdam";
export { gatherRows, sparseAdam, sparseForward } from "./sparseRows";
export { twoStepBackward, twoStepForward } from "./twoStep";
