import type { CorpusDocument } from "../corpus/corpusDocument.ts";
import { MentionMatcher } from "../corpus/mentions.ts";
import { type SparseRow, stackRows } from "../corpus/sparseRow.ts";
import { foldTag } from "../documents/tagName.ts";
import type { SplitCorpus } from "../evaluation/baselines/index.ts";
import { prepareCorpus, vectorize } from "./prepareCorpus.ts";

/** A split corpus for the baselines, and the numbers of its tags. */
export interface NumberedSplit {
  readonly split: SplitCorpus;
  /** Tag numbers of names, in their order; a name that no document has gets none. */
  numbersOf(names: readonly string[]): Int32Array;
}

/** The documents as the baselines read them: plain words, no evidence. Tags have the same numbers for all. */
export function splitCorpus(
  documents: readonly CorpusDocument[],
  trainRows: Int32Array,
  testRows: Int32Array,
): NumberedSplit {
  const corpus = prepareCorpus(documents, () => undefined);
  const { rows, vectorizer } = vectorize(corpus, "words", () => undefined);
  const { tags, documentTags } = corpus.inventory;
  const names = tags.map(({ name }) => name);
  const matcher = new MentionMatcher(
    { names, splits: [], idf: new Map(), inflections: false },
    corpus.dictionary,
  );
  const mentions = corpus.tokens.map((tokens): SparseRow => {
    if (tokens === undefined) return { columns: new Int32Array(0), values: new Float32Array(0) };
    const found = matcher.match(tokens);
    const counts = found.tags.map((_, j) => found.title[j] + found.heading[j] + found.body[j]);
    const mentioned = [...found.tags.keys()].filter((j) => counts[j] > 0);
    return {
      columns: Int32Array.from(mentioned, (j) => found.tags[j]),
      values: Float32Array.from(mentioned, (j) => counts[j]),
    };
  });
  const lists = stackRows(
    documentTags.map((columns) => ({ columns, values: new Float32Array(columns.length) })),
    tags.length,
  );
  const numberOf = new Map(names.map((name, tag) => [foldTag(name), tag]));
  return {
    split: {
      features: stackRows(
        rows.map(({ row }) => row),
        vectorizer.columns,
      ),
      tags: { rowStart: lists.rowStart, indices: lists.columnIndex },
      tagCount: tags.length,
      trainRows: trainRows.filter((row) => documentTags[row].length > 0),
      testRows,
      mentionCounts: stackRows(mentions, tags.length),
    },
    numbersOf: (written) => {
      const numbers = written.map((name) => numberOf.get(foldTag(name))).filter((tag) => tag !== undefined);
      return Int32Array.from(new Set(numbers));
    },
  };
}
