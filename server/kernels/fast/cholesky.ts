import { throwIfStopped, type Watch } from "../cancelled.ts";
import { mirrorLower, notPositiveDefinite } from "../cholesky.ts";
import type { Dense } from "../dense.ts";
import type { Launcher } from "../wasm/launcher.ts";
import { type Block, blockAt, rowMajor, transposed } from "./operands.ts";
import { multiply, type ProductOptions } from "./product.ts";

/** Blocks of this side on the diagonal are kernels of their own; ../assembly/triangular.ts has the same number. */
const LEAF = 64;

/** `choleskyInverse` of `Kernels` in float32: about (condition number) · 10⁻⁷ of the largest element away from the exact one. */
export function fastCholeskyInverse(launcher: Launcher) {
  return (a: Dense, n: number, watch?: Watch): void =>
    launcher.arena.scoped(() => {
      const isThere = a instanceof Float32Array && launcher.arena.has(a);
      const work = isThere ? a : launcher.arena.float32(n * n);
      copyLower(a, work, n, 0, watch);
      invertFactor(launcher, work, n, part(watch, 0, 2 / 3));
      gramOfFactor(launcher, work, n, part(watch, 2 / 3, 1));
      if (work !== a) a.set(work);
      mirrorLower(a, n, watch);
      watch?.onProgress?.(1);
    });
}

/** The lower triangle of a matrix plus `ridge` · I, with zeros above its diagonal; `to` may be `from`. */
export function copyLower(
  from: Dense,
  to: Float32Array,
  n: number,
  ridge: number,
  watch: Watch | undefined,
): void {
  for (let i = 0; i < n; i++) {
    if (i % 256 === 0) throwIfStopped(watch);
    const row = i * n;
    if (to !== from) to.set(from.subarray(row, row + i + 1), row);
    to[row + i] += ridge;
    to.fill(0, row + i + 1, row + n);
  }
}

/**
 * In place, A to W = L⁻¹ where A = L Lᵀ; n × n in the arena, with zeros above the diagonal. By halves: when that of the first one is
 * known, L₂₁ = A₂₁ W₁₁ᵀ, the second one is that of A₂₂ − L₂₁ L₂₁ᵀ, and W₂₁ = −W₂₂ L₂₁ W₁₁. ⅔ n³ flops, nearly all in large products.
 *
 * @throws RangeError if A is not positive definite, `Cancelled`; A is then half done
 */
export function invertFactor(launcher: Launcher, a: Float32Array, n: number, watch?: Watch): void {
  launcher.arena.scoped(() => {
    const failure = launcher.arena.float32(2);
    const halves = new Halves(launcher, (2 / 3) * n ** 3, watch);
    const invert = (start: number, size: number): void => {
      const here = blockAt(rowMajor(a, n), start, start);
      if (size <= LEAF) {
        failure.fill(0);
        halves.leaf("invertLeafFactor", [here.at, n, size, n - start - size, failure.byteOffset]);
        if (failure[1] !== 0) throw notPositiveDefinite(start + failure[1] - 1, failure[0]);
        return;
      }
      const first = firstHalf(size);
      const second = size - first;
      invert(start, first);
      const below = blockAt(here, first, 0);
      const rest = blockAt(here, first, first);
      halves.withScratch(second, first, (l) => {
        halves.replace(second, first, first, 1, below, transposed(here), l, "aboveInBt");
        halves.add(second, second, first, -1, l, transposed(l), rest, { lower: true });
        invert(start + first, second);
        halves.replace(second, first, first, 1, l, here, below, "aboveInB");
        halves.replace(second, first, second, -1, rest, below, l, "aboveInA");
        halves.copy(l, below, second, first);
      });
    };
    invert(0, n);
  });
}

/**
 * In place, W to the lower triangle of WᵀW, for a lower triangular W with zeros above its diagonal; n × n in the arena. n³ / 3 flops.
 *
 * @throws Cancelled; W is then half done
 */
export function gramOfFactor(launcher: Launcher, w: Float32Array, n: number, watch?: Watch): void {
  const halves = new Halves(launcher, n ** 3 / 3, watch);
  const square = (start: number, size: number): void => {
    const here = blockAt(rowMajor(w, n), start, start);
    if (size <= LEAF) {
      halves.leaf("leafGram", [here.at, n, size]);
      return;
    }
    const first = firstHalf(size);
    const second = size - first;
    const below = blockAt(here, first, 0);
    const rest = blockAt(here, first, first);
    square(start, first);
    halves.add(first, first, second, 1, transposed(below), below, here, { lower: true });
    halves.withScratch(second, first, (product) => {
      halves.replace(second, first, second, 1, transposed(rest), below, product, "aboveInAt");
      halves.copy(product, below, second, first);
    });
    square(start + first, second);
  };
  square(0, n);
}

/** Progress from `from` to `to` of the caller's, for a part of its work. */
export function part(watch: Watch | undefined, from: number, to: number): Watch {
  return {
    ...watch,
    ...(watch?.onProgress && {
      onProgress: (fraction: number) => watch.onProgress?.(from + (to - from) * fraction),
    }),
  };
}

function firstHalf(size: number): number {
  return LEAF * Math.ceil(size / LEAF / 2);
}

/** The steps of a computation by halves, with its progress. */
class Halves {
  readonly #launcher: Launcher;
  readonly #watch: Watch | undefined;
  readonly #flops: number;
  #done = 0;

  constructor(launcher: Launcher, flops: number, watch: Watch | undefined) {
    this.#launcher = launcher;
    this.#watch = watch;
    this.#flops = flops;
  }

  leaf(kernel: "invertLeafFactor" | "leafGram", args: readonly number[]): void {
    if (args[2] > 0) this.#launcher.launch(kernel, 1, 1, args, this.#watch);
  }

  /** C += alpha · A · B */
  add(
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: Block,
    b: Block,
    c: Block,
    options: ProductOptions,
  ): void {
    multiply(this.#launcher, m, n, k, alpha, a, b, c, options, this.#watch);
    // Whether a half of it is known to be zero or not wanted, it is one half.
    this.#done += m * n * k;
    this.#watch?.onProgress?.(Math.min(1, this.#done / this.#flops));
  }

  /** C = alpha · A · B, of which one factor is triangular */
  replace(
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: Block,
    b: Block,
    c: Block,
    zeros: ProductOptions["zeros"] & string,
  ): void {
    this.add(m, n, k, alpha, a, b, c, { accumulates: false, zeros });
  }

  withScratch(rows: number, columns: number, work: (scratch: Block) => void): void {
    const { arena } = this.#launcher;
    arena.scoped(() => work(rowMajor(arena.float32(rows * columns), columns)));
  }

  copy(from: Block, to: Block, rows: number, columns: number): void {
    throwIfStopped(this.#watch);
    const all = new Float32Array(this.#launcher.arena.buffer);
    for (let i = 0; i < rows; i++) {
      const start = from.at / 4 + i * from.rowStride;
      all.copyWithin(to.at / 4 + i * to.rowStride, start, start + columns);
    }
  }
}
