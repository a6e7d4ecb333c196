import type { SparseRow } from "./sparseRow.ts";
import type { TokenizedDocument } from "./tokenizedDocument.ts";

/** What a document is turned into numbers from: its words, or features that came ready. */
export interface VectorizerInput {
  readonly tokens?: TokenizedDocument;
  /** Column numbers, ascending, and their values. */
  readonly features?: { readonly columns: Int32Array; readonly values: Float64Array };
}

export type BlockName = "text" | "title" | "fields" | "path" | "features";

/** One family of terms: its own vocabulary, idf and weight. */
export interface FittedBlock {
  readonly name: BlockName;
  readonly weight: number;
  readonly terms: readonly string[];
  /** Inverse document frequency, `log((1 + N) / (1 + df)) + 1`, one a term. */
  readonly idf: Float32Array;
  /** The column of its first term. */
  readonly offset: number;
}

export interface VectorizedDocument {
  /** tf-idf, each block and then the whole of unit length. */
  readonly row: SparseRow;
  /** `log(1 + tf)` over the text (or ready-feature) columns: what the naive-Bayes decoder reads. */
  readonly logCounts: SparseRow;
}
