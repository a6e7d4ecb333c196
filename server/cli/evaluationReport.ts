import type { Scores } from "../training/evaluate.ts";
import type { EvaluationResult } from "../training/startTraining.ts";
import { spokenSeconds } from "./progressBar.ts";
import { count, readingLines } from "./readingLines.ts";
import { rounded, roundedAll } from "./rounded.ts";
import { speedFigures } from "./trainReport.ts";

/** The last line of `evaluate --json`. */
export function evaluationSummary({ report, seconds }: EvaluationResult): object {
  const { documents, testDocuments, tags, vocabulary, epochs, model, baselines } = report;
  return {
    ...{ documents, testDocuments, tags, vocabulary, epochs },
    ...speedFigures(documents, seconds),
    ...roundedAll({ ...model }),
    unseenTagShare: rounded(report.unseenTagShare),
    calibrationError: rounded(report.calibrationError),
    baselines: Object.fromEntries(
      Object.entries(baselines).map(([name, scores]) => [name, roundedAll({ ...scores })]),
    ),
  };
}

/**
 * What `evaluate` tells a person.
 *
 * @param page where the report was written as a page
 */
export function evaluationText({ report, reading, seconds }: EvaluationResult, page?: string): string {
  return [
    ...readingLines(reading),
    `Hid the tags of ${count(report.testDocuments, "document")} and learned from the others, in ${spokenSeconds(seconds)}.`,
    "",
    ...scoreTable(report.model, report.baselines),
    "",
    `${percentOf(report.unseenTagShare)} % of the hidden tags stand in no other document, so nothing could find them.`,
    `Calibration error of the probabilities: ${report.calibrationError.toFixed(3)}.`,
    ...(page === undefined ? [] : [`The report is in ${page}: open it in a browser.`]),
    "",
  ].join("\n");
}

type Column = readonly [title: string, value: (scores: Scores) => string];

const COLUMNS: readonly Column[] = [
  ["P@1", ({ precisionAt1 }) => percentOf(precisionAt1)],
  ["P@3", ({ precisionAt3 }) => percentOf(precisionAt3)],
  ["P@5", ({ precisionAt5 }) => percentOf(precisionAt5)],
  ["micro-F1", ({ microF1 }) => percentOf(microF1)],
  ["macro-F1", ({ macroF1 }) => percentOf(macroF1)],
  ["example-F1", ({ exampleF1 }) => percentOf(exampleF1)],
  ["L off by", ({ levelError }) => (Number.isFinite(levelError) ? levelError.toFixed(2) : "–")],
];

/** What the baselines are called in a table. */
const TITLES: Readonly<Record<string, string>> = {
  popularity: "popularity",
  literal: "literal match",
  nearestNeighbours: "nearest neighbours",
  oneVsRest: "one-vs-rest logistic",
};

/** The model's figures in per cent, the baselines' below. */
export function scoreTable(model: Scores, baselines: Readonly<Record<string, Scores>>): string[] {
  const others = Object.entries(baselines).map(([name, scores]) => [TITLES[name] ?? name, scores] as const);
  const lines = [
    ["in per cent", ...COLUMNS.map(([title]) => title)],
    ...[["SDLGM", model] as const, ...others].map(([name, scores]) => [
      name,
      ...COLUMNS.map(([, value]) => value(scores)),
    ]),
  ];
  const widths = lines[0].map((_, c) => Math.max(...lines.map((cells) => cells[c].length)));
  return lines.map(([name, ...figures]) =>
    [name.padEnd(widths[0]), ...figures.map((figure, c) => figure.padStart(widths[c + 1]))].join("  "),
  );
}

function percentOf(share: number): string {
  return Number.isFinite(share) ? (100 * share).toFixed(1) : "–";
}
