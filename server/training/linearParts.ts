import type { Labels } from "../evidence/labels.ts";
import { fitLinear, LINEAR_GROUPS, type LinearState } from "../evidence/linear.ts";
import { choiceOf, heaviestColumns, narrowMatrix } from "../evidence/narrow.ts";
import { fitRidge, hasClosedForm, type RidgeFit } from "../evidence/ridge.ts";
import type { CsrMatrix, Kernels, Watch } from "../kernels/index.ts";

/** So many words carry a ridge where neither documents nor words are few enough for all: its cost is their cube. */
const NARROW_WORDS = 3000;

/** Weights of the machines beyond this many do not pay for their memory: 800 MB. */
const MOST_LINEAR_WEIGHTS = 200_000_000;

/**
 * The linear evidence that this many documents and words can afford: a ridge with exact leave-one-out on all words or, beyond the
 * reach of its closed form, on the weightiest ones; and support vector machines where a ridge in the number of documents is no longer
 * possible.
 *
 * @throws Cancelled
 */
export function fitLinearParts(
  rows: CsrMatrix,
  labels: Labels,
  lambda: number,
  seed: number,
  kernels: Kernels,
  watch: Watch,
): { ridge: RidgeFit; linear: LinearState | undefined } {
  const isLarge = !hasClosedForm(rows.rows, Number.POSITIVE_INFINITY);
  const share = isLarge ? 0.5 : 1;
  const progress = (from: number, part: number): Watch => ({
    ...watch,
    onProgress: (fraction) => watch.onProgress?.(from + part * fraction),
  });
  const ridge = hasClosedForm(rows.rows, rows.columns)
    ? fitRidge(rows, labels, lambda, kernels, undefined, progress(0, share))
    : narrowRidge(rows, labels, lambda, kernels, progress(0, share));
  const affordable = (LINEAR_GROUPS + 1) * (rows.columns + 1) * labels.tags <= MOST_LINEAR_WEIGHTS;
  const linear =
    isLarge && affordable ? fitLinear(rows, labels, seed, kernels, progress(share, 1 - share)) : undefined;
  return { ridge, linear };
}

function narrowRidge(
  rows: CsrMatrix,
  labels: Labels,
  lambda: number,
  kernels: Kernels,
  watch: Watch,
): RidgeFit {
  const columns = heaviestColumns(rows, NARROW_WORDS);
  const narrow = narrowMatrix(rows, choiceOf(columns, rows.columns));
  const { state, leaveOneOut } = fitRidge(narrow, labels, lambda, kernels, undefined, watch);
  return { state: { ...state, columns }, leaveOneOut };
}
