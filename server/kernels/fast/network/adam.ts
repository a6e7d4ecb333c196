import type { Dense } from "../../dense.ts";
import type { AdamStep, TouchedRows, Trainable, TrainableRows } from "../../network/adam.ts";
import type { LinearShape } from "../../network/layers.ts";
import type { Launcher } from "../../wasm/launcher.ts";
import { type Arrays, grainOf, withArrays } from "./arrays.ts";

/** Numbers of a block of `adam` in ../../assembly/adam.ts. */
const NUMBERS_OF_BLOCK = 1024;
// Blocks of the fused product: multiples of ROWS_OF_BLOCK and TILE_COLUMNS of ../../assembly/productAdam.ts.
const MOST_ROWS = 384;
const FEWEST_ROWS = 48;
const COLUMNS = 512;
/** Portions a thread. */
const PORTIONS = 4;

/** What changes weights, of `NetworkKernels`. */
export function fastAdam(launcher: Launcher) {
  function product(
    { rows: depth, inputs, outputs }: LinearShape,
    dy: Dense,
    x: Dense,
    rows: Int32Array | undefined,
    trainable: Trainable & Partial<TrainableRows>,
    step: AdamStep,
  ): void {
    if (inputs === 0 || outputs === 0) return;
    withArrays(launcher, (arrays) => {
      const blockColumns = rows === undefined ? COLUMNS : inputs;
      const across = Math.ceil(inputs / blockColumns);
      let blockRows = MOST_ROWS;
      const blocks = (): number => Math.ceil(outputs / blockRows) * across;
      while (launcher.threads > 1 && blockRows > FEWEST_ROWS && blocks() < PORTIONS * launcher.threads) {
        blockRows /= 2;
      }
      const lazy = rows === undefined ? [0, 0] : [arrays.read(rows), arrays.write(trainable.last!)];
      const args = [
        ...[outputs, inputs, depth, arrays.read(dy), 1, outputs, arrays.read(x), inputs, 1],
        ...[...placesOf(arrays, trainable), ...lazy, step.step, step.beta1, step.beta2, ...ratesOf(step)],
        ...[blockRows, blockColumns],
      ];
      launcher.launch("productAdam", blocks(), 1, args);
    });
  }

  return {
    adam(trainable: Trainable, gradient: Dense, step: AdamStep): void {
      withArrays(launcher, (arrays) => {
        const { length } = trainable.weights;
        const blocks = Math.ceil(length / NUMBERS_OF_BLOCK);
        const places = [length, ...placesOf(arrays, trainable), arrays.read(gradient)];
        const args = [...places, step.beta1, step.beta2, ...ratesOf(step)];
        launcher.launch("adam", blocks, grainOf(launcher, blocks), args);
      });
    },

    productAdam: (shape: LinearShape, dy: Dense, x: Dense, trainable: Trainable, step: AdamStep): void =>
      product(shape, dy, x, undefined, trainable, step),

    productAdamRows: product as (
      shape: LinearShape,
      dy: Dense,
      x: Dense,
      rows: Int32Array,
      trainable: TrainableRows,
      step: AdamStep,
    ) => void,

    sparseAdam(
      { rows, start, documents, values }: TouchedRows,
      upstream: Dense,
      width: number,
      trainable: TrainableRows,
      step: AdamStep,
    ): void {
      withArrays(launcher, (arrays) => {
        const args = [
          ...[rows, start, documents, values].map((array) => arrays.read(array)),
          ...[arrays.read(upstream), width, ...placesOf(arrays, trainable), arrays.write(trainable.last)],
          ...[step.step, step.beta1, step.beta2, ...ratesOf(step)],
        ];
        launcher.launch("sparseAdam", rows.length, grainOf(launcher, rows.length), args);
      });
    },
  };
}

function placesOf(arrays: Arrays, { weights, first, second }: Trainable): number[] {
  return [arrays.write(weights), arrays.write(first), arrays.write(second)];
}

/** With the bias corrections. */
function ratesOf({ step, learningRate, beta1, beta2, epsilon }: AdamStep): number[] {
  return [learningRate / (1 - beta1 ** step), 1 / (1 - beta2 ** step), epsilon];
}
