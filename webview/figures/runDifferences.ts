import type { Agreement, RunReport } from "../../server/protocol.ts";

export type Figure = keyof Agreement | "calibrationError";

export interface FigureDifference {
  readonly figure: Figure;
  readonly first: number;
  readonly second: number;
  /** Second less first. */
  readonly difference: number;
  /** What the second is beside the first, as far as it shows. */
  readonly meaning: "better" | "worse" | "same" | "unknown";
}

export interface Caveat {
  readonly about: "kind" | "documents" | "limit" | "seed";
  readonly values: readonly number[];
}

/** The figures of a report in the order that they are shown, and with how many digits. */
export const FIGURES: readonly {
  readonly figure: Figure;
  readonly digits: number;
  readonly isError: boolean;
}[] = [
  { figure: "microF1", digits: 3, isError: false },
  { figure: "precision", digits: 3, isError: false },
  { figure: "recall", digits: 3, isError: false },
  { figure: "macroF1", digits: 3, isError: false },
  { figure: "exampleF1", digits: 3, isError: false },
  { figure: "precisionAt1", digits: 3, isError: false },
  { figure: "levelError", digits: 2, isError: true },
  { figure: "calibrationError", digits: 3, isError: true },
];

export function figureOf(run: RunReport, figure: Figure): number {
  return figure === "calibrationError" ? run.calibrationError : run.agreement[figure];
}

/** What is different in the second of two runs. */
export function runDifferences(first: RunReport, second: RunReport): FigureDifference[] {
  return FIGURES.map(({ figure, digits, isError }) => {
    const [before, after] = [figureOf(first, figure), figureOf(second, figure)];
    const difference = after - before;
    return {
      figure,
      first: before,
      second: after,
      difference,
      meaning: meaningOf(difference, digits, isError),
    };
  });
}

/** Why two runs should be compared with care. */
export function caveats(first: RunReport, second: RunReport): Caveat[] {
  const found: Caveat[] = [];
  if (first.kind !== second.kind) found.push({ about: "kind", values: [] });
  const compare = (about: Exclude<Caveat["about"], "kind">, before: number, after: number): void => {
    if (before !== after) found.push({ about, values: [before, after] });
  };
  compare("documents", first.taggedDocuments, second.taggedDocuments);
  compare("limit", first.limit, second.limit);
  compare("seed", first.seed, second.seed);
  return found;
}

/** The best simple method by F1. */
export function bestBaseline({
  baselines,
}: RunReport): { readonly name: string; readonly agreement: Agreement } | undefined {
  const known = Object.entries(baselines).filter(([, { microF1 }]) => Number.isFinite(microF1));
  const best = known.sort(([, a], [, b]) => b.microF1 - a.microF1)[0];
  return best && { name: best[0], agreement: best[1] };
}

function meaningOf(difference: number, digits: number, isError: boolean): FigureDifference["meaning"] {
  if (!Number.isFinite(difference)) return "unknown";
  // What rounds to nought is shown as nought.
  if (Math.abs(difference) < 0.5 * 10 ** -digits) return "same";
  return difference > 0 !== isError ? "better" : "worse";
}
