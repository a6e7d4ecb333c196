import { type CsrMatrix, plainKernels, type Watch } from "../kernels/index.ts";
import type { Labels } from "./labels.ts";
import type { Evidence, EvidenceQuery } from "./query.ts";
import { descendingRanks, rankScratch } from "./ranks.ts";

/**
 * A linear support vector machine for every tag, one against the rest: once on all documents, and once without each of a few groups
 * of them, so that a training document is scored by a machine that never saw it.
 */
export interface LinearState {
  readonly groups: number;
  /** Which group each training document is in. */
  readonly groupOf: Uint8Array;
  /** [groups + 1]: weights without each group and, last, with all documents; (V + 1) × K row-major, the last row the bias. */
  readonly weights: readonly Float32Array[];
}

export const LINEAR_COLUMNS = ["linear", "linearSquashed", "linearRank"] as const;

/** Without each of so many groups a machine is fitted; each costs as much as the one with all. */
export const LINEAR_GROUPS = 5;
const COST = 0.3;
const TOLERANCE = 0.1;
const MOST_PASSES = 30;

/** Fits (groups + 1) machines a tag. Tags that stand in one document only have none: their weights are nought. */
export function fitLinear(matrix: CsrMatrix, labels: Labels, seed: number, watch: Watch = {}): LinearState {
  const groupOf = labels.foldOf.map((fold) => fold % LINEAR_GROUPS);
  const { tags } = labels;
  const weights = Array.from({ length: LINEAR_GROUPS + 1 }, (_, group) => {
    const rows = Int32Array.from({ length: matrix.rows }, (_, i) => i).filter((i) => groupOf[i] !== group);
    const table = new Float32Array((matrix.columns + 1) * tags);
    const signs = new Int8Array(rows.length);
    for (let tag = 0; tag < tags; tag++) {
      let positive = 0;
      for (let r = 0; r < rows.length; r++) {
        signs[r] = labels.has(rows[r], tag) ? 1 : -1;
        if (signs[r] > 0) positive++;
      }
      if (positive < 2) continue;
      const model = plainKernels.fitSquaredHinge(matrix, rows, signs, {
        cost: COST,
        tolerance: TOLERANCE,
        maximumPasses: MOST_PASSES,
        seed,
        ...(watch.shouldStop && { watch: { shouldStop: watch.shouldStop } }),
      });
      for (let v = 0; v < matrix.columns; v++) table[v * tags + tag] = model.weights[v];
      table[matrix.columns * tags + tag] = model.bias;
      watch.onProgress?.((group + tag / tags) / (LINEAR_GROUPS + 1));
    }
    return table;
  });
  return { groups: LINEAR_GROUPS, groupOf, weights };
}

/** Margins w·x + b as evidence: themselves, squashed, and their rank. */
export class LinearEvidence implements Evidence {
  readonly columns = LINEAR_COLUMNS;
  readonly #state: LinearState;
  readonly #labels: Labels;
  readonly #margins: Float64Array;
  readonly #ranks: Float64Array;
  readonly #scratch;

  constructor(state: LinearState, labels: Labels) {
    this.#state = state;
    this.#labels = labels;
    this.#margins = new Float64Array(labels.tags);
    this.#ranks = new Float64Array(labels.tags);
    this.#scratch = rankScratch(labels.tags);
  }

  score(query: EvidenceQuery, out: Float64Array, stride: number, offset: number): void {
    const margins = this.#fill(query);
    descendingRanks(margins, this.#ranks, this.#scratch);
    for (let tag = 0; tag < margins.length; tag++) {
      const at = tag * stride + offset;
      out[at] = margins[tag];
      out[at + 1] = 1 / (1 + Math.exp(-3 * margins[tag]));
      out[at + 2] = Math.log1p(this.#ranks[tag]);
    }
  }

  #fill({ row, self }: EvidenceQuery): Float64Array {
    const { groups, groupOf, weights } = this.#state;
    const table = weights[self < 0 ? groups : groupOf[self]];
    const margins = this.#margins;
    const { tags } = this.#labels;
    const bias = table.length - tags;
    for (let tag = 0; tag < tags; tag++) margins[tag] = table[bias + tag];
    for (let j = 0; j < row.columns.length; j++) {
      const base = row.columns[j] * tags;
      const value = row.values[j];
      for (let tag = 0; tag < tags; tag++) margins[tag] += value * table[base + tag];
    }
    return margins;
  }
}
