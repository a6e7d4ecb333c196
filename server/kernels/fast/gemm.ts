import type { Watch } from "../cancelled.ts";
import type { Dense } from "../dense.ts";
import type { Launcher } from "../wasm/launcher.ts";
import { type Block, inArena, rowMajor, transposed } from "./operands.ts";
import { multiply } from "./product.ts";

/** The three dense products of `Kernels` in float32. */
export function fastGemm(launcher: Launcher) {
  const product =
    (viewA: (a: Float32Array, m: number, k: number) => Block, viewB: typeof viewA) =>
    (m: number, n: number, k: number, alpha: number, a: Dense, b: Dense, c: Dense, watch?: Watch): void =>
      launcher.arena.scoped(() => {
        const inputA = inArena(launcher, a, m * k);
        const inputB = inArena(launcher, b, k * n);
        const result = inArena(launcher, c, m * n);
        const target = rowMajor(result, n);
        multiply(launcher, m, n, k, alpha, viewA(inputA, m, k), viewB(inputB, k, n), target, {}, watch);
        if (result !== c) c.set(result);
      });
  const plain = (array: Float32Array, _: number, columns: number): Block => rowMajor(array, columns);
  const flipped = (array: Float32Array, rows: number): Block => transposed(rowMajor(array, rows));
  return { gemmNN: product(plain, plain), gemmNT: product(plain, flipped), gemmTN: product(flipped, plain) };
}
