import { cholesky, choleskyInverse } from "./cholesky.ts";
import type { Dense } from "./dense.ts";
import { fitLogistic, fitSquaredHinge } from "./dualCoordinateDescent.ts";
import { solveDualRidge } from "./dualRidge.ts";
import { gemmNN, gemmNT, gemmTN } from "./gemm.ts";
import { withLogisticLoss } from "./logistic.ts";
import { fitMachines } from "./machines.ts";
import { gramOfColumns, sparseGram, sparseTimesDense, sparseTimesVector, transpose } from "./sparse.ts";

export { Cancelled, throwIfStopped, type Watch } from "./cancelled.ts";
export type { Dense } from "./dense.ts";
export type { LinearFit, LinearModel, LinearOptions } from "./dualCoordinateDescent.ts";
export { centredProduct, type DualRidge, type RidgeTargets } from "./dualRidge.ts";
export type { LogisticLoss, LogisticRows } from "./logistic.ts";
export type { MachineGroups, MachineOptions, MachineTargets } from "./machines.ts";
export type { CsrMatrix } from "./sparse.ts";

/** The numeric kernels that the model is written over. Faster ones may take the plain ones' place, one by one. */
export interface Kernels {
  transpose: typeof transpose;
  sparseGram: (...input: Parameters<typeof sparseGram>) => Dense;
  gramOfColumns: (...input: Parameters<typeof gramOfColumns>) => Dense;
  sparseTimesDense: typeof sparseTimesDense;
  sparseTimesVector: typeof sparseTimesVector;
  gemmNN: typeof gemmNN;
  gemmNT: typeof gemmNT;
  gemmTN: typeof gemmTN;
  cholesky: typeof cholesky;
  choleskyInverse: typeof choleskyInverse;
  solveDualRidge: typeof solveDualRidge;
  withLogisticLoss: typeof withLogisticLoss;
  fitMachines: typeof fitMachines;
  fitSquaredHinge: typeof fitSquaredHinge;
  fitLogistic: typeof fitLogistic;
}

/** All kernels in plain TypeScript, float64: the oracle for the fast ones, and the fallback where those are refused. */
export const plainKernels = {
  transpose,
  sparseGram,
  gramOfColumns,
  sparseTimesDense,
  sparseTimesVector,
  gemmNN,
  gemmNT,
  gemmTN,
  cholesky,
  choleskyInverse,
  solveDualRidge,
  withLogisticLoss,
  fitMachines,
  fitSquaredHinge,
  fitLogistic,
} satisfies Kernels;
