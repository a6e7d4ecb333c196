import { arenaBytes } from "../arena.ts";
import {
  FEWEST_POSITIVES,
  fitMachines,
  isLearned,
  type MachineGroups,
  type MachineOptions,
  type MachineTargets,
} from "../machines.ts";
import type { CsrMatrix } from "../sparse.ts";
import type { Launcher } from "../wasm/launcher.ts";
import { LANES, MachineSlot, RECORD_WORDS, slotBytes } from "./machineSlot.ts";

/** Entries that a slot visits before it gives an account: some milliseconds, of which a large corpus takes at least one pass. */
const BUDGET = 2_000_000;

/**
 * `fitMachines` of `Kernels` in float32: as good as the plain one's within the tolerance that is asked for. All machines begin with one of
 * a tag that no row has, which is nearly what the negative rows make of most tags, and knows no label. Where the arena has too little memory, the plain ones are fitted.
 */
export function fastMachines(launcher: Launcher): typeof fitMachines {
  return (features, targets, groups, options = {}) => {
    requireCost(options);
    if (
      launcher.arena.free < machineBytes({ ...features, entries: features.values.length }, launcher.threads)
    ) {
      return fitMachines(features, targets, groups, options);
    }
    return launcher.arena.scoped(() => new Machines(launcher, features, targets, groups, options).fit());
  };
}

/** Bytes of working memory that machines of so many rows, columns and entries take. */
export function machineBytes(
  { rows, columns, entries }: { rows: number; columns: number; entries: number },
  threads: number,
): number {
  const slots = slotsOf(threads);
  const shared = arenaBytes([4 * (rows + 1), 8 * entries, 4 * rows, 4 * RECORD_WORDS * slots]);
  return shared + slots * slotBytes(rows, columns);
}

/** With several threads some more, so that one that has finished leaves the others something to do. */
function slotsOf(threads: number): number {
  return threads === 1 ? 1 : 2 * threads;
}

function requireCost({ cost = 1 }: MachineOptions): void {
  if (!(cost > 0)) throw new RangeError(`The cost must be above 0, not ${cost}.`);
}

/** The machines of up to four tags, without a group. */
interface Job {
  readonly group: number;
  /** Among those without the group. */
  readonly number: number;
  readonly tags: readonly number[];
}

class Machines {
  readonly #launcher: Launcher;
  readonly #rows: number;
  readonly #columns: number;
  readonly #targets: MachineTargets;
  readonly #groups: MachineGroups;
  readonly #options: MachineOptions;
  readonly #args: readonly number[];
  readonly #slots: readonly MachineSlot[];
  readonly #tables: readonly Float32Array[];

