import type { LogisticRows } from "../../../server/kernels/index.ts";
import { randomValues } from "./matrices.ts";

/** Random rows, of which about a third are of the class 1. */
export function randomLogisticRows(rows: number, columns: number, seed: number): LogisticRows {
  return {
    columns,
    values: Float32Array.from(randomValues(rows * columns, seed), (value) => 3 * value + 1),
    present: Uint8Array.from(randomValues(rows, seed + 1), (value) => (value > 0.3 ? 1 : 0)),
    weight: Float32Array.from(randomValues(rows, seed + 2), (value) => 2.5 + 2 * value),
    mean: randomValues(columns, seed + 3),
    scale: randomValues(columns, seed + 4).map((value) => 1.5 + value),
  };
}
