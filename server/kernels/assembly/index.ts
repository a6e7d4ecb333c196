// What TypeScript sees of the kernels. server/kernels/engine.ts says how to add one.

export { timesCentred } from "./centred";
export { gemm } from "./gemm";
export { logisticSums } from "./logistic";
export { descend } from "./machines";
export * from "./network";
export { addGram } from "./sparseGram";
export { invertLeafFactor, leafGram } from "./triangular";
