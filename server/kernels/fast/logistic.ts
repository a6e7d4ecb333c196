import { arenaBytes } from "../arena.ts";
import type { LogisticLoss, LogisticRows } from "../logistic.ts";
import type { Launcher } from "../wasm/launcher.ts";

/** Rows that stand together, column by column; ../assembly/logistic.ts has the same number. */
const BLOCK = 64;
/** Blocks that are summed up together: half a millisecond. */
const BLOCKS_OF_PORTION = 64;

/**
 * `withLogisticLoss` of `Kernels`: θ, and sums over 64 rows, in float32, what is made of those in float64. About 10⁻⁷ of the sums of
 * their terms' sizes away from the exact ones.
 */
export function fastLogisticLoss(launcher: Launcher) {
  const { arena } = launcher;
  return <Result>(rows: LogisticRows, work: (loss: LogisticLoss) => Result): Result =>
    arena.scoped(() => {
      const { columns: M, present } = rows;
      const blocks = Math.ceil(present.length / BLOCK);
      const portions = Math.ceil(blocks / BLOCKS_OF_PORTION);
      const table = arena.float32(blocks * BLOCK * M);
      const signed = arena.float32(blocks * BLOCK);
      const at = arena.float32(M + 1);
      const sums = arena.float64(portions * (M + 2) * 2);
      fillTable(rows, table, signed);
      const operands = [table, signed, at, sums].map(({ byteOffset }) => byteOffset);
      const args = [blocks, BLOCKS_OF_PORTION, M, ...operands];
      return work((parameters, gradient) => {
        at.set(parameters);
        launcher.launch("logisticSums", portions, 1, args);
        gradient.fill(0);
        let loss = 0;
        for (let portion = 0; portion < portions; portion++) {
          const own = portion * (M + 2) * 2;
          for (let m = 0; m <= M; m++) gradient[m] += sums[own + 2 * m] + sums[own + 2 * m + 1];
          loss += sums[own + 2 * (M + 1)] + sums[own + 2 * (M + 1) + 1];
        }
        return loss;
      });
    });
}

/** Bytes of working memory that a loss over so many rows takes. */
export function logisticBytes(rows: number, columns: number): number {
  const blocks = Math.ceil(rows / BLOCK);
  const sums = Math.ceil(blocks / BLOCKS_OF_PORTION) * (columns + 2) * 16;
  return arenaBytes([4 * blocks * BLOCK * columns, 4 * blocks * BLOCK, 4 * (columns + 1), sums]);
}

/** The last block is filled up with rows of no weight. */
function fillTable(
  { columns: M, values, present, weight, mean, scale }: LogisticRows,
  table: Float32Array,
  signed: Float32Array,
): void {
  const P = present.length;
  table.fill(0, BLOCK * M * Math.floor(P / BLOCK));
  signed.fill(0, P);
  const inverse = scale.map((value) => 1 / value);
  for (let p = 0; p < P; p++) {
    signed[p] = present[p] === 1 ? weight[p] : -weight[p];
    const row = p % BLOCK;
    const base = (p - row) * M + row;
    for (let m = 0; m < M; m++) table[base + m * BLOCK] = (values[p * M + m] - mean[m]) * inverse[m];
  }
}
