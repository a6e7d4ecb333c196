import type { CorpusDocument } from "../corpus/corpusDocument.ts";
import { MentionMatcher, type Mentions } from "../corpus/mentions.ts";
import { type SparseRow, stackRows } from "../corpus/sparseRow.ts";
import { foldTag } from "../documents/tagName.ts";
import type { SplitCorpus } from "../evaluation/baselines/index.ts";
import type { TagLists } from "../evaluation/tagLists.ts";
import { prepareCorpus, vectorize } from "./prepareCorpus.ts";

/** A split corpus for the baselines, and the numbers of its tags. */
export interface NumberedSplit {
  readonly split: SplitCorpus;
  /** Of the tags, by number: the most used first. */
  readonly names: readonly string[];
  /** Tag numbers of names, in their order; a name that no document has gets none. */
  numbersOf(names: readonly string[]): Int32Array;
}

/**
 * The documents as the baselines read them: plain words, no evidence. Tags have the same numbers for all.
 *
 * @param checkpoint called for each document, more than once; throws to give up
 */
export function splitCorpus(
  documents: readonly CorpusDocument[],
  trainRows: Int32Array,
  testRows: Int32Array,
  checkpoint: () => void = () => undefined,
): NumberedSplit {
  const corpus = prepareCorpus(documents, checkpoint);
  const { rows, vectorizer } = vectorize(corpus, "words", checkpoint);
  const { tags, documentTags } = corpus.inventory;
  const names = tags.map(({ name }) => name);
  const matcher = new MentionMatcher(
    { names, splits: [], idf: new Map(), inflections: false },
    corpus.dictionary,
  );
  const mentions = corpus.tokens.map((tokens): SparseRow => {
    checkpoint();
    if (tokens === undefined) return { columns: new Int32Array(0), values: new Float32Array(0) };
    return mentionCounts(matcher.match(tokens));
  });
  const numberOf = new Map(names.map((name, tag) => [foldTag(name), tag]));
  return {
    split: {
      features: stackRows(
        rows.map(({ row }) => row),
        vectorizer.columns,
      ),
      tags: tagListsOf(documentTags),
      tagCount: tags.length,
      trainRows: trainRows.filter((row) => documentTags[row].length > 0),
      testRows,
      mentionCounts: stackRows(mentions, tags.length),
    },
    names,
    numbersOf: (written) => {
      const numbers = written.map((name) => numberOf.get(foldTag(name))).filter((tag) => tag !== undefined);
      return Int32Array.from(new Set(numbers));
    },
  };
}

/** How often a document names each tag in its prose, not in its path. */
export function mentionCounts({ tags, title, heading, body }: Mentions): SparseRow {
  const counts = tags.map((_, j) => title[j] + heading[j] + body[j]);
  const mentioned = [...tags.keys()].filter((j) => counts[j] > 0);
  return {
    columns: Int32Array.from(mentioned, (j) => tags[j]),
    values: Float32Array.from(mentioned, (j) => counts[j]),
  };
}

export function tagListsOf(documentTags: readonly Int32Array[]): TagLists {
  const rowStart = new Int32Array(documentTags.length + 1);
  documentTags.forEach((tags, row) => {
    rowStart[row + 1] = rowStart[row] + tags.length;
  });
  const indices = new Int32Array(rowStart[documentTags.length]);
  documentTags.forEach((tags, row) => {
    indices.set(tags, rowStart[row]);
  });
  return { rowStart, indices };
}
