import type { RunReport } from "../../protocol.ts";
import type { PlacedDocument, ReadingReport } from "../readCorpus.ts";

type LeftOut = RunReport["leftOut"][number];

const EXAMPLES = 20;

/**
 * What was not learned from, by reason, with a few paths: documents without tags, then files that were skipped, by the reasons of `SkipReason`,
 * and last documents of which a part could not be read (`defects`). What ignore files and settings exclude is left out as its owner wants it.
 */
export function leftOutOf(
  documents: readonly PlacedDocument[],
  { skipped, problems, defects }: ReadingReport,
): LeftOut[] {
  const byReason = new Map<string, { documents: number; examples: string[] }>();
  const add = (reason: string, path?: string): void => {
    const known = byReason.get(reason) ?? { documents: 0, examples: [] };
    known.documents++;
    if (path !== undefined && known.examples.length < EXAMPLES) known.examples.push(path);
    byReason.set(reason, known);
  };
  for (const { tags, name } of documents) if (tags.length === 0) add("untagged", name);
  // What was gone when its turn came could not be read either.
  for (const { path, reason } of skipped) add(reason === "vanished" ? "unreadable" : reason, path);
  // Lines of JSON Lines files: they have no path of their own.
  for (const _ of problems) add("unreadable");
  for (const path of new Set(defects.map((defect) => defect.path))) add("defects", path);
  return Array.from(byReason, ([reason, { documents: count, examples }]) => ({
    reason,
    documents: count,
    examples,
  }));
}
