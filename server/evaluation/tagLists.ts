/** The tags of each document: document i has the tags `indices[rowStart[i] .. rowStart[i+1]-1]`, each once. */
export interface TagLists {
  /** Length documents + 1, from 0, never falling. */
  rowStart: Int32Array;
  indices: Int32Array;
}

/** The tags of one document, a view and not a copy. */
export function tagsOf(lists: TagLists, document: number): Int32Array {
  return lists.indices.subarray(lists.rowStart[document], lists.rowStart[document + 1]);
}

/** How many of these documents have each tag; length tagCount. */
export function countTags(lists: TagLists, documents: Iterable<number>, tagCount: number): Int32Array {
  const counts = new Int32Array(tagCount);
  for (const document of documents) for (const tag of tagsOf(lists, document)) counts[tag]++;
  return counts;
}

/** The share of the tag occurrences of the test documents whose tag no training document has: out of reach for all. */
export function unseenShare(
  lists: TagLists,
  trainRows: Iterable<number>,
  testRows: Iterable<number>,
  tagCount: number,
): number {
  const seen = countTags(lists, trainRows, tagCount);
  const tested = countTags(lists, testRows, tagCount);
  const total = tested.reduce((sum, count) => sum + count, 0);
  const unseen = tested.reduce((sum, count, tag) => (seen[tag] === 0 ? sum + count : sum), 0);
  return total === 0 ? 0 : unseen / total;
}
