import { type Kernels, plainKernels } from "../index.ts";
import type { Launcher } from "../wasm/launcher.ts";
import { fastCholeskyInverse } from "./cholesky.ts";
import { fastDualRidge } from "./dualRidge.ts";
import { fastGemm } from "./gemm.ts";
import { fastLogisticLoss } from "./logistic.ts";
import { fastMachines } from "./machines.ts";
import { fastGramOfColumns, fastSparseGram } from "./sparseGram.ts";

/** The kernels that run as WASM, and the plain ones for the rest. */
export function fastKernels(launcher: Launcher): Kernels {
  return {
    ...plainKernels,
    ...fastGemm(launcher),
    sparseGram: fastSparseGram(launcher),
    gramOfColumns: fastGramOfColumns(launcher),
    choleskyInverse: fastCholeskyInverse(launcher),
    fitMachines: fastMachines(launcher),
    withLogisticLoss: fastLogisticLoss(launcher),
    solveDualRidge: fastDualRidge(launcher),
  };
}
