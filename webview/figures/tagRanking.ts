import type { TagReport } from "../../server/protocol.ts";

/** A tag on fewer documents than this is judged by chance. */
const LEAST_DOCUMENTS = 5;

export type TagOrder = "documents" | "weakest" | "strongest" | "name" | "over";

/** The tags that are found again best, the best first; never one that is also among the weakest. */
export function strongestTags(tags: readonly TagReport[], most: number): TagReport[] {
  const judged = judgedTags(tags, most);
  return orderedTags(judged, "strongest").slice(0, Math.min(most, Math.ceil(judged.length / 2)));
}

/** The tags that are found again worst, the worst first, and among equals the one on most documents. */
export function weakestTags(tags: readonly TagReport[], most: number): TagReport[] {
  const judged = judgedTags(tags, most);
  return orderedTags(judged, "weakest").slice(0, Math.min(most, Math.floor(judged.length / 2)));
}

/** Tags that documents have and that none would get. */
export function deadTags(tags: readonly TagReport[]): TagReport[] {
  return orderedTags(
    tags.filter(({ documents, predicted }) => documents > 0 && predicted === 0),
    "documents",
  );
}

/** Tags that at least twice as many documents would get as have them, and five more. */
export function overusedTags(tags: readonly TagReport[]): TagReport[] {
  return orderedTags(
    tags.filter(({ documents, predicted }) => predicted >= 2 * documents && predicted >= documents + 5),
    "over",
  );
}

export function orderedTags(tags: readonly TagReport[], order: TagOrder, locale = "en"): TagReport[] {
  return [...tags].sort(comparisonBy(order, locale));
}

function comparisonBy(order: TagOrder, locale: string): (a: TagReport, b: TagReport) => number {
  const f1 = ({ f1 }: TagReport): number => (Number.isFinite(f1) ? f1 : 0);
  const byUse = (a: TagReport, b: TagReport): number => b.documents - a.documents;
  const surplus = ({ documents, predicted }: TagReport): number => predicted - documents;
  switch (order) {
    case "documents":
      return byUse;
    case "weakest":
      return (a, b) => f1(a) - f1(b) || byUse(a, b);
    case "strongest":
      return (a, b) => f1(b) - f1(a) || byUse(a, b);
    case "over":
      return (a, b) => surplus(b) - surplus(a) || byUse(a, b);
    case "name": {
      const names = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
      return (a, b) => names.compare(a.tag, b.tag);
    }
  }
}

/** Those on enough documents, where there are enough of those; else all that documents have. */
function judgedTags(tags: readonly TagReport[], most: number): readonly TagReport[] {
  const used = tags.filter(({ documents }) => documents >= LEAST_DOCUMENTS);
  return used.length >= 2 * most ? used : tags.filter(({ documents }) => documents > 0);
}
