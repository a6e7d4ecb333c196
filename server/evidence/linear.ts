import type { CsrMatrix, Kernels, Watch } from "../kernels/index.ts";
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
export function fitLinear(
  matrix: CsrMatrix,
  labels: Labels,
  seed: number,
  kernels: Pick<Kernels, "fitMachines">,
  watch: Watch = {},
): LinearState {
  const groupOf = labels.foldOf.map((fold) => fold % LINEAR_GROUPS);
  const weights = kernels.fitMachines(
    matrix,
    labels.asMachineTargets(),
    { count: LINEAR_GROUPS, of: groupOf },
    { cost: COST, tolerance: TOLERANCE, maximumPasses: MOST_PASSES, seed, watch },
  );
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
