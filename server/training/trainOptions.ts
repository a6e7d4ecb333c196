import type { Flavour } from "../kernels/wasm/flavour.ts";
import type { Objective } from "../sdlgm/refine.ts";
import type { TrainingWatch } from "./events.ts";

export interface TrainOptions {
  /** The same seed, documents and machine kind give the same model. */
  readonly seed: number;
  /** L0, the most tags that a document can have; from the documents (their 99th percentile) where it is not given. */
  readonly limit?: number | undefined;
  /** What the head's weights maximise; `composite` where it is not given. */
  readonly objective?: Objective | undefined;
  /** `pooled`: what other workspaces taught about the evidence, see headPriorTable.ts. `weak`: nothing. `pooled` where not given. */
  readonly prior?: "pooled" | "weak" | undefined;
  /**
   * What the kernels run on; the best of this machine where it is not given. `simd128` makes the model the same, number by number, on every
   * machine.
   */
  readonly flavour?: Flavour | undefined;
  /** How many threads compute; any number makes the same model. One less than there are cores where it is not given. */
  readonly threads?: number | undefined;
  readonly watch?: TrainingWatch | undefined;
}

/** Fewer tagged documents than this teach nothing that could be trusted. */
export const FEWEST_DOCUMENTS = 10;
/** A choice needs at least so many tags that two documents share. */
export const FEWEST_TAGS = 2;

/** There is too little to learn from. The message says how much there is and how much it takes. */
export class TooLittleToLearn extends Error {
  override readonly name = "TooLittleToLearn";
}
