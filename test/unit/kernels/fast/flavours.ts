import { type Engine, openEngine } from "../../../../server/kernels/engine.ts";

/** An engine of each flavour of WASM that this Node has; Node 20 has no relaxed SIMD. */
export function enginesOf(bytes: number): Engine[] {
  return (["simd128", "relaxed"] as const)
    .map((flavour) => openEngine({ bytes, flavour }))
    .filter((engine, n) => n === 0 || engine.flavour === "relaxed");
}
