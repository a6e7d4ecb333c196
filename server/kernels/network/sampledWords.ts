import type { CsrMatrix } from "../sparse.ts";
import { touchedRows } from "./adam.ts";
import { mixed } from "./noise.ts";

/** The words that a softmax runs over in place of all of them. */
export interface SampledWords {
  /** Rising, each once: all words of the batch, and negatives. */
  readonly words: Int32Array;
  /** To be added to the words' biases: log of how many words each one stands for. */
  readonly logWeights: Float32Array;
  /** The batch with places in `words` for columns. */
  readonly counts: CsrMatrix;
}

/**
 * All words of the batch, and so many of the others, drawn uniformly without replacement. A negative stands for others / negatives words, a word of the
 * batch for itself. So Σ e^(s + logWeight) over the sampled words is an unbiased estimate of Σ e^s over all words (Horvitz and Thompson
 * 1952); its logarithm, and the loss with it, errs downwards by half of its relative variance.
 *
 * @param seed a whole number; the same one gives the same words
 */
export function sampleWords(batch: CsrMatrix, negatives: number, seed: number): SampledWords {
  const present = touchedRows(batch).rows;
  const others = batch.columns - present.length;
  const drawn = Math.min(negatives, others);
  const words = new Int32Array(present.length + drawn);
  const logWeights = new Float32Array(words.length);
  const logWeight = Math.log(others / drawn);
  const places = new Int32Array(batch.columns);
  let place = 0;
  let left = others;
  let missing = drawn;
  // Knuth's selection sampling (algorithm S): each word that is left is taken with the chance missing / left.
  for (let v = 0, p = 0; v < batch.columns; v++) {
    const isPresent = p < present.length && present[p] === v;
    if (isPresent) p++;
    else {
      const isTaken = ((mixed(seed ^ mixed(v)) >>> 0) / 2 ** 32) * left < missing;
      left--;
      if (!isTaken) continue;
      missing--;
      logWeights[place] = logWeight;
    }
    places[v] = place;
    words[place++] = v;
  }
  const columnIndex = batch.columnIndex.map((v) => places[v]);
  return { words, logWeights, counts: { ...batch, columns: words.length, columnIndex } };
}
