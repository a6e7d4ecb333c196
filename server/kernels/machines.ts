import type { Watch } from "./cancelled.ts";
import { fitSquaredHinge } from "./dualCoordinateDescent.ts";
import type { CsrMatrix } from "./sparse.ts";

/** What machines learn to tell: for each of K tags, the rows that have it. */
export interface MachineTargets {
  readonly tags: number;
  /** Length K + 1, from 0, never falling. */
  readonly start: Int32Array;
  /** The rows of tag k from `start[k]` on, each once. */
  readonly rows: Int32Array;
}

/** Parts of the rows: beside the machines of all rows there are such that never saw the rows of one part. */
export interface MachineGroups {
  readonly count: number;
  /** The group of each row. */
  readonly of: Uint8Array;
}

/** Whether the machines without a group learn from the row; those with the number `groups.count` learn from all. */
export function isLearned(groups: MachineGroups, group: number, row: number): boolean {
  return group === groups.count || groups.of[row] !== group;
}

export interface MachineOptions {
  /** C: the weight of each row's loss against ½‖w‖². Default 1. */
  readonly cost?: number;
  /** Largest violation of the optimality conditions, in units of a row's margin, at which to end. Default 0.01. */
  readonly tolerance?: number;
  /** Passes over the rows after which to end in any case. Default 200. */
  readonly maximumPasses?: number;
  /** Of the random order in which rows are visited. Default 1. */
  readonly seed?: number;
  readonly watch?: Watch;
}

/** A tag that fewer rows have gets no machine: its weights are nought. */
export const FEWEST_POSITIVES = 2;

/**
 * A linear support vector machine for every tag, one against the rest: min ½‖w‖² + C Σ max(0, 1 − y_r w·x_r)², where the bias is the
 * weight of a constant 1. First for each group the machines without its rows, then those of all rows.
 *
 * @returns [groups + 1]: weights, (V + 1) × K row-major, the last row the bias
 * @throws RangeError for a cost that is not above 0, Cancelled
 */
export function fitMachines(
  features: CsrMatrix,
  targets: MachineTargets,
  groups: MachineGroups,
  options: MachineOptions = {},
): Float32Array[] {
  const { tags, start } = targets;
  const { watch, ...rest } = options;
  return Array.from({ length: groups.count + 1 }, (_, group) => {
    const rows = Int32Array.from({ length: features.rows }, (_, i) => i).filter((i) =>
      isLearned(groups, group, i),
    );
    const table = new Float32Array((features.columns + 1) * tags);
    const signOf = new Int8Array(features.rows);
    for (let tag = 0; tag < tags; tag++) {
      signOf.fill(-1);
      for (let at = start[tag]; at < start[tag + 1]; at++) signOf[targets.rows[at]] = 1;
      const signs = Int8Array.from(rows, (row) => signOf[row]);
      if (signs.reduce((count, sign) => count + Number(sign > 0), 0) < FEWEST_POSITIVES) continue;
      const { weights, bias } = fitSquaredHinge(features, rows, signs, {
        ...rest,
        ...(watch?.shouldStop && { watch: { shouldStop: watch.shouldStop } }),
      });
      for (let v = 0; v < features.columns; v++) table[v * tags + tag] = weights[v];
      table[features.columns * tags + tag] = bias;
      watch?.onProgress?.((group + tag / tags) / (groups.count + 1));
    }
    if (group === groups.count) watch?.onProgress?.(1);
    return table;
  });
}
