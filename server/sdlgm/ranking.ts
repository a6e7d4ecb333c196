/**
 * Indices of the `count` largest scores, largest first; equal scores in the order of their indices.
 * Returns min(count, scores.length) indices, written to the front of `out` when it is given.
 */
export function topIndices(scores: Float64Array, count: number, out?: Int32Array): Int32Array {
  const size = Math.min(count, scores.length);
  const top = out === undefined ? new Int32Array(size) : out.subarray(0, size);
  let filled = 0;
  for (let k = 0; k < scores.length; k++) {
    const score = scores[k];
    if (filled === size && (size === 0 || score <= scores[top[size - 1]])) continue;
    let place = filled < size ? filled++ : size - 1;
    while (place > 0 && scores[top[place - 1]] < score) {
      top[place] = top[place - 1];
      place--;
    }
    top[place] = k;
  }
  return top;
}
