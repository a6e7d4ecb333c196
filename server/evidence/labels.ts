import type { MachineTargets, RidgeTargets } from "../kernels/index.ts";

/**
 * The tags of the training documents, and the folds that counts are made by. A count that a document's own tag is part of gives
 * that tag away, so whatever is counted is counted outside the document's fold.
 */
export class Labels {
  readonly documents: number;
  readonly tags: number;
  readonly folds: number;
  /** The fold of each document. */
  readonly foldOf: Uint8Array;
  readonly #rowStart: Int32Array;
  readonly #tagIndex: Int32Array;
  readonly #count: Int32Array;
  readonly #foldCount: Int32Array;
  readonly #foldDocuments: Int32Array;
  readonly #tagDocuments: readonly Int32Array[];

  constructor(documentTags: readonly Int32Array[], tags: number, foldOf: Uint8Array) {
    this.documents = documentTags.length;
    this.tags = tags;
    this.foldOf = foldOf;
    this.folds = foldOf.reduce((most, fold) => Math.max(most, fold + 1), 0);
    this.#rowStart = new Int32Array(this.documents + 1);
    documentTags.forEach((row, i) => {
      this.#rowStart[i + 1] = this.#rowStart[i] + row.length;
    });
    this.#tagIndex = new Int32Array(this.#rowStart[this.documents]);
    this.#count = new Int32Array(tags);
    this.#foldCount = new Int32Array(tags * this.folds);
    this.#foldDocuments = new Int32Array(this.folds);
    const byTag: number[][] = Array.from({ length: tags }, () => []);
    documentTags.forEach((row, i) => {
      this.#tagIndex.set(row, this.#rowStart[i]);
      this.#foldDocuments[foldOf[i]]++;
      for (const tag of row) {
        this.#count[tag]++;
        this.#foldCount[foldOf[i] * tags + tag]++;
        byTag[tag].push(i);
      }
    });
    this.#tagDocuments = byTag.map((rows) => Int32Array.from(rows));
  }

  /** The tags of document `i`, ascending. */
  tagsOf(i: number): Int32Array {
    return this.#tagIndex.subarray(this.#rowStart[i], this.#rowStart[i + 1]);
  }

  /** Adds `weight` to `out` (K) for each tag of document `i`. */
  addTo(out: Float64Array, i: number, weight: number): void {
    const end = this.#rowStart[i + 1];
    for (let at = this.#rowStart[i]; at < end; at++) out[this.#tagIndex[at]] += weight;
  }

  /** The documents that have `tag`, ascending. */
  documentsOf(tag: number): Int32Array {
    return this.#tagDocuments[tag];
  }

  /** For kernels: the tags of all documents, and the share of documents that has each. */
  asTargets(): RidgeTargets {
    const means = Float64Array.from(this.#count, (count) => count / this.documents);
    return { columns: this.tags, rowStart: this.#rowStart, columnIndex: this.#tagIndex, means };
  }

  /** For kernels: the documents that have each tag. */
  asMachineTargets(): MachineTargets {
    const start = new Int32Array(this.tags + 1);
    this.#count.forEach((count, tag) => {
      start[tag + 1] = start[tag] + count;
    });
    const rows = new Int32Array(start[this.tags]);
    this.#tagDocuments.forEach((documents, tag) => {
      rows.set(documents, start[tag]);
    });
    return { tags: this.tags, start, rows };
  }

  has(i: number, tag: number): boolean {
    return this.tagsOf(i).includes(tag);
  }

  count(tag: number): number {
    return this.#count[tag];
  }

  /** How many documents outside the fold of document `self` have `tag`; of all documents, if `self` is −1. */
  countOutside(tag: number, self: number): number {
    return this.#count[tag] - (self < 0 ? 0 : this.#foldCount[this.foldOf[self] * this.tags + tag]);
  }

  /** How many documents there are outside the fold of document `self`; all, if `self` is −1. */
  documentsOutside(self: number): number {
    return this.documents - (self < 0 ? 0 : this.#foldDocuments[this.foldOf[self]]);
  }
}

/** Assigns each of n documents to one of `folds` folds of nearly equal size, by the given order. */
export function assignFolds(order: Int32Array, folds: number): Uint8Array {
  const foldOf = new Uint8Array(order.length);
  order.forEach((document, position) => {
    foldOf[document] = position % folds;
  });
  return foldOf;
}
