import type { ExampleSet } from "./example.ts";
import { type HeadParameters, headForward } from "./head.ts";
import { buildPairTable, type PairTable, type PairTableOptions } from "./pairTable.ts";
import type { Random } from "./random.ts";
import type { TagScales } from "./tagScales.ts";

const NEWTON_STEPS = 12;
const ENOUGH = 1e-4;

/** Pairs to learn from: a few numbers each, so there can be many. */
const MOST_PAIRS = 1_500_000;

/** Share of the time that goes to collecting the pairs. */
const TABLE_SHARE = 0.7;

/** Strengths of the prior that are tried. */
const PRECISIONS = [5, 15, 50];
/** Held-out log loss has to fall by this share for the scales to be worth having. */
const WORTHWHILE_GAIN = 0.002;

/**
 * Fits the scales on top of a shared head, if that lowers the log loss of documents that they were not fitted on (one half fits, the
 * other judges); undefined if it does not.
 *
 * @param columns the columns to give each tag a slope in
 */
export function chooseTagScales(
  examples: ExampleSet,
  head: HeadParameters,
  columns: Int32Array,
  random: Random,
  { checkpoint, onProgress }: Omit<PairTableOptions, "mostPairs"> = {},
): TagScales | undefined {
  const pairs = buildPairTable(logitsAndColumns(examples, head, columns), 0, random, {
    ...{ mostPairs: MOST_PAIRS, checkpoint },
    onProgress: (done) => onProgress?.(TABLE_SHARE * done),
  });
  const fitShare = (1 - TABLE_SHARE) / (PRECISIONS.length + 1);
  const byTag = groupByTag(pairs.tag, examples.tags);
  const isFitted = Uint8Array.from({ length: examples.count }, () => (random() < 0.5 ? 1 : 0));
  const judged = (row: number): boolean => isFitted[pairs.document[row]] === 0;
  const without = logLoss(pairs, undefined, columns.length, judged);
  let best = without * (1 - WORTHWHILE_GAIN);
  let precision: number | undefined;
  for (const [tried, candidate] of PRECISIONS.entries()) {
    onProgress?.(TABLE_SHARE + fitShare * tried);
    const values = fitAll(pairs, byTag, columns.length, candidate, (row) => !judged(row), checkpoint);
    const loss = logLoss(pairs, values, columns.length, judged);
    if (loss >= best) continue;
    best = loss;
    precision = candidate;
  }
  if (precision === undefined) return undefined;
  onProgress?.(1 - fitShare);
  return { columns, values: fitAll(pairs, byTag, columns.length, precision, () => true, checkpoint) };
}

/** The examples with θ of the shared head and a few standardised columns in the place of all evidence. */
function logitsAndColumns(examples: ExampleSet, head: HeadParameters, columns: Int32Array): ExampleSet {
  const M = examples.columns.length;
  const width = columns.length + 1;
  const theta = new Float64Array(examples.tags);
  const narrow = new Float32Array(examples.tags * width);
  return {
    ...examples,
    columns: ["theta", ...Array.from(columns, (m) => examples.columns[m])],
    read(i) {
      const example = examples.read(i);
      headForward(head, example.evidence, theta);
      for (let k = 0; k < theta.length; k++) {
        narrow[k * width] = theta[k];
        for (let j = 1; j < width; j++) {
          const m = columns[j - 1];
          narrow[k * width + j] = (example.evidence[k * M + m] - head.mean[m]) / head.scale[m];
        }
      }
      return { ...example, evidence: narrow };
    },
  };
}

/** One small penalised logistic regression a tag, on the pairs that `isUsed`; K × (1 + J). */
function fitAll(
  pairs: PairTable,
  byTag: { start: Int32Array; rows: Int32Array },
  J: number,
  precision: number,
  isUsed: (row: number) => boolean,
  checkpoint?: () => void,
): Float64Array {
  const tags = byTag.start.length - 1;
  const values = new Float64Array(tags * (J + 1));
  for (let tag = 0; tag < tags; tag++) {
    checkpoint?.();
    const rows = byTag.rows.subarray(byTag.start[tag], byTag.start[tag + 1]).filter(isUsed);
    const own = values.subarray(tag * (J + 1), (tag + 1) * (J + 1));
    if (rows.length > 0) fitOne(pairs, rows, precision, own);
  }
  return values;
}

