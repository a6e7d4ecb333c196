import type { Dense } from "../../dense.ts";
import type { CsrMatrix } from "../../sparse.ts";
import type { Launcher } from "../../wasm/launcher.ts";
import { grainOf, withArrays } from "./arrays.ts";

/** The losses of `NetworkKernels`. */
export function fastCrossEntropy(launcher: Launcher) {
  return {
    softmaxCrossEntropy(counts: CsrMatrix, logits: Dense, bias: Dense, losses: Dense, scale: number): void {
      if (counts.columns === 0) return;
      withArrays(launcher, (arrays) => {
        const { rows, columns, rowStart, columnIndex, values } = counts;
        const sparse = [rowStart, columnIndex, values].map((array) => arrays.read(array));
        const dense = [arrays.write(logits), columns, arrays.read(bias)];
        const args = [...dense, ...sparse, arrays.write(losses), scale];
        launcher.launch("softmaxCrossEntropy", rows, grainOf(launcher, rows), args);
      });
    },

    binaryCrossEntropy(
      labels: CsrMatrix,
      logits: Dense,
      losses: Dense,
      gradient: Dense,
      scale: number,
    ): void {
      withArrays(launcher, (arrays) => {
        const { rows, columns, rowStart, columnIndex } = labels;
        const args = [
          ...[arrays.read(logits), columns, arrays.read(rowStart), arrays.read(columnIndex)],
          ...[arrays.write(losses), arrays.write(gradient), scale],
        ];
        launcher.launch("binaryCrossEntropy", rows, grainOf(launcher, rows), args);
      });
    },
  };
}
