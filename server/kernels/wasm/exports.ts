/**
 * A kernel of ../assembly: does the blocks `from` to `to` of its output, with a scratch of `SCRATCH_BYTES` that no other thread has.
 * Of what follows, pointers are byte offsets in the memory.
 */
export type Kernel = (from: number, to: number, scratch: number, ...args: number[]) => void;

/** Every kernel, under the name that it is exported with. */
export interface KernelExports {
  activate: Kernel;
  activateBackward: Kernel;
  adam: Kernel;
  addGram: Kernel;
  binaryCrossEntropy: Kernel;
  columnSums: Kernel;
  descend: Kernel;
  gatherRows: Kernel;
  gemm: Kernel;
  invertLeafFactor: Kernel;
  leafGram: Kernel;
  logElementarySymmetric: Kernel;
  logisticSums: Kernel;
  productAdam: Kernel;
  softmaxCrossEntropy: Kernel;
  sparseAdam: Kernel;
  sparseForward: Kernel;
  subsetInclusion: Kernel;
  subsetInclusionBackward: Kernel;
  timesCentred: Kernel;
  twoStepBackward: Kernel;
  twoStepForward: Kernel;
}

export type KernelName = keyof KernelExports;

/** What a kernel may use for itself, in each thread. */
export const SCRATCH_BYTES = 1 << 20;
