import type { SparseRow } from "../corpus/sparseRow.ts";
import { type CsrMatrix, plainKernels } from "../kernels/index.ts";

/** Cosines with all training documents by an inverted index: the cost is the number of shared (word, document) pairs. */
export class SimilarityIndex {
  readonly documents: number;
  readonly #byWord: CsrMatrix;

  /** @param matrix training documents × words, rows of unit length */
  constructor(matrix: CsrMatrix) {
    this.documents = matrix.rows;
    this.#byWord = plainKernels.transpose(matrix);
  }

  /** Cosine of `row` with each training document; nought with `self`. */
  similarities(row: SparseRow, self: number): Float64Array {
    const { rowStart, columnIndex, values } = this.#byWord;
    const cosines = new Float64Array(this.documents);
    for (let j = 0; j < row.columns.length; j++) {
      const value = row.values[j];
      const end = rowStart[row.columns[j] + 1];
      for (let at = rowStart[row.columns[j]]; at < end; at++) cosines[columnIndex[at]] += value * values[at];
    }
    if (self >= 0) cosines[self] = 0;
    return cosines;
  }
}
