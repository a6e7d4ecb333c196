import type { Dense } from "../../dense.ts";
import { ACTIVATIONS, type Activation, type LinearShape } from "../../network/layers.ts";
import type { CsrMatrix } from "../../sparse.ts";
import type { Launcher } from "../../wasm/launcher.ts";
import { multiply } from "../product.ts";
import { grainOf, withArrays } from "./arrays.ts";

/** The layers of `NetworkKernels`. */
export function fastLayers(launcher: Launcher) {
  const launch = (...[kernel, blocks, args]: [Parameters<Launcher["launch"]>[0], number, number[]]): void =>
    launcher.launch(kernel, blocks, grainOf(launcher, blocks), args);
  return {
    linearForward({ rows, inputs, outputs }: LinearShape, x: Dense, weights: Dense, out: Dense): void {
      withArrays(launcher, (arrays) => {
        const a = { at: arrays.read(x), rowStride: inputs, columnStride: 1 };
        const b = { at: arrays.read(weights), rowStride: 1, columnStride: inputs };
        const c = { at: arrays.write(out), rowStride: outputs, columnStride: 1 };
        multiply(launcher, rows, outputs, inputs, 1, a, b, c, { accumulates: false });
      });
    },

    linearBackward(
      { rows, inputs, outputs }: LinearShape,
      dy: Dense,
      weights: Dense,
      dx: Dense,
      adds = false,
    ): void {
      withArrays(launcher, (arrays) => {
        const a = { at: arrays.read(dy), rowStride: outputs, columnStride: 1 };
        const b = { at: arrays.read(weights), rowStride: inputs, columnStride: 1 };
        const c = { at: arrays.write(dx), rowStride: inputs, columnStride: 1 };
        multiply(launcher, rows, inputs, outputs, 1, a, b, c, { accumulates: adds });
      });
    },

    activate(rows: number, width: number, x: Dense, bias: Dense, kind: Activation): void {
      withArrays(launcher, (arrays) =>
        launch("activate", rows, [arrays.write(x), width, arrays.read(bias), ACTIVATIONS[kind]]),
      );
    },

    activateBackward(y: Dense, dy: Dense, kind: Activation): void {
      if (kind === "none") return;
      withArrays(launcher, (arrays) => {
        const args = [arrays.read(y), arrays.write(dy), y.length, ACTIVATIONS[kind]];
        launch("activateBackward", Math.ceil(y.length / 4), args);
      });
    },

    columnSums(rows: number, width: number, x: Dense, sums: Dense): void {
      withArrays(launcher, (arrays) =>
        launch("columnSums", Math.ceil(width / 4), [arrays.read(x), rows, width, arrays.write(sums)]),
      );
    },

    sparseForward(x: CsrMatrix, weights: Dense, bias: Dense, width: number, out: Dense): void {
      withArrays(launcher, (arrays) => {
        const sparse = [arrays.read(x.rowStart), arrays.read(x.columnIndex), arrays.read(x.values)];
        const dense = [arrays.read(weights), arrays.read(bias), width, arrays.write(out)];
        launch("sparseForward", x.rows, [...sparse, ...dense]);
      });
    },

    gatherRows(index: Int32Array, matrix: Dense, width: number, out: Dense): void {
      withArrays(launcher, (arrays) => {
        const args = [arrays.read(index), arrays.read(matrix), width, arrays.write(out)];
        launch("gatherRows", index.length, args);
      });
    },
  };
}
