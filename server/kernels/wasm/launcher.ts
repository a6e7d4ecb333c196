import { Arena, ArenaFull } from "../arena.ts";
import { throwIfStopped, type Watch } from "../cancelled.ts";
import { relaxed, simd128 } from "./binaries.js";
import { type KernelExports, type KernelName, SCRATCH_BYTES } from "./exports.ts";
import type { Flavour } from "./flavour.ts";
import { Helpers, type StartHelpers } from "./helpers.ts";

const PAGE = 65_536;
/** What 32-bit addresses reach. */
const MOST_PAGES = 65_536;
/** The constants of the compiled kernels lie in the first page. */
const STATIC_BYTES = PAGE;

const BINARIES = { relaxed, simd128 };
const modules = new Map<Flavour, WebAssembly.Module>();

/** Compiled kernels on a memory of their own, and the threads that they run in. */
export class Launcher {
  readonly arena: Arena;
  /** Threads that compute, with the one that launches. */
  readonly threads: number;
  readonly #kernels: KernelExports;
  readonly #names: readonly string[];
  readonly #helpers: Helpers | undefined;

  /**
   * @param start what starts the threads beyond the first one; without it there is one
   * @throws ArenaFull if so many bytes are more than can be addressed, or than this machine gives
   */
  constructor(flavour: "relaxed" | "simd128", bytes: number, threads = 1, start?: StartHelpers) {
    this.threads = start === undefined ? 1 : threads;
    const top = STATIC_BYTES + this.threads * SCRATCH_BYTES;
    const memory = sharedMemory(top, bytes);
    const module = moduleOf(flavour);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.#kernels = exports as unknown as KernelExports;
    this.#names = Object.keys(exports);
    this.arena = new Arena(memory.buffer, top);
    if (start === undefined || threads < 2) return;
    const scratches = Array.from({ length: threads - 1 }, (_, n) => STATIC_BYTES + (n + 1) * SCRATCH_BYTES);
    this.#helpers = new Helpers(module, memory, scratches, start);
  }

  /**
   * Computes all blocks of a kernel's output, `grain` of them at a time, in all threads.
   *
   * @param args of the kernel, after its first three
   * @throws Cancelled between two portions, when `watch.shouldStop` answers true; ThreadLost
   */
  launch(kernel: KernelName, blocks: number, grain: number, args: readonly number[], watch?: Watch): void {
    const own = (from: number, to: number): void => this.#kernels[kernel](from, to, STATIC_BYTES, ...args);
    if (this.#helpers !== undefined && blocks > grain) {
      this.#helpers.share(this.#names.indexOf(kernel), blocks, grain, args, own, watch);
      return;
    }
    for (let from = 0; from < blocks; from += grain) {
      throwIfStopped(watch);
      own(from, Math.min(blocks, from + grain));
    }
  }

  /** Ends the threads that were started; resolves when they have ended. */
  async close(): Promise<void> {
    await this.#helpers?.close();
  }
}

/** Every thread and every engine runs the same code. */
function moduleOf(flavour: "relaxed" | "simd128"): WebAssembly.Module {
  let module = modules.get(flavour);
  if (module === undefined) {
    module = new WebAssembly.Module(Uint8Array.from(atob(BINARIES[flavour]), (char) => char.charCodeAt(0)));
    modules.set(flavour, module);
  }
  return module;
}

function sharedMemory(start: number, bytes: number): WebAssembly.Memory {
  const pages = Math.ceil((start + bytes) / PAGE);
  if (pages > MOST_PAGES) throw new ArenaFull(bytes, MOST_PAGES * PAGE - start);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    throw new ArenaFull(bytes, 0);
  }
}
