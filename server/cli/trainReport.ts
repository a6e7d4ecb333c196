import type { TrainingResult } from "../training/startTraining.ts";
import { spokenSeconds } from "./progressBar.ts";
import { count, defectCounts, named, readingLines, skippedCounts } from "./readingLines.ts";
import { rounded, roundedAll } from "./rounded.ts";

/** The last line of `train --json`. */
export function trainSummary({ summary, reading, foldedTags, modelPath, seconds }: TrainingResult): object {
  const { documents, taggedDocuments, tags, vocabulary, epochs, seed, limit, corpusDigest, heldOut } =
    summary;
  return {
    ...{ documents, taggedDocuments, tags, vocabulary, epochs },
    ...speedFigures(documents, seconds),
    ...{ seed, limit, corpusDigest },
    heldOut: roundedAll(heldOut),
    skipped: skippedCounts(reading),
    ignored: reading.ignored,
    problems: defectCounts(reading),
    badLines: reading.problems.length,
    foldedTags: foldedTags.map((tag) => ({
      tag: tag.name,
      spellings: Object.fromEntries(tag.spellings.map(({ name, documents }) => [name, documents])),
    })),
    model: modelPath,
  };
}

/** Time and memory of a run, for its summary. */
export function speedFigures(documents: number, seconds: number): object {
  return {
    seconds: rounded(seconds, 3),
    documentsPerSecond: rounded(documents / seconds, 1),
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** What `train` tells a person. */
export function trainReport(
  result: TrainingResult,
  paths: readonly string[],
  givenModel: string | undefined,
): string {
  const { summary, reading, foldedTags, modelPath, seconds, engine } = result;
  const lines = readingLines(reading);
  lines.push(
    `Learned ${count(summary.tags, "tag")} from ${count(summary.vocabulary, "term")} in ${spokenSeconds(seconds)}; no document gets more than ${summary.limit}.`,
  );
  if (foldedTags.length > 0) {
    const spellings = foldedTags.map((tag) => tag.spellings.map(({ name }) => name).join(" = "));
    lines.push(
      `${count(foldedTags.length, "tag is written in several ways and counts as one", "tags are written in several ways and count as one each")}: ${named(spellings)}.`,
    );
  }
  if (engine?.reason !== undefined) lines.push(engine.reason);
  const figures = heldOutSentence(summary.heldOut);
  if (figures !== undefined) lines.push(figures);
  lines.push(`The model is in ${modelPath}.`);
  const model = givenModel === undefined ? "" : ` --model ${quoted(givenModel)}`;
  lines.push(`Next: sdlgm suggest ${paths.map(quoted).join(" ")}${model}`);
  return `${lines.join("\n")}\n`;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function heldOutSentence(heldOut: Readonly<Record<string, number>>): string | undefined {
  const { precisionAt1, microF1, levelError } = heldOut;
  const parts: string[] = [];
  if (Number.isFinite(precisionAt1))
    parts.push(`the first suggestion is right for ${percent(precisionAt1)} of them`);
  if (Number.isFinite(microF1)) parts.push(`micro-F1 is ${percent(microF1)}`);
  if (Number.isFinite(levelError))
    parts.push(`the number of tags is off by ${levelError.toFixed(1)} on average`);
  if (parts.length === 0) return undefined;
  return `Seen as if each document were new, ${parts.join(", ")}.`;
}

/** `0.834` as `83 %`. */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
