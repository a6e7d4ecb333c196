import { type Arena, arenaBytes } from "../arena.ts";

/** Tags that are learned together, one in each lane. */
export const LANES = 4;
/** Of the record of a slot: its pointers. */
export const RECORD_WORDS = 6;
const ALL_LANES = 15;
const STATE_BYTES = 64;
/** 32-bit places in the state; ../assembly/machines.ts has the same. */
const STATE = {
  count: 0,
  active: 1,
  passes: 2,
  finished: 3,
  random: 4,
  forget: 5,
  shrinkAbove: 8,
};

/** The machines of four tags as they are learned. */
export class MachineSlot {
  /** (V + 1) × 4. */
  readonly weights: Float32Array;
  /** n × 4. */
  readonly dual: Float32Array;
  readonly pointers: readonly number[];
  readonly #order: Int32Array;
  readonly #labels: Uint8Array;
  readonly #forgotten: Int32Array;
  readonly #state: Int32Array;
  readonly #shrinkAbove: Float32Array;

  /** In the arena, for n rows and V columns. */
  constructor(arena: Arena, rows: number, columns: number) {
    const state = arena.bytes(STATE_BYTES);
    this.#state = new Int32Array(state.buffer, state.byteOffset, STATE_BYTES / 4);
    this.#shrinkAbove = new Float32Array(state.buffer, state.byteOffset + 4 * STATE.shrinkAbove, LANES);
    this.weights = arena.float32((columns + 1) * LANES);
    this.dual = arena.float32(rows * LANES);
    this.#order = arena.int32(rows);
    this.#labels = arena.bytes(rows);
    this.#forgotten = arena.int32(rows);
    const arrays = [state, this.weights, this.dual, this.#order, this.#labels, this.#forgotten];
    this.pointers = arrays.map(({ byteOffset }) => byteOffset);
  }

  /**
   * Begins with the weights and dual variables that there are, of machines for which every row is negative.
   *
   * @param labels which of the four tags each row has, a bit each; undefined for a row that does not count
   */
  start(seed: number, labels: (row: number) => number | undefined): void {
    const negative: number[] = [];
    let count = 0;
    let forgotten = 0;
    for (let row = 0; row < this.#labels.length; row++) {
      const label = labels(row);
      this.#labels[row] = label ?? ALL_LANES;
      if (label === 0) negative.push(row);
      else this.#forgotten[forgotten++] = row;
      // What makes the difference comes first.
      if (label !== undefined && label !== 0) this.#order[count++] = row;
    }
    this.#order.set(negative, count);
    count += negative.length;
    const state = this.#state;
    state.fill(0);
    state[STATE.count] = count;
    state[STATE.active] = count;
    state[STATE.random] = (Math.imul(seed, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1;
    state[STATE.forget] = forgotten;
    this.#shrinkAbove.fill(Number.POSITIVE_INFINITY);
  }

  get isFinished(): boolean {
    return this.#state[STATE.finished] !== 0;
  }
}

/** Bytes of a slot in the arena. */
export function slotBytes(rows: number, columns: number): number {
  return arenaBytes([STATE_BYTES, 16 * (columns + 1), 16 * rows, 4 * rows, rows, 4 * rows]);
}
