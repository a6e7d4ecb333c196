import type { TagReport } from "../server/protocol.ts";

const COUNTS = ["documents", "predicted"] as const;
const SHARES = ["precision", "recall", "f1"] as const;
const LONGEST = 10_000;

/** A tag in a report as it travels. */
export type SentTagReport = { readonly [Key in keyof TagReport]: TagReport[Key] | null };

/** Whether it is a list of tags in a report, where null stands for what nobody could measure. By hand: there can be tens of thousands. */
export function areTagReports(value: unknown): value is SentTagReport[] {
  return Array.isArray(value) && value.every(isTagReport);
}

/** The same with NaN for what nobody could measure. */
export function withNumbers(tags: SentTagReport[]): TagReport[] {
  return tags.map((tag) => {
    if (SHARES.every((share) => tag[share] !== null)) return tag as TagReport;
    const shares = SHARES.map((share) => [share, tag[share] ?? Number.NaN]);
    return { ...tag, ...Object.fromEntries(shares) } as TagReport;
  });
}

function isTagReport(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Record<string, unknown>;
  return (
    isName(entry.tag) &&
    (entry.confusedWith === undefined || isName(entry.confusedWith)) &&
    COUNTS.every((count) => typeof entry[count] === "number" && entry[count] >= 0) &&
    SHARES.every((share) => typeof entry[share] === "number" || entry[share] === null)
  );
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.length <= LONGEST;
}
