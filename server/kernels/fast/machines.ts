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
 * a tag that no row has, which nearly is what most negative rows make of most tags; those without a group begin with those of all rows.
 * Where the arena has too little memory, the plain ones are fitted.
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

class Machines {
  readonly #launcher: Launcher;
  readonly #columns: number;
  readonly #targets: MachineTargets;
  readonly #groups: MachineGroups;
  readonly #options: MachineOptions;
  readonly #args: readonly number[];
  readonly #slots: readonly MachineSlot[];
  readonly #rowsOfGroup: readonly Int32Array[];
  readonly #tables: readonly Float32Array[];
  #fitted = 0;

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
    this.#columns = columns;
    this.#targets = targets;
    this.#groups = groups;
    this.#options = options;
    const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
    this.#rowsOfGroup = Array.from({ length: groups.count }, (_, g) =>
      everyRow.filter((row) => groups.of[row] === g),
    );
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
    const { start, tags } = this.#targets;
    const { seed = 1, watch } = this.#options;
    // Tags of like frequency take like time.
    const learned = Array.from({ length: tags }, (_, tag) => tag)
      .filter((tag) => start[tag + 1] - start[tag] >= FEWEST_POSITIVES)
      .sort((one, other) => start[other + 1] - start[other] - (start[one + 1] - start[one]));
    const blank = this.#slots[0];
    for (const array of [blank.weights, blank.dual, blank.labels]) array.fill(0);
    blank.start(seed, () => true, [], false);
    while (!blank.isFinished) this.#descend(1);
    const initial = { weights: blank.weights.slice(), dual: blank.dual.slice() };

    const jobs = new Map<MachineSlot, Generator<void, void, void>>();
    let next = 0;
    const begin = (slot: MachineSlot): void => {
      jobs.delete(slot);
      if (next >= learned.length) return;
      const job = this.#learn(slot, learned.slice(next, next + LANES), seed + next, initial);
      next += LANES;
      job.next();
      jobs.set(slot, job);
    };
    for (const slot of this.#slots) begin(slot);
    const used = jobs.size;
    while (jobs.size > 0) {
      this.#descend(used);
      watch?.onProgress?.(this.#fitted / (learned.length * (this.#groups.count + 1)));
      for (const [slot, job] of [...jobs]) {
        if (slot.isFinished && job.next().done === true) begin(slot);
      }
    }
    watch?.onProgress?.(1);
    return [...this.#tables];
  }

  #descend(slots: number): void {
    this.#launcher.launch("descend", slots, 1, this.#args, this.#options.watch);
  }

  /** Learns up to four tags; to be gone on with each time that the slot is finished. */
  *#learn(
    slot: MachineSlot,
    tags: readonly number[],
    seed: number,
    initial: Pick<MachineSlot, "weights" | "dual">,
  ): Generator<void, void, void> {
    const { start, rows } = this.#targets;
    const positive = new Set<number>();
    slot.labels.fill(0);
    tags.forEach((tag, lane) => {
      for (const row of rows.subarray(start[tag], start[tag + 1])) {
        slot.labels[row] |= 1 << lane;
        positive.add(row);
      }
    });
    slot.weights.set(initial.weights);
    slot.dual.set(initial.dual);
    slot.start(seed, () => true, positive, true);
    yield;
    this.#keep(slot, tags, this.#groups.count);
    if (this.#groups.count === 0) return;
    const ofAll = { weights: slot.weights.slice(), dual: slot.dual.slice() };
    for (let group = 0; group < this.#groups.count; group++) {
      slot.weights.set(ofAll.weights);
      slot.dual.set(ofAll.dual);
      slot.start(seed, (row) => isLearned(this.#groups, group, row), this.#rowsOfGroup[group], false);
      yield;
      this.#keep(slot, tags, group);
    }
  }

  /** Writes the weights of the tags that enough rows have into the table of those without a group. */
  #keep({ weights }: MachineSlot, tags: readonly number[], group: number): void {
    this.#fitted += tags.length;
    const { start, rows, tags: K } = this.#targets;
    const table = this.#tables[group];
    tags.forEach((tag, lane) => {
      const own = rows.subarray(start[tag], start[tag + 1]);
      const count = own.reduce((sum, row) => sum + Number(isLearned(this.#groups, group, row)), 0);
      if (count < FEWEST_POSITIVES) return;
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