  constructor(
    launcher: Launcher,
    features: CsrMatrix,
    targets: MachineTargets,
    groups: MachineGroups,
    options: MachineOptions,
  ) {
    const { arena } = launcher;
    const { rows, columns } = features;
    const { cost = 1, tolerance = 0.01, maximumPasses = 200 } = options;
    this.#launcher = launcher;
    this.#rows = rows;
    this.#columns = columns;
    this.#targets = targets;
    this.#groups = groups;
    this.#options = options;
    this.#tables = Array.from(
      { length: groups.count + 1 },
      () => new Float32Array((columns + 1) * targets.tags),
    );
    const records = arena.int32(RECORD_WORDS * slotsOf(launcher.threads));
    const rowStart = arena.int32(rows + 1);
    rowStart.set(features.rowStart.subarray(0, rows + 1));
    const entries = arena.int32(2 * rowStart[rows]);
    const curvature = arena.float32(rows);
    const softness = 0.5 / cost;
    fillRows(features, softness, entries, curvature);
    this.#slots = Array.from({ length: slotsOf(launcher.threads) }, (_, n) => {
      const slot = new MachineSlot(arena, rows, columns);
      records.set(slot.pointers, n * RECORD_WORDS);
      return slot;
    });
    const arrays = [records, rowStart, entries, curvature].map(({ byteOffset }) => byteOffset);
    this.#args = [...arrays, softness, 16 * columns, tolerance, maximumPasses, BUDGET];
  }

  /** @throws Cancelled */
  fit(): Float32Array[] {
    const { seed = 1, watch } = this.#options;
    const [blank] = this.#slots;
    blank.weights.fill(0);
    blank.dual.fill(0);
    blank.start(seed, () => 0);
    while (!blank.isFinished) this.#descend(1);
    const initial = { weights: blank.weights.slice(), dual: blank.dual.slice() };

    const jobs = this.#jobs();
    const taken = new Map<MachineSlot, Job>();
    let next = 0;
    const takeUp = (slot: MachineSlot): void => {
      taken.delete(slot);
      if (next === jobs.length) return;
      const job = jobs[next++];
      slot.weights.set(initial.weights);
      slot.dual.set(initial.dual);
      slot.start(seed + job.number, this.#labelsOf(job));
      taken.set(slot, job);
    };
    for (const slot of this.#slots) takeUp(slot);
    const used = taken.size;
    while (taken.size > 0) {
      this.#descend(used);
      for (const [slot, job] of [...taken]) {
        if (!slot.isFinished) continue;
        this.#keep(slot, job);
        takeUp(slot);
      }
      watch?.onProgress?.((next - taken.size) / jobs.length);
    }
    watch?.onProgress?.(1);
    return [...this.#tables];
  }

  #descend(slots: number): void {
    this.#launcher.launch("descend", slots, 1, this.#args, this.#options.watch);
  }

  /**
   * What is to be learned, by four tags of like frequency, which take like time. Nothing in it hangs on the labels of the rows that are
   * not learned from.
   */
  #jobs(): Job[] {
    const { start, rows, tags } = this.#targets;
    return this.#tables.flatMap((_, group) => {
      const counts = Int32Array.from({ length: tags }, (_, tag) =>
        rows
          .subarray(start[tag], start[tag + 1])
          .reduce((sum, row) => sum + Number(isLearned(this.#groups, group, row)), 0),
      );
      const learned = Array.from(counts.keys())
        .filter((tag) => counts[tag] >= FEWEST_POSITIVES)
        .sort((one, other) => counts[other] - counts[one]);
      return Array.from({ length: Math.ceil(learned.length / LANES) }, (_, number) => ({
        ...{ group, number, tags: learned.slice(number * LANES, (number + 1) * LANES) },
      }));
    });
  }

  #labelsOf({ group, tags }: Job): (row: number) => number | undefined {
    const { start, rows } = this.#targets;
    const labels = new Uint8Array(this.#rows);
    tags.forEach((tag, lane) => {
      for (const row of rows.subarray(start[tag], start[tag + 1])) labels[row] |= 1 << lane;
    });
    return (row) => (isLearned(this.#groups, group, row) ? labels[row] : undefined);
  }

  #keep({ weights }: MachineSlot, { group, tags }: Job): void {
    const table = this.#tables[group];
    const K = this.#targets.tags;
    tags.forEach((tag, lane) => {
      for (let v = 0; v <= this.#columns; v++) table[v * K + tag] = weights[v * LANES + lane];
    });
  }
}

function fillRows(
  { rows, rowStart, columnIndex, values }: CsrMatrix,
  softness: number,
  entries: Int32Array,
  curvature: Float32Array,
): void {
  const entryValues = new Float32Array(entries.buffer, entries.byteOffset, entries.length);
  for (let row = 0; row < rows; row++) {
    let square = 1 + softness;
    for (let p = rowStart[row]; p < rowStart[row + 1]; p++) {
      entries[2 * p] = 4 * LANES * columnIndex[p];
      entryValues[2 * p + 1] = values[p];
      square += values[p] ** 2;
    }
    curvature[row] = square;
  }
}