/** Newton's method from c = 0. */
function fitOne(pairs: PairTable, rows: Int32Array, precision: number, c: Float64Array): void {
  const size = c.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    gradient.fill(0);
    hessian.fill(0);
    for (let j = 0; j < size; j++) {
      gradient[j] = precision * c[j];
      hessian[j * size + j] = precision;
    }
    for (let r = 0; r < rows.length; r++) {
      const at = rows[r] * size;
      const p = 1 / (1 + Math.exp(-logitOf(pairs, rows[r], c)));
      const weight = pairs.weight[rows[r]];
      const error = weight * (p - pairs.present[rows[r]]);
      const curvature = weight * p * (1 - p);
      gradient[0] += error;
      hessian[0] += curvature;
      for (let j = 1; j < size; j++) {
        const x = pairs.evidence[at + j];
        gradient[j] += error * x;
        hessian[j * size] += curvature * x;
        for (let l = 1; l <= j; l++) hessian[j * size + l] += curvature * x * pairs.evidence[at + l];
      }
    }
    const move = solvePositive(hessian, gradient, size);
    let largest = 0;
    for (let j = 0; j < size; j++) {
      // A step of more than 2 would leave the region where the quadratic is to be trusted.
      const bounded = Math.max(-2, Math.min(2, move[j]));
      c[j] -= bounded;
      largest = Math.max(largest, Math.abs(bounded));
    }
    if (largest < ENOUGH) break;
  }
}

/** θ + c_0 + Σ_j c_j x_j of one pair: its first number is θ of the shared head. */
function logitOf(pairs: PairTable, row: number, c: Float64Array): number {
  const at = row * c.length;
  let logit = pairs.evidence[at] + c[0];
  for (let j = 1; j < c.length; j++) logit += c[j] * pairs.evidence[at + j];
  return logit;
}

/** Σ BCE over the pairs that are judged. */
function logLoss(
  pairs: PairTable,
  values: Float64Array | undefined,
  J: number,
  isJudged: (row: number) => boolean,
): number {
  const none = new Float64Array(J + 1);
  let loss = 0;
  for (let row = 0; row < pairs.tag.length; row++) {
    if (!isJudged(row)) continue;
    const c = values?.subarray(pairs.tag[row] * (J + 1), (pairs.tag[row] + 1) * (J + 1)) ?? none;
    const logit = logitOf(pairs, row, c);
    const signed = pairs.present[row] === 1 ? -logit : logit;
    loss += pairs.weight[row] * (Math.max(signed, 0) + Math.log1p(Math.exp(-Math.abs(signed))));
  }
  return loss;
}

/** H⁻¹ g by Cholesky, for a small positive definite H given by its lower triangle; overwrites H. */
function solvePositive(h: Float64Array, g: Float64Array, size: number): Float64Array {
  for (let j = 0; j < size; j++) {
    for (let l = 0; l <= j; l++) {
      let sum = h[j * size + l];
      for (let i = 0; i < l; i++) sum -= h[j * size + i] * h[l * size + i];
      h[j * size + l] = l === j ? Math.sqrt(sum) : sum / h[l * size + l];
    }
  }
  const x = g.slice();
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < j; i++) x[j] -= h[j * size + i] * x[i];
    x[j] /= h[j * size + j];
  }
  for (let j = size - 1; j >= 0; j--) {
    for (let i = j + 1; i < size; i++) x[j] -= h[i * size + j] * x[i];
    x[j] /= h[j * size + j];
  }
  return x;
}

function groupByTag(tag: Int32Array, tags: number): { start: Int32Array; rows: Int32Array } {
  const start = new Int32Array(tags + 1);
  for (const k of tag) start[k + 1]++;
  for (let k = 0; k < tags; k++) start[k + 1] += start[k];
  const next = start.slice();
  const rows = new Int32Array(tag.length);
  for (let p = 0; p < tag.length; p++) rows[next[tag[p]]++] = p;
  return { start, rows };
}
