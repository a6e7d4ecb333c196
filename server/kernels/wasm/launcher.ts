import { Arena, ArenaFull } from "../arena.ts";
import { throwIfStopped, type Watch } from "../cancelled.ts";
import { relaxed, simd128 } from "./binaries.js";
import { type KernelExports, type KernelName, SCRATCH_BYTES } from "./exports.ts";
import type { Flavour } from "./flavour.ts";

const PAGE = 65_536;
/** What 32-bit addresses reach. */
const MOST_PAGES = 65_536;
/** The constants of the compiled kernels lie in the first page. */
const STATIC_BYTES = PAGE;

const BINARIES = { relaxed, simd128 };
const modules = new Map<Flavour, WebAssembly.Module>();

/** Compiled kernels on a memory of their own. */
export class Launcher {
  readonly arena: Arena;
  readonly #kernels: KernelExports;

  /** @throws ArenaFull if so many bytes are more than can be addressed, or than this machine gives */
  constructor(flavour: "relaxed" | "simd128", bytes: number) {
    const start = STATIC_BYTES + SCRATCH_BYTES;
    const memory = sharedMemory(start, bytes);
    const instance = new WebAssembly.Instance(moduleOf(flavour), { env: { memory } });
    this.#kernels = instance.exports as unknown as KernelExports;
    this.arena = new Arena(memory.buffer, start);
  }

  /**
   * Computes all blocks of a kernel's output, `grain` of them at a time.
   *
   * @param args of the kernel, after its first three
   * @throws Cancelled between two portions, when `watch.shouldStop` answers true
   */
  launch(kernel: KernelName, blocks: number, grain: number, args: readonly number[], watch?: Watch): void {
    for (let from = 0; from < blocks; from += grain) {
      throwIfStopped(watch);
      this.#kernels[kernel](from, Math.min(blocks, from + grain), STATIC_BYTES, ...args);
    }
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
