import type { Analyzer } from "../corpus/analyzer.ts";
import type { CompoundSplit } from "../corpus/mentions.ts";
import type { InventoryTag } from "../corpus/tagInventory.ts";
import type { FittedBlock } from "../corpus/vectorized.ts";
import type { LinearState } from "../evidence/linear.ts";
import type { RidgeState } from "../evidence/ridge.ts";
import type { CsrMatrix } from "../kernels/index.ts";
import type { SdlgmParameters } from "../sdlgm/model.ts";

/** Everything that training learned: enough to suggest tags, and to serve the training documents without their own labels. */
export interface TagModel {
  readonly tags: readonly InventoryTag[];
  readonly vocabulary: { readonly analyzer: Analyzer; readonly blocks: readonly FittedBlock[] };
  readonly mentions: MentionState;
  readonly training: TrainingDocuments;
  readonly ridge: RidgeState;
  /** Where there are too many documents for a ridge in their number. */
  readonly linear?: LinearState;
  readonly sdlgm: SdlgmParameters;
  readonly summary: TrainingSummary;
}

/** The documents that were learned from, n of them. */
export interface TrainingDocuments {
  readonly ids: readonly string[];
  readonly folders: readonly string[];
  /** The tag numbers of each, ascending. */
  readonly documentTags: readonly Int32Array[];
  readonly foldOf: Uint8Array;
  /** tf-idf, n × V. */
  readonly rows: CsrMatrix;
  /** log(1 + tf), n × V. */
  readonly logCounts: CsrMatrix;
}

export interface MentionState {
  readonly inflections: boolean;
  readonly splits: readonly CompoundSplit[];
  /** Inverse document frequency of each different word of the tags' names. */
  readonly wordIdf: ReadonlyMap<string, number>;
  /** Inverse document frequency of each tag's mention, K. */
  readonly idf: Float32Array;
  /** Documents in each stratum and, of them, those with the tag: [folds + 1][K × strata]. */
  readonly seen: readonly Float64Array[];
  readonly tagged: readonly Float64Array[];
}

/** What there is to say about a training run. */
export interface TrainingSummary {
  readonly documents: number;
  readonly taggedDocuments: number;
  readonly tags: number;
  readonly vocabulary: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly seed: number;
  readonly limit: number;
  readonly lambda: number;
  /** SHA-256 over the documents' names, words and tags: two runs with the same digest and seed give the same model. */
  readonly corpusDigest: string;
  /** Held-out figures on the training documents themselves, by name. */
  readonly heldOut: Readonly<Record<string, number>>;
}
