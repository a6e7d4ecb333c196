/**
 * The indices (of tags, of neighbours) of the `top` highest scores, best first, equal ones in order of their index.
 * A score of −Infinity or NaN means that nothing speaks for it: it is left out, so the list may be shorter.
 */
export function rank(scores: Float64Array, top: number): Int32Array {
  if (top <= MOST_SELECTED) return select(scores, top);
  let candidates: number[] = [];
  for (let index = 0; index < scores.length; index++) {
    if (scores[index] > Number.NEGATIVE_INFINITY) candidates.push(index);
  }
  if (candidates.length > 4 * top && top > 0) {
    // Sorting bare numbers is ten times as fast as sorting with a comparison; do it first, to have few left.
    const sorted = Float64Array.from(candidates, (index) => scores[index]).sort();
    const least = sorted[sorted.length - top];
    candidates = candidates.filter((index) => scores[index] >= least);
  }
  candidates.sort((a, b) => descending(scores[a], scores[b]) || a - b);
  return Int32Array.from(candidates.slice(0, top));
}

/** A list so short is kept in order while the scores are read once, which is quicker than to sort them. */
const MOST_SELECTED = 128;

function select(scores: Float64Array, top: number): Int32Array {
  const best = new Int32Array(Math.min(top, scores.length));
  let filled = 0;
  for (let index = 0; index < scores.length; index++) {
    const score = scores[index];
    if (!(score > (filled < best.length ? Number.NEGATIVE_INFINITY : scores[best[filled - 1]]))) continue;
    let place = filled < best.length ? filled++ : filled - 1;
    while (place > 0 && scores[best[place - 1]] < score) {
      best[place] = best[place - 1];
      place--;
    }
    best[place] = index;
  }
  return best.slice(0, filled);
}

/** The indices whose score reaches the threshold, best first. */
export function rankAtLeast(scores: Float64Array, threshold: number): Int32Array {
  return rank(
    scores.map((score) => (score >= threshold ? score : Number.NEGATIVE_INFINITY)),
    scores.length,
  );
}

// Not a difference: that of two infinities is no number.
function descending(a: number, b: number): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
