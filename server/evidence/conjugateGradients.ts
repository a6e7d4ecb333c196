import type { CsrMatrix } from "../kernels/index.ts";

const MOST_ITERATIONS = 200;
const TOLERANCE = 1e-7;

/**
 * Solves (XXᵀ + λI) v = b for a sparse X (n × V) without forming the Gram matrix, by conjugate gradients
 * (Hestenes and Stiefel, 1952), to a relative residual of 1e-7.
 */
export function solveRegularisedGram(matrix: CsrMatrix, lambda: number, b: Float64Array): Float64Array {
  const steps = regularisedGramSteps(matrix, lambda, b);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
  }
}

/** As `solveRegularisedGram`, to a relative residual of `tolerance`, with a pause after each iteration, which costs two passes over the entries of X. */
export function* regularisedGramSteps(
  matrix: CsrMatrix,
  lambda: number,
  b: Float64Array,
  tolerance = TOLERANCE,
): Generator<void, Float64Array, void> {
  const n = matrix.rows;
  const v = new Float64Array(n);
  const residual = Float64Array.from(b);
  const direction = Float64Array.from(b);
  const image = new Float64Array(n);
  const words = new Float64Array(matrix.columns);
  let norm = squaredNorm(residual);
  const enough = norm * tolerance * tolerance;
  for (let iteration = 0; iteration < MOST_ITERATIONS && norm > enough; iteration++) {
    applyRegularisedGram(matrix, lambda, direction, words, image);
    let curvature = 0;
    for (let i = 0; i < n; i++) curvature += direction[i] * image[i];
    const step = norm / curvature;
    for (let i = 0; i < n; i++) {
      v[i] += step * direction[i];
      residual[i] -= step * image[i];
    }
    const next = squaredNorm(residual);
    const momentum = next / norm;
    norm = next;
    for (let i = 0; i < n; i++) direction[i] = residual[i] + momentum * direction[i];
    yield;
  }
  return v;
}

/** out = X (Xᵀ v) + λ v, with `words` (V) as scratch. */
function applyRegularisedGram(
  { rows, rowStart, columnIndex, values }: CsrMatrix,
  lambda: number,
  v: Float64Array,
  words: Float64Array,
  out: Float64Array,
): void {
  words.fill(0);
  for (let i = 0; i < rows; i++) {
    const weight = v[i];
    if (weight === 0) continue;
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) words[columnIndex[at]] += weight * values[at];
  }
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) sum += words[columnIndex[at]] * values[at];
    out[i] = sum + lambda * v[i];
  }
}

function squaredNorm(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * v[i];
  return sum;
}
