import type { RunReport } from "../../server/protocol.ts";

export type Verdict = "yes" | "mostly" | "tooSure" | "tooCautious" | "unknown";

export interface Trust {
  readonly verdict: Verdict;
  /** One claim and what comes of it, 0..1: “where it says 70 %, 68 % come true”. Absent where nothing is sure enough. */
  readonly example?: { readonly says: number; readonly comesTrue: number };
}

/** The claim that stands for all others: one that a reader would act on. */
const CLAIM = 0.7;
/** With fewer pairs a share tells nothing. */
const LEAST_PAIRS = 20;
/** Expected calibration errors up to which the answer is yes, and mostly. */
const GOOD = 0.03;
const FAIR = 0.07;

/** What the reliability of a run comes to in one plain sentence. */
export function trustOf({
  reliability,
  calibrationError,
}: Pick<RunReport, "reliability" | "calibrationError">): Trust {
  const groups = reliability.filter(
    ({ pairs, predicted, observed }) =>
      pairs >= LEAST_PAIRS && Number.isFinite(predicted) && Number.isFinite(observed),
  );
  const pairs = groups.reduce((sum, group) => sum + group.pairs, 0);
  if (pairs === 0 || !Number.isFinite(calibrationError)) return { verdict: "unknown" };
  const example = exampleOf(groups);
  const verdict: Verdict =
    calibrationError <= GOOD ? "yes" : calibrationError <= FAIR ? "mostly" : leaning(groups);
  return { verdict, ...(example && { example }) };
}

type Group = RunReport["reliability"][number];

/** Too sure where, over all pairs that matter, more is claimed than comes true. */
function leaning(groups: readonly Group[]): Verdict {
  const surplus = groups.reduce(
    (sum, { pairs, predicted, observed }) => sum + pairs * (predicted - observed),
    0,
  );
  return surplus > 0 ? "tooSure" : "tooCautious";
}

/** Between the two groups around the claim; else the group nearest to it, under its own claim. */
function exampleOf(groups: readonly Group[]): Trust["example"] {
  const above = groups.find(({ predicted }) => predicted >= CLAIM);
  const below = groups.findLast(({ predicted }) => predicted < CLAIM);
  if (above !== undefined && below !== undefined && above.predicted - below.predicted <= 0.25) {
    const part = (CLAIM - below.predicted) / (above.predicted - below.predicted);
    return { says: CLAIM, comesTrue: below.observed + part * (above.observed - below.observed) };
  }
  const claims = groups.filter(({ predicted }) => predicted >= 0.25);
  const nearest = claims.sort((a, b) => Math.abs(a.predicted - CLAIM) - Math.abs(b.predicted - CLAIM))[0];
  return nearest && { says: nearest.predicted, comesTrue: nearest.observed };
}
