/** How kernels are computed: by WASM with relaxed SIMD, by WASM with SIMD of 128 bits, or by plain TypeScript. */
export type Flavour = "relaxed" | "simd128" | "plain";

export interface FlavourChoice {
  readonly flavour: Flavour;
  /** Why it is not what was wished for or, without a wish, not WASM. */
  readonly reason?: string;
}

/**
 * The quickest flavour that this machine has, or the one wished for. With `simd128` the same documents and seed give the same numbers on
 * every machine; the rounding of `relaxed` is up to the processor.
 */
export function chooseFlavour(
  wish: Flavour | undefined,
  isValid: (binary: Uint8Array<ArrayBuffer>) => boolean = validates,
): FlavourChoice {
  if (wish === "plain") return { flavour: "plain" };
  if (wish !== "simd128" && isValid(FUSED_MULTIPLY_ADD)) return { flavour: "relaxed" };
  const reason = wish === "relaxed" ? { reason: "WebAssembly has no relaxed SIMD here." } : {};
  if (isValid(SHARED_MULTIPLY)) return { flavour: "simd128", ...reason };
  return { flavour: "plain", reason: "WebAssembly with SIMD and shared memory is not to be had here." };
}

function validates(binary: Uint8Array<ArrayBuffer>): boolean {
  return typeof WebAssembly !== "undefined" && WebAssembly.validate(binary);
}

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** Imports the shared memory "m" "m" of one page or more. */
const SHARED_MEMORY = [2, 9, 1, 1, 0x6d, 1, 0x6d, 2, 3, 1, 1];
/** One function, of three vectors to one. */
const TYPE = [1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b];
const FUNCTION = [3, 2, 1, 0];

/** (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2)) */
const FUSED_MULTIPLY_ADD = Uint8Array.from([
  ...[...MAGIC, ...TYPE, ...SHARED_MEMORY, ...FUNCTION],
  ...[0x0a, 13, 1, 11, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 2, 0x0b],
]);
/** (f32x4.mul (local.get 0) (local.get 1)) */
const SHARED_MULTIPLY = Uint8Array.from([
  ...[...MAGIC, ...TYPE, ...SHARED_MEMORY, ...FUNCTION],
  ...[0x0a, 11, 1, 9, 0, 0x20, 0, 0x20, 1, 0xfd, 0xe6, 1, 0x0b],
]);
