import type { CsrMatrix } from "../../../../server/kernels/index.ts";
import type { AdamStep, Trainable, TrainableRows } from "../../../../server/kernels/network/index.ts";
import { randomSparse, randomValues } from "../matrices.ts";

/** A step that leaves the weights and makes the first moment the gradient. */
export const GRADIENT_STEP: AdamStep = { step: 1, learningRate: 0, beta1: 0, beta2: 0.999, epsilon: 1e-8 };

/** Word counts of 1 to 4, with empty rows among them. */
export function randomCounts(rows: number, columns: number, share: number, seed: number): CsrMatrix {
  const matrix = randomSparse(rows, columns, share, seed);
  matrix.values.forEach((value, p) => {
    matrix.values[p] = 1 + Math.floor(2 * (value + 1));
  });
  return matrix;
}

/** Weights in −1..1 and moments as if there had been steps. */
export function randomTrainable(length: number, seed: number): Trainable {
  return {
    weights: randomValues(length, seed),
    first: randomValues(length, seed + 1),
    second: randomValues(length, seed + 2).map(Math.abs),
  };
}

export function freshTrainable(weights: Float64Array): Trainable {
  return { weights, first: new Float64Array(weights.length), second: new Float64Array(weights.length) };
}

export function randomTrainableRows(rows: number, width: number, step: number, seed: number): TrainableRows {
  const last = Int32Array.from(randomValues(rows, seed + 3), (x) => Math.floor(((x + 1) / 2) * step));
  return { ...randomTrainable(rows * width, seed), last };
}

export function copyOf<T extends Trainable>(trainable: T): T {
  const copies = Object.entries(trainable).map(([name, array]) => [name, array.slice()]);
  return Object.fromEntries(copies) as T;
}

/** Central differences of a function of an array, one element after the other. */
export function differences(f: () => number, at: Float64Array, step = 1e-5): Float64Array {
  return at.map((value, i) => {
    at[i] = value + step;
    const above = f();
    at[i] = value - step;
    const below = f();
    at[i] = value;
    return (above - below) / (2 * step);
  });
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
