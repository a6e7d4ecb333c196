/** Scratch space for {@link descendingRanks}, so that ranking many documents allocates nothing. */
export interface RankScratch {
  readonly sorted: Float64Array;
}

export function rankScratch(length: number): RankScratch {
  return { sorted: new Float64Array(length) };
}

/** ranks[k] = how many scores are larger than scores[k]; equal scores share a rank. */
export function descendingRanks(scores: Float64Array, ranks: Float64Array, scratch: RankScratch): void {
  const { sorted } = scratch;
  const n = scores.length;
  for (let k = 0; k < n; k++) sorted[k] = -scores[k];
  sorted.sort();
  for (let k = 0; k < n; k++) {
    const value = -scores[k];
    let low = 0;
    let high = n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < value) low = middle + 1;
      else high = middle;
    }
    ranks[k] = low;
  }
}
