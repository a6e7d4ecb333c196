import { t } from "@vscode/l10n";
import { code } from "../language/markdown.ts";
import type { FolderStatus } from "../protocol.ts";
import type { Scores } from "../training/evaluate.ts";
import type { ReadingReport } from "../training/readCorpus.ts";
import type { EvaluationResult } from "../training/startTraining.ts";

/** So many single files are named; more are counted. */
const MOST_NAMED = 20;

/** What there is to say of a model, for people. */
export function modelMarkdown(status: FolderStatus, reading: ReadingReport | undefined): string {
  const { model, name, changedDocuments, documents, taggedDocuments } = status;
  if (model === undefined) return "";
  const lines = [
    `# ${t("Tag model of {0}", code(name))}`,
    "",
    t("Trained {0} on {1} documents, {2} of them with tags, in {3} s.", ...trained(model)),
    t(
      "It knows {0} tags and {1} words, and gives no document more than {2} tags (the limit L0).",
      model.tags,
      model.vocabulary,
      model.limit,
    ),
    "",
    `## ${t("How good it is")}`,
    "",
    t("Measured on the training documents, each seen as if it were new:"),
    "",
    ...heldOutLines(model.heldOut),
    "",
    `## ${t("The folder now")}`,
    "",
    t(
      "{0} documents, {1} with tags. Changed since the training: {2}.",
      documents,
      taggedDocuments,
      changedDocuments,
    ),
  ];
  if (reading !== undefined) lines.push(...readingMarkdown(reading));
  return `${lines.join("\n")}\n`;
}

/** How the model compares with simpler ways on hidden tags. */
export function evaluationMarkdown(
  name: string,
  { report, reading, seconds }: Pick<EvaluationResult, "report" | "reading" | "seconds">,
): string {
  const rows = [
    [t("this model"), report.model] as const,
    ...Object.entries(report.baselines).map(([key, scores]) => [baselineName(key), scores] as const),
  ];
  const lines = [
    `# ${t("Evaluation of {0}", code(name))}`,
    "",
    t(
      "The tags of {0} documents were hidden, the others were learned from. It took {1} s.",
      report.testDocuments,
      Math.round(seconds),
    ),
    "",
    `| ${[t("in per cent"), t("first tag right"), t("first five right"), "micro-F1", "macro-F1", t("F1 of a document"), t("number of tags off by")].join(" | ")} |`,
    `|---|${"---:|".repeat(6)}`,
    ...rows.map(([title, scores]) => `| ${[title, ...figures(scores)].join(" | ")} |`),
    "",
    t(
      "{0} % of the hidden tags stand in no other document, so nothing could find them.",
      percent(report.unseenTagShare),
    ),
    t("The probabilities are off by {0} percentage points on average.", percent(report.calibrationError)),
    ...readingMarkdown(reading),
  ];
  return `${lines.join("\n")}\n`;
}

function trained(model: NonNullable<FolderStatus["model"]>): [string, number, number, number] {
  const when = `${model.created.slice(0, 10)} ${model.created.slice(11, 16)} UTC`;
  return [when, model.documents, model.taggedDocuments, Math.max(1, Math.round(model.seconds))];
}

function heldOutLines({ precisionAt1, microF1, levelError }: Readonly<Record<string, number>>): string[] {
  const lines: string[] = [];
  if (Number.isFinite(precisionAt1)) {
    lines.push(
      `- ${t("The first suggested tag is right for {0} % of the documents.", percent(precisionAt1))}`,
    );
  }
  if (Number.isFinite(microF1)) {
    lines.push(
      `- ${t("Agreement of the suggested set with the documents' own tags (micro-F1): {0} %.", percent(microF1))}`,
    );
  }
  if (Number.isFinite(levelError)) {
    lines.push(`- ${t("The number of tags is off by {0} on average.", levelError.toFixed(1))}`);
  }
  return lines;
}

function readingMarkdown({ skipped, ignored, defects, truncated }: ReadingReport): string[] {
  const notes: string[] = [];
  if (ignored > 0) notes.push(`- ${t("{0} files and folders are left out by ignore files.", ignored)}`);
  if (truncated.length > 0)
    notes.push(`- ${t("There are more files than are read; the rest was left out.")}`);
  for (const { path, reason } of skipped.slice(0, MOST_NAMED)) {
    notes.push(`- ${t("Left out: {0} ({1})", code(path), skipReason(reason))}`);
  }
  if (skipped.length > MOST_NAMED)
    notes.push(`- ${t("{0} more were left out.", skipped.length - MOST_NAMED)}`);
  for (const { path, line, message } of defects.slice(0, MOST_NAMED)) {
    notes.push(`- ${code(path)}:${line}: ${code(message)}`);
  }
  if (defects.length > MOST_NAMED) {
    notes.push(
      `- ${t("{0} more documents have something that cannot be read.", defects.length - MOST_NAMED)}`,
    );
  }
  return notes.length === 0 ? [] : ["", `## ${t("Left out, or read in part")}`, "", ...notes];
}

function skipReason(reason: string): string {
  switch (reason) {
    case "too-large":
      return t("too large");
    case "binary":
    case "not-utf8":
      return t("not a text");
    case "outside":
      return t("a link out of the folder");
    default:
      return t("cannot be read");
  }
}

function baselineName(key: string): string {
  switch (key) {
    case "popularity":
      return t("most used tags");
    case "literal":
      return t("tags named in the text");
    case "nearestNeighbours":
      return t("similar documents");
    default:
      return t("a classifier for each tag");
  }
}

function figures(scores: Scores): string[] {
  const { precisionAt1, precisionAt5, microF1, macroF1, exampleF1, levelError } = scores;
  const shares = [precisionAt1, precisionAt5, microF1, macroF1, exampleF1].map(percent);
  return [...shares, Number.isFinite(levelError) ? levelError.toFixed(2) : "–"];
}

function percent(share: number): string {
  return Number.isFinite(share) ? (100 * share).toFixed(1) : "–";
}
