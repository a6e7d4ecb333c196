// What TypeScript sees of the kernels. server/kernels/engine.ts says how to add one.
export { gemm } from "./gemm";
export { invertLeafFactor, leafGram } from "./triangular";
