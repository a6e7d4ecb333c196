import type { Launcher } from "../../wasm/launcher.ts";

type Operand = Float32Array | Float64Array | Int32Array;

/** Where kernels find the operands of one call: in the arena as they are, or copies. */
export class Arrays {
  readonly #launcher: Launcher;
  readonly #written: [from: Operand, to: Operand][] = [];

  constructor(launcher: Launcher) {
    this.#launcher = launcher;
  }

  /** float32, or int32 for an int32 array. */
  read(array: Operand): number {
    return this.#place(array, !(array instanceof Float64Array)).byteOffset;
  }

  /** The same for an array that is written to as well. */
  write(array: Operand): number {
    return this.#remember(array, this.#place(array, !(array instanceof Float64Array)));
  }

  /** float64, or float32 if it is that. */
  readWide(array: Operand): number {
    return this.#place(array, true).byteOffset;
  }

  writeWide(array: Float64Array): number {
    return this.#remember(array, this.#place(array, true));
  }

  /** Writes copies back. */
  finish(): void {
    for (const [from, to] of this.#written) to.set(from);
  }

  #place(array: Operand, keepsType: boolean): Operand {
    const { arena } = this.#launcher;
    if (keepsType && arena.has(array)) return array;
    const copy =
      array instanceof Int32Array
        ? arena.int32(array.length)
        : keepsType && array instanceof Float64Array
          ? arena.float64(array.length)
          : arena.float32(array.length);
    copy.set(array);
    return copy;
  }

  #remember(array: Operand, place: Operand): number {
    if (place !== array) this.#written.push([place, array]);
    return place.byteOffset;
  }
}

/** Runs the work with operands in a scope of the arena. */
export function withArrays(launcher: Launcher, work: (arrays: Arrays) => void): void {
  launcher.arena.scoped(() => {
    const arrays = new Arrays(launcher);
    work(arrays);
    arrays.finish();
  });
}

/** How many blocks make a portion, so that each thread has some and one that is slow can leave some to the others. */
export function grainOf(launcher: Launcher, blocks: number): number {
  return Math.max(1, Math.ceil(blocks / (launcher.threads === 1 ? 1 : 6 * launcher.threads)));
}
