import type { SparseRow } from "../corpus/sparseRow.ts";
import { rowOf } from "../corpus/sparseRow.ts";
import type { CsrMatrix } from "../kernels/sparse.ts";
import type { Labels } from "./labels.ts";
import type { Evidence, EvidenceQuery } from "./query.ts";

/** The weight of the unigram distribution in a tag's own, in pseudo-words. */
const PRIOR_WORDS = 200;

/**
 * Naive Bayes with the unigram distribution as prior: how much better a tag's words explain the document than words in general do,
 * `10/len · Σ_v log1p(tf_v) log(p(v|k) / p(v))`. The document's own words are taken out of its own tags.
 */
export class DecoderEvidence implements Evidence {
  readonly columns = ["decoder"];
  readonly #labels: Labels;
  readonly #unigram: Float64Array;
  /** Σ of log counts of the documents of a tag, K. */
  readonly #mass: Float64Array;
  /** For each word the tags whose documents have it, and how much of it: postings in the manner of a compressed matrix. */
  readonly #wordStart: Int32Array;
  readonly #postingTag: Int32Array;
  readonly #postingMass: Float32Array;
  /** log(1 + mass / prior): a posting's part in a score, where the document is not one of the tag's own. */
  readonly #postingRatio: Float32Array;
  readonly #logCounts: CsrMatrix;
  readonly #scores: Float64Array;

  /** @param logCounts training documents × words */
  constructor(logCounts: CsrMatrix, labels: Labels) {
    this.#labels = labels;
    this.#scores = new Float64Array(labels.tags);
    this.#mass = new Float64Array(labels.tags);
    this.#logCounts = logCounts;
    this.#unigram = unigramOf(logCounts);
    const words = logCounts.columns;
    const perWord = new Int32Array(words + 1);
    const accumulate = (visit: (word: number, tag: number, mass: number) => void): void => {
      const sums = new Float64Array(words);
      for (let tag = 0; tag < labels.tags; tag++) {
        const touched: number[] = [];
        for (const i of labels.documentsOf(tag)) {
          const { columns, values } = rowOf(logCounts, i);
          for (let j = 0; j < columns.length; j++) {
            if (sums[columns[j]] === 0) touched.push(columns[j]);
            sums[columns[j]] += values[j];
          }
        }
        for (const word of touched) {
          visit(word, tag, sums[word]);
          sums[word] = 0;
        }
      }
    };
    accumulate((word) => perWord[word + 1]++);
    for (let word = 0; word < words; word++) perWord[word + 1] += perWord[word];
    this.#wordStart = perWord;
    this.#postingTag = new Int32Array(perWord[words]);
    this.#postingMass = new Float32Array(perWord[words]);
    this.#postingRatio = new Float32Array(perWord[words]);
    const next = perWord.slice();
    accumulate((word, tag, mass) => {
      this.#postingTag[next[word]] = tag;
      this.#postingRatio[next[word]] = Math.log1p(mass / (PRIOR_WORDS * this.#unigram[word]));
      this.#postingMass[next[word]++] = mass;
      this.#mass[tag] += mass;
    });
  }

  score(query: EvidenceQuery, out: Float64Array, stride: number, offset: number): void {
    const scores = this.#logRatios(query.logCounts, query.self);
    for (let tag = 0; tag < this.#labels.tags; tag++) out[tag * stride + offset] = scores[tag];
  }

  #logRatios(counts: SparseRow, self: number): Float64Array {
    const scores = this.#scores.fill(0);
    const { columns, values } = counts;
    const tags = this.#postingTag;
    const ratios = this.#postingRatio;
    let length = 0;
    for (let j = 0; j < columns.length; j++) {
      const value = values[j];
      const end = this.#wordStart[columns[j] + 1];
      length += value;
      for (let at = this.#wordStart[columns[j]]; at < end; at++) scores[tags[at]] += value * ratios[at];
    }
    if (length === 0) return scores;
    for (let tag = 0; tag < scores.length; tag++) {
      scores[tag] = scaled(scores[tag], this.#mass[tag], length);
    }
    if (self < 0) return scores;
    const learned = rowOf(this.#logCounts, self);
    const learnedLength = learned.values.reduce((sum, value) => sum + value, 0);
    for (const tag of this.#labels.tagsOf(self)) {
      const sum = this.#sumWithout(learned, counts, tag);
      scores[tag] = scaled(sum, this.#mass[tag] - learnedLength, length);
    }
    return scores;
  }

  /** The sum of one tag without what the learned document added to it. */
  #sumWithout(learned: SparseRow, { columns, values }: SparseRow, tag: number): number {
    let sum = 0;
    for (let j = 0; j < columns.length; j++) {
      const word = columns[j];
      const at = placeOf(this.#postingTag, tag, this.#wordStart[word], this.#wordStart[word + 1]);
      if (at < 0) continue;
      const mass = this.#postingMass[at] - valueAt(learned, word);
      if (mass > 0) sum += values[j] * Math.log1p(mass / (PRIOR_WORDS * this.#unigram[word]));
    }
    return sum;
  }
}

/** Of a sum over words of the length `length` to the score of a tag of this mass. */
function scaled(sum: number, mass: number, length: number): number {
  return (10 / length) * (sum + length * Math.log(PRIOR_WORDS / (mass + PRIOR_WORDS)));
}

/** p(v), from all training documents; a word of none of them is as likely as one seen once. */
function unigramOf(logCounts: CsrMatrix): Float64Array {
  const unigram = new Float64Array(logCounts.columns);
  let total = 0;
  for (let at = 0; at < logCounts.values.length; at++) {
    unigram[logCounts.columnIndex[at]] += logCounts.values[at];
    total += logCounts.values[at];
  }
  for (let word = 0; word < unigram.length; word++)
    unigram[word] = Math.max(unigram[word], 0.5) / (total || 1);
  return unigram;
}

function valueAt(row: SparseRow, column: number): number {
  const at = placeOf(row.columns, column, 0, row.columns.length);
  return at < 0 ? 0 : row.values[at];
}

/** Where `wanted` stands in the ascending numbers from `start` up to `end`, or −1. */
function placeOf(numbers: Int32Array, wanted: number, start: number, end: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low < end && numbers[low] === wanted ? low : -1;
}
