import type { SplitCorpus } from "../../../server/evaluation/baselines/index.ts";
import type { TagLists } from "../../../server/evaluation/tagLists.ts";
import type { CsrMatrix } from "../../../server/kernels/index.ts";

export function tagLists(tags: readonly (readonly number[])[]): TagLists {
  const rowStart = new Int32Array(tags.length + 1);
  tags.forEach((list, row) => {
    rowStart[row + 1] = rowStart[row] + list.length;
  });
  return { rowStart, indices: Int32Array.from(tags.flat()) };
}

/** A sparse matrix from rows of [column, value]. */
export function sparse(rows: readonly (readonly [number, number][])[], columns: number): CsrMatrix {
  const { rowStart } = tagLists(rows.map((row) => row.map(([column]) => column)));
  return {
    rows: rows.length,
    columns,
    rowStart,
    columnIndex: Int32Array.from(rows.flat(), ([column]) => column),
    values: Float32Array.from(rows.flat(), ([, value]) => value),
  };
}

export interface SmallDocument {
  words: [number, number][];
  tags: number[];
  mentions?: [number, number][];
}

/** The last `tested` documents are for testing, the others for training. */
export function corpusOf(documents: readonly SmallDocument[], tagCount: number, tested: number): SplitCorpus {
  const rows = Int32Array.from(documents, (_, row) => row);
  const words = documents.flatMap((document) => document.words.map(([word]) => word));
  return {
    features: sparse(
      documents.map((document) => document.words),
      Math.max(0, ...words) + 1,
    ),
    tags: tagLists(documents.map((document) => document.tags)),
    tagCount,
    trainRows: rows.subarray(0, documents.length - tested),
    testRows: rows.subarray(documents.length - tested),
    mentionCounts: sparse(
      documents.map((document) => document.mentions ?? []),
      tagCount,
    ),
  };
}

/** Documents of which each has the word and the mention of each of its tags, and one common word. */
export function plainlyTagged(tags: readonly number[][], tagCount: number): SmallDocument[] {
  return tags.map((list) => {
    const weight = 1 / Math.sqrt(list.length + 0.01);
    return {
      words: [...list.map((tag): [number, number] => [tag, weight]), [tagCount, 0.1 * weight]],
      tags: list,
      mentions: list.map((tag): [number, number] => [tag, 2]),
    };
  });
}
