import type { ReadingReport } from "../training/readCorpus.ts";
import type { SkipReason } from "../workspace/readText.ts";

/** So many files are named for each reason. */
const NAMED = 5;

const REASONS: Readonly<Record<SkipReason, string>> = {
  "too-large": "larger than 2 MB",
  binary: "not text",
  "not-utf8": "not in UTF-8",
  unreadable: "cannot be read",
  vanished: "gone when its turn came",
  outside: "a link that leads out of the folder",
};

/** What was read, as sentences: the documents first, then what was left out or looked wrong. */
export function readingLines(report: ReadingReport): string[] {
  const { documents, taggedDocuments, hasFeatures, ignored, inlineTagsIgnored } = report;
  const kind = hasFeatures ? " with ready features" : "";
  const lines = [`Read ${count(documents, "document")}${kind}, ${number(taggedDocuments)} with tags.`];
  if (ignored > 0)
    lines.push(`Ignore files left out ${count(ignored, "file or folder", "files and folders")}.`);
  if (inlineTagsIgnored > 0) {
    const where = count(inlineTagsIgnored, "document has a #word", "documents have #words");
    lines.push(
      `${where} that ${inlineTagsIgnored === 1 ? "was" : "were"} read as text, because few documents here are tagged that way.`,
    );
  }
  return [...lines, ...omissionLines(report), ...defectLines(report)];
}

/** What was left out against expectation. */
export function omissionLines({ skipped, truncated, problems }: ReadingReport): string[] {
  const lines: string[] = [];
  for (const [reason, files] of grouped(skipped, (file) => file.reason)) {
    const names = named(files.map((file) => file.path));
    lines.push(`Left out ${count(files.length, "file")} (${REASONS[reason]}): ${names}.`);
  }
  for (const root of truncated) lines.push(`${root} has more files than are read: give smaller folders.`);
  return [...lines, ...problems];
}

/** What looks wrong inside documents that were read nevertheless: the first place of each kind, and how many more. */
function defectLines({ defects }: ReadingReport): string[] {
  return [...grouped(defects, (defect) => defect.code).values()].map((found) => {
    const [{ path, line, message }] = found;
    const more = found.length > 1 ? ` (and ${count(found.length - 1, "place")} more like it)` : "";
    return `${path}:${line}: ${message}${more}`;
  });
}

/** How many files were left out, by reason. */
export function skippedCounts(report: ReadingReport): Record<string, number> {
  const groups = grouped(report.skipped, (file) => file.reason);
  return Object.fromEntries([...groups].map(([reason, files]) => [reason, files.length]));
}

/** How many places in documents look wrong, by the code of the problem. */
export function defectCounts(report: ReadingReport): Record<string, number> {
  const groups = grouped(report.defects, (defect) => defect.code);
  return Object.fromEntries([...groups].map(([code, found]) => [code, found.length]));
}

/** `1 document`, `1,234 documents`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** With a comma between thousands, whatever the language of the machine. */
export function number(n: number): string {
  return n.toLocaleString("en-US");
}

/** The first few, and how many more there are. */
export function named(names: readonly string[]): string {
  const more = names.length - NAMED;
  const list = names.slice(0, NAMED).join(", ");
  return more > 0 ? `${list} and ${number(more)} more` : list;
}

function grouped<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
