/** Where an array begins: a cache line. */
const ALIGNMENT = 64;

/** A computation wants more memory than its arena has. The message is one sentence for the user. */
export class ArenaFull extends Error {
  override readonly name = "ArenaFull";
  /** Bytes that the computation would take in all, as far as it got. */
  readonly needed: number;
  /** Bytes that there are. */
  readonly available: number;

  constructor(needed: number, available: number) {
    super(
      `The computation takes at least ${megabytes(needed)} of working memory, and there are ${megabytes(available)}.`,
    );
    this.needed = needed;
    this.available = available;
  }
}

/**
 * Arrays out of one memory of a fixed size, given back in the opposite order. The memory is as large as the problem needs before the work
 * begins: a shared memory that grows leaves the views on it short, and pages that nothing is written to cost nothing.
 * Arrays are views on the memory and are not zeroed.
 */
export class Arena {
  readonly buffer: ArrayBufferLike;
  readonly #start: number;
  #top: number;

  /** @param start bytes at the beginning of the buffer that are somebody else's */
  constructor(buffer: ArrayBufferLike, start = 0) {
    this.buffer = buffer;
    this.#start = aligned(start);
    this.#top = this.#start;
  }

  /** Bytes that are left. */
  get free(): number {
    return Math.max(0, this.buffer.byteLength - this.#top);
  }

  /** @throws ArenaFull */
  float32(length: number): Float32Array {
    return new Float32Array(this.buffer, this.#take(4 * length), length);
  }

  /** @throws ArenaFull */
  float64(length: number): Float64Array {
    return new Float64Array(this.buffer, this.#take(8 * length), length);
  }

  /** @throws ArenaFull */
  int32(length: number): Int32Array {
    return new Int32Array(this.buffer, this.#take(4 * length), length);
  }

  /** @throws ArenaFull */
  bytes(length: number): Uint8Array {
    return new Uint8Array(this.buffer, this.#take(length), length);
  }

  /** Whether the array lies in this memory, so that kernels can work on it where it is. */
  has(array: ArrayBufferView): boolean {
    return array.buffer === this.buffer;
  }

  /** Runs the work, and takes back all that it allocated, also when it throws. */
  scoped<Result>(work: () => Result): Result {
    const mark = this.#top;
    try {
      return work();
    } finally {
      this.#top = mark;
    }
  }

  /** For owners that keep arrays longer than a call: what is allocated from here on goes back by `release` of the value. */
  mark(): number {
    return this.#top;
  }

  release(mark: number): void {
    if (!(mark >= this.#start && mark <= this.#top)) throw new RangeError(`There is no mark ${mark}.`);
    this.#top = mark;
  }

  #take(bytes: number): number {
    const at = this.#top;
    const end = aligned(at + bytes);
    if (end > this.buffer.byteLength) {
      throw new ArenaFull(end - this.#start, this.buffer.byteLength - this.#start);
    }
    this.#top = end;
    return at;
  }
}

/** Bytes that so many arrays take, each of them `lengths[i]` bytes long. */
export function arenaBytes(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + aligned(length), 0);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MB`;
}
