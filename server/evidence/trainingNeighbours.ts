import { rowOf } from "../corpus/sparseRow.ts";
import type { CsrMatrix } from "../kernels/index.ts";
import { NearestLists } from "./nearestLists.ts";
import type { Neighbour } from "./neighbours.ts";

/** Words of more documents than this say too little to look for neighbours by: without a limit the cost is the square of the documents. */
const MOST_DOCUMENTS_OF_WORD = 2000;

/** Where words are left out, so many times as many documents are looked at in full. */
const SPARE = 2;

/**
 * The nearest of each training document among the others, all at once: half of the work of asking one by one, since each pair is met
 * once. The sums are those of `SimilarityIndex`, in the same order. Where a word stands in more documents than a limit, the documents
 * that the other words bring near are looked at in full, so that the cost of a document hardly grows with their number.
 */
export class TrainingNeighbours {
  readonly #lists: NearestLists;

  /**
   * @param matrix training documents × words, rows of unit length
   * @param count of the neighbours of each
   * @param checkpoint called for each document; throws to give up
   */
  constructor(
    matrix: CsrMatrix,
    count: number,
    checkpoint?: () => void,
    mostDocumentsOfWord = MOST_DOCUMENTS_OF_WORD,
  ) {
    const postings = new GrowingPostings(matrix, mostDocumentsOfWord);
    const size = postings.isComplete ? count : SPARE * count;
    const lists = new NearestLists(matrix.rows, Math.min(size, Math.max(1, matrix.rows - 1)));
    for (let i = 0; i < matrix.rows; i++) {
      checkpoint?.();
      postings.visitPairs(i, (other, similarity) => {
        lists.add(i, other, similarity);
        lists.add(other, i, similarity);
      });
    }
    this.#lists = postings.isComplete ? lists : inFull(matrix, lists, count, checkpoint);
  }

  /** Most similar first; earlier documents first among equals. */
  of(i: number): Neighbour[] {
    return this.#lists.sorted(i);
  }
}

/** The same lists by the whole cosines, shortened to `count`. */
function inFull(
  matrix: CsrMatrix,
  near: NearestLists,
  count: number,
  checkpoint: (() => void) | undefined,
): NearestLists {
  const lists = new NearestLists(matrix.rows, count);
  const { rowStart, columnIndex, values: weights } = matrix;
  /** The row asked for, every word at its own place. */
  const spread = new Float64Array(matrix.columns);
  for (let i = 0; i < matrix.rows; i++) {
    checkpoint?.();
    const { columns, values } = rowOf(matrix, i);
    for (let j = 0; j < columns.length; j++) spread[columns[j]] = values[j];
    for (const other of near.documentsOf(i)) {
      let cosine = 0;
      for (let at = rowStart[other]; at < rowStart[other + 1]; at++) {
        cosine += spread[columnIndex[at]] * weights[at];
      }
      lists.add(i, other, cosine);
    }
    for (let j = 0; j < columns.length; j++) spread[columns[j]] = 0;
  }
  return lists;
}

/** For each word the documents that have it, as far as they have been visited. */
class GrowingPostings {
  /** Whether no word was left out. */
  readonly isComplete: boolean;
  readonly #matrix: CsrMatrix;
  /** Where the list of each word starts and ends; −1 for a word that is left out. */
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  readonly #documents: Int32Array;
  readonly #values: Float32Array;
  readonly #sums: Float64Array;
  readonly #met: Int32Array;

  constructor(matrix: CsrMatrix, most: number) {
    this.#matrix = matrix;
    const counts = new Int32Array(matrix.columns);
    for (let at = 0; at < matrix.rowStart[matrix.rows]; at++) counts[matrix.columnIndex[at]]++;
    this.#start = new Int32Array(matrix.columns).fill(-1);
    let size = 0;
    let isComplete = true;
    for (let word = 0; word < counts.length; word++) {
      if (counts[word] > most) isComplete = false;
      else {
        this.#start[word] = size;
        size += counts[word];
      }
    }
    this.isComplete = isComplete;
    this.#end = this.#start.slice();
    this.#documents = new Int32Array(size);
    this.#values = new Float32Array(size);
    this.#sums = new Float64Array(matrix.rows);
    this.#met = new Int32Array(matrix.rows);
  }

  /** Tells the earlier documents that are like document i, with their cosine, and takes i in. To be called for each in turn. */
  visitPairs(i: number, visit: (other: number, similarity: number) => void): void {
    const { rowStart, columnIndex, values } = this.#matrix;
    const sums = this.#sums;
    const met = this.#met;
    const documents = this.#documents;
    const others = this.#values;
    let size = 0;
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) {
      const word = columnIndex[at];
      const start = this.#start[word];
      if (start < 0) continue;
      const value = values[at];
      const end = this.#end[word];
      for (let p = start; p < end; p++) {
        const other = documents[p];
        const sum = sums[other];
        if (sum === 0 && size < met.length) met[size++] = other;
        sums[other] = sum + value * others[p];
      }
      documents[end] = i;
      others[end] = value;
      this.#end[word] = end + 1;
    }
    for (let n = 0; n < size; n++) {
      const similarity = sums[met[n]];
      // One that was met twice, since its sum was nought in between, is nought again by now.
      sums[met[n]] = 0;
      if (similarity > 0) visit(met[n], similarity);
    }
  }
}
