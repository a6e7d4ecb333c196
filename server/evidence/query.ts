import type { Mentions } from "../corpus/mentions.ts";
import type { SparseRow } from "../corpus/sparseRow.ts";
import type { Neighbour } from "./neighbours.ts";

/**
 * One document that evidence is asked for. A document that the model learned from is asked for with its number as `self`, and every
 * kind of evidence then answers as if its labels had never been seen.
 */
export interface EvidenceQuery {
  /** tf-idf, of unit length. */
  readonly row: SparseRow;
  /** log(1 + tf) of its words. */
  readonly logCounts: SparseRow;
  readonly mentions: Mentions;
  /** Cosine with each training document; with itself nought. */
  readonly similarities: Float64Array;
  /** The hundred nearest, most similar first, where they were looked for beforehand. */
  readonly neighbours?: readonly Neighbour[] | undefined;
  /** Its number among the training documents, or −1. */
  readonly self: number;
  /** Whether its text is not the one that was learned from. Meaningless where `self` is −1. */
  readonly edited: boolean;
}

/** One kind of evidence, fitted. */
export interface Evidence {
  /** The names of the columns that it fills. */
  readonly columns: readonly string[];
  /**
   * Writes its columns for every tag: column c of tag k to `out[k * stride + offset + c]`. Cells for which it has nothing to say are
   * left as they are (the caller clears them).
   */
  score(query: EvidenceQuery, out: Float64Array, stride: number, offset: number): void;
}
