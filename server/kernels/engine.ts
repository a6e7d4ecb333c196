/**
 * The engine: where kernels run, and the memory that they run in.
 *
 * To add a kernel:
 *  1. Write it in `assembly/` and export it from `assembly/index.ts`. Its first parameters are `from: i32, to: i32, scratch: usize`: it
 *     computes these blocks of its output and no others, each block the same way whatever the others are, so that any number of threads
 *     gives the same bits. A call should take a few milliseconds, for nothing interrupts it. Pointers are bytes; vectors are read and
 *     written without regard for alignment. What may be fused goes through `lanes.ts`.
 *  2. Name it in `wasm/exports.ts`. `scripts/kernels.mjs` compiles; `npm run build` and vitest call it.
 *  3. Write what TypeScript sees of it in `fast/`, over `Launcher.launch`, which also answers a stop. Operands that lie in the arena are
 *     used where they are, others are copied into a scope of it (`fast/operands.ts`).
 *  4. Keep a plain twin in float64 and put both into `Kernels` (index.ts), or `NetworkKernels` (network/index.ts), under one name.
 *  5. In test/unit/kernels/fast/, hold the two together over random shapes, in every flavour (`flavours.ts`).
 */
import { Arena } from "./arena.ts";
import { fastKernels } from "./fast/index.ts";
import { fastNetwork } from "./fast/network/index.ts";
import { type Kernels, plainKernels } from "./index.ts";
import { type NetworkKernels, plainNetwork } from "./network/index.ts";
import { chooseFlavour, type Flavour } from "./wasm/flavour.ts";
import type { StartHelpers } from "./wasm/helpers.ts";
import { Launcher } from "./wasm/launcher.ts";

export { logisticBytes } from "./fast/logistic.ts";
export { machineBytes } from "./fast/machines.ts";
export { gramBytes } from "./fast/sparseGram.ts";

export interface EngineOptions {
  /** Bytes of working memory: what all arrays that live at the same time take. They cost nothing before they are written to. */
  readonly bytes: number;
  /** The best that this machine has, where it is not given. `simd128` for numbers that are the same on every machine. */
  readonly flavour?: Flavour | undefined;
  /** How many threads compute. Any number gives the same bits. Default: 1. */
  readonly threads?: number | undefined;
  /** What starts those beyond the first one, which is the caller's. This room imports nothing, so it does not know threads. */
  readonly startHelpers?: StartHelpers | undefined;
}

export interface Engine {
  readonly flavour: Flavour;
  /** One sentence, where it is not what was asked for or, if nothing was asked for, where it is plain TypeScript. */
  readonly reason?: string;
  readonly threads: number;
  /** For operands that live longer than one call of a kernel. */
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** Those of networks. */
  readonly network: NetworkKernels;
  /** Ends the threads that were started; resolves when they have ended. */
  close(): Promise<void>;
}

/** @throws ArenaFull if there is not so much memory */
export function openEngine({ bytes, flavour, threads, startHelpers }: EngineOptions): Engine {
  const choice = chooseFlavour(flavour);
  if (choice.flavour === "plain") {
    const arena = new Arena(new ArrayBuffer(bytes));
    const kernels = { kernels: plainKernels, network: plainNetwork };
    return { ...choice, threads: 1, arena, ...kernels, close: () => Promise.resolve() };
  }
  const launcher = new Launcher(choice.flavour, bytes, threads, startHelpers);
  const kernels = fastKernels(launcher);
  return {
    ...choice,
    threads: launcher.threads,
    arena: launcher.arena,
    kernels,
    network: fastNetwork(launcher),
    close: () => launcher.close(),
  };
}
