import type { EvaluationReport } from "../training/evaluate.ts";
import type { EvaluationResult } from "../training/startTraining.ts";
import { scoreTable } from "./evaluationReport.ts";
import { spokenSeconds } from "./progressBar.ts";
import { count, readingLines } from "./readingLines.ts";
import { evidenceText } from "./suggestionLines.ts";
import type { Paint } from "./terminal.ts";
import { percent } from "./trainReport.ts";

const EXAMPLES = 5;
const SUGGESTIONS = 6;

/** What the demo says before it starts. */
export function demoIntroduction(folder: string | undefined, paint: Paint): string {
  const corpus =
    folder === undefined
      ? "the packages in this project's own node_modules: a README is a document, its keywords are its tags"
      : folder;
  return `${paint("bold", "SDLGM Tags")} learns which tags a document should have, and how many.
Documents: ${corpus}.
Nothing is written and nothing leaves this machine.

`;
}

/** What the demo says after it has learned and looked at the hidden documents. */
export function demoReport(
  { report, reading, seconds }: EvaluationResult,
  folder: string | undefined,
  paint: Paint,
): string {
  const path = folder ?? "FOLDER";
  return [
    paint("bold", "What was read"),
    ...readingLines(reading),
    "",
    paint("bold", "How good it is"),
    `The tags of ${count(report.testDocuments, "document")} were hidden, the rest was learned from (${spokenSeconds(seconds)} in all), and this was found again, beside four simpler methods:`,
    "",
    ...scoreTable(report.model, report.baselines),
    "",
    "P@1: how often the first suggestion is right; P@3, P@5: what share of the first three or five are.",
    "F1: one figure for finding all tags and no wrong ones, 100 is perfect (micro: over all tags together,",
    "macro: mean over the tags, rare ones count like frequent ones; example: mean over the documents).",
    "L: how many tags a document has; the last column says by how many tags the guess is off on average.",
    "",
    paint("bold", "Hidden documents, and what was suggested for them"),
    ...report.examples.slice(0, EXAMPLES).flatMap((example) => exampleLines(example, paint)),
    "",
    `For tags of your own: node dist/cli.js train ${path}, then node dist/cli.js suggest ${path}.`,
    "",
  ].join("\n");
}

function exampleLines(
  { id, trueTags, suggestion }: EvaluationReport["examples"][number],
  paint: Paint,
): string[] {
  const { mode, interval } = suggestion.level;
  const truth = new Set(trueTags);
  const predicted = new Set(suggestion.predicted);
  const shown = suggestion.suggestions.slice(0, SUGGESTIONS);
  const width = Math.max(0, ...shown.map(({ tag }) => tag.length));
  return [
    "",
    paint("cyan", id),
    `  has      L = ${trueTags.length}: ${trueTags.join(", ") || "none"}`,
    `  model    L = ${mode} (${interval[0]}–${interval[1]}): ${suggestion.predicted.join(", ") || "none"}`,
    ...shown.map(({ tag, probability, evidence }) => {
      const name = tag.padEnd(width);
      const mark = truth.has(tag) ? paint("green", "✓") : predicted.has(tag) ? paint("yellow", "✗") : " ";
      return `    ${mark} ${predicted.has(tag) ? paint("bold", name) : name} ${percent(probability).padStart(5)}  ${paint("dim", evidenceText(evidence))}`.trimEnd();
    }),
  ];
}
