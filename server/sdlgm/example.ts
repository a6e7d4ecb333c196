/** One training document as the model sees it: evidence made as if the document were new, and the tags that it has. */
export interface Example {
  /** K × M, row-major. */
  readonly evidence: ArrayLike<number>;
  /** K: 1 for tags that could be suggested for it. Pairs of the others teach nothing. */
  readonly candidates: Uint8Array;
  /** The tags that it has and that are candidates, ascending. */
  readonly tags: Int32Array;
  /** Numbers that speak of the number of tags. */
  readonly hints: readonly number[];
}

/** n training documents. `read` may use its arrays again at the next call. */
export interface ExampleSet {
  readonly count: number;
  /** K. */
  readonly tags: number;
  /** M, named. */
  readonly columns: readonly string[];
  /** All tags that document i has, candidates or not: what held-out figures are measured against. */
  tagsOf(i: number): Int32Array;
  read(i: number): Example;
}
