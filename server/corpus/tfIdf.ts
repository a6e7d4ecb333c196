import type { SparseRow } from "./sparseRow.ts";
import type { FittedBlock, VectorizedDocument } from "./vectorized.ts";

/** The terms of one block of one document, counted. */
export interface CountedBlock {
  readonly block: FittedBlock;
  readonly counts: SparseRow;
}

/** tf-idf of a document from its counted blocks: each of unit length times its weight, then the whole of unit length. */
export function weigh(blocks: readonly CountedBlock[]): VectorizedDocument {
  let entries = 0;
  let counted = 0;
  for (const { block, counts } of blocks) {
    entries += counts.columns.length;
    if (hasLogCounts(block)) counted += counts.columns.length;
  }
  const columns = new Int32Array(entries);
  const values = new Float32Array(entries);
  const countColumns = new Int32Array(counted);
  const countValues = new Float32Array(counted);
  const weighted = new Float64Array(entries);
  let at = 0;
  let countAt = 0;
  let total = 0;
  for (const { block, counts } of blocks) {
    const start = at;
    let squares = 0;
    for (let j = 0; j < counts.columns.length; j++) {
      const weight = termWeight(counts.values[j]) * block.idf[counts.columns[j]];
      squares += weight * weight;
      columns[at] = block.offset + counts.columns[j];
      weighted[at++] = weight;
      if (!hasLogCounts(block) || counts.values[j] <= 0) continue;
      countColumns[countAt] = block.offset + counts.columns[j];
      countValues[countAt++] = Math.log1p(counts.values[j]);
    }
    if (squares === 0) {
      at = start;
      continue;
    }
    const scale = block.weight / Math.sqrt(squares);
    total += block.weight * block.weight;
    for (let j = start; j < at; j++) weighted[j] *= scale;
  }
  const unit = total > 0 ? 1 / Math.sqrt(total) : 0;
  for (let j = 0; j < at; j++) values[j] = weighted[j] * unit;
  return {
    row: { columns: columns.subarray(0, at), values: values.subarray(0, at) },
    logCounts: { columns: countColumns.subarray(0, countAt), values: countValues.subarray(0, countAt) },
  };
}

/** The naive-Bayes decoder reads running text, or ready features. */
function hasLogCounts({ name }: FittedBlock): boolean {
  return name === "text" || name === "features";
}

/** `1 + log tf` for counts; a value below one, as ready features may have, stands for itself. */
function termWeight(count: number): number {
  return count >= 1 ? 1 + Math.log(count) : count;
}
