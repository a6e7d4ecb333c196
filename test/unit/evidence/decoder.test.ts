import { describe, expect, it } from "vitest";
import { rowOf, type SparseRow } from "../../../server/corpus/sparseRow.ts";
import { DecoderEvidence } from "../../../server/evidence/decoder.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { columnOf, expectClose, flipped, queryFor, randomCorpus, randomRow } from "./randomCorpus.ts";

const TAGS = 6;
const WORDS = 15;
const corpus = randomCorpus(30, WORDS, TAGS, 10);
const evidence = new DecoderEvidence(corpus.logCounts, corpus.labels);
const otherText = randomRow(WORDS, createRandom(4));

/**
 * 10/len · Σ_v log1p(tf_v) log(p(v|k) / p(v)) from the definition, with p(v|k) of the documents of the tag but `without`. The unigram
 * distribution p(v) knows no tags and is that of all documents.
 */
function naiveBayes(counts: SparseRow, without: number): number[] {
  const documents = Array.from({ length: 30 }, (_, i) => dense(rowOf(corpus.logCounts, i)));
  const add = (a: number[], b: number[]): number[] => a.map((value, v) => value + b[v]);
  const none = Array(WORDS).fill(0);
  const all = documents.reduce(add, none);
  const total = all.reduce((a, b) => a + b, 0);
  const length = counts.values.reduce((a, b) => a + b, 0);
  return Array.from({ length: TAGS }, (_, tag) => {
    const mass = documents.filter((_, i) => i !== without && corpus.labels.has(i, tag)).reduce(add, none);
    const tagTotal = mass.reduce((a, b) => a + b, 0);
    const sum = dense(counts).reduce((score, count, v) => {
      const unigram = all[v] / total;
      const p = (mass[v] + 200 * unigram) / (tagTotal + 200);
      return score + count * Math.log(p / unigram);
    }, 0);
    return (10 / length) * sum;
  });
}

function dense({ columns, values }: SparseRow): number[] {
  const out = Array(WORDS).fill(0);
  columns.forEach((column, j) => {
    out[column] = values[j];
  });
  return out;
}

describe("the decoder", () => {
  it("explains a new document by the words of each tag's documents", () => {
    const query = queryFor(corpus, -1, otherText);
    expectClose(columnOf(evidence, "decoder", query, TAGS), naiveBayes(otherText, -1), 1e-5);
  });

  it("explains a training document as if its tags had not been counted", () => {
    for (let i = 0; i < 30; i++) {
      const query = queryFor(corpus, i);
      expectClose(columnOf(evidence, "decoder", query, TAGS), naiveBayes(query.logCounts, i), 1e-5);
    }
  });

  it("explains an edited one as if its older text had not been counted", () => {
    const query = queryFor(corpus, 7, otherText);
    expectClose(columnOf(evidence, "decoder", query, TAGS), naiveBayes(otherText, 7), 1e-5);
  });

  it("does not know a document's own tags", () => {
    for (const i of [0, 3, 9]) {
      const other = new DecoderEvidence(corpus.logCounts, flipped(corpus, i));
      for (const query of [queryFor(corpus, i), queryFor(corpus, i, otherText)]) {
        const expected = columnOf(evidence, "decoder", query, TAGS);
        expectClose(columnOf(other, "decoder", query, TAGS), expected, 1e-4);
      }
    }
  });

  it("has nothing to say of a document without words", () => {
    const nothing = { columns: new Int32Array(0), values: new Float32Array(0) };
    expect(columnOf(evidence, "decoder", queryFor(corpus, -1, nothing), TAGS)).toEqual(Array(TAGS).fill(0));
  });
});
