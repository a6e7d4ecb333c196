import type { RunReport } from "../../protocol.ts";
import type { PlacedDocument, ReadingReport } from "../readCorpus.ts";

type LeftOut = RunReport["leftOut"][number];

const EXAMPLES = 20;

/**
 * What was not learned from, by reason, with a few paths: documents without tags first, then files that were skipped (by the reasons of
 * `SkipReason`), lines that are no documents (`bad-line`), and what ignore files and settings leave out (`ignored`), of which no paths are known.
 */
export function leftOutOf(documents: readonly PlacedDocument[], reading: ReadingReport): LeftOut[] {
  const byReason = new Map<string, string[]>();
  const untagged = documents.filter(({ tags }) => tags.length === 0).map(({ name }) => name);
  if (untagged.length > 0) byReason.set("untagged", untagged);
  for (const { path, reason } of reading.skipped) {
    const paths = byReason.get(reason);
    if (paths === undefined) byReason.set(reason, [path]);
    else paths.push(path);
  }
  const { problems, ignored } = reading;
  return [
    ...Array.from(byReason, ([reason, paths]) => ({
      reason,
      documents: paths.length,
      examples: paths.slice(0, EXAMPLES),
    })),
    ...(problems.length > 0 ? [{ reason: "bad-line", documents: problems.length, examples: [] }] : []),
    ...(ignored > 0 ? [{ reason: "ignored", documents: ignored, examples: [] }] : []),
  ];
}
