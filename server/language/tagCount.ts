import { openSuggestions, ownTags } from "./suggestedTags.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** How the number of a document's tags compares with what the model expects. */
export interface TagCount {
  /** Different tags that the document has. */
  readonly count: number;
  readonly verdict: "fitting" | "too-many" | "over-limit" | "too-few";
  /** How many tags the document looks like: what is kept where there are too many. At least 1. */
  readonly level: number;
  /** The weakest tags, which go where only `level` are kept. Neither tags that the author keeps nor tags that the model does not know. */
  readonly surplus: readonly string[];
}

/** Judges how many tags a document has; undefined where there is no model. Tags that the author keeps are not held against it. */
export function tagCount(doc: TaggedDocument): TagCount | undefined {
  const { opinion, folder } = doc;
  if (opinion === undefined) return undefined;
  const own = ownTags(doc);
  const count = own.length;
  const level = Math.max(1, opinion.level.median);
  const weakestFirst = own
    .filter(({ kept, probability }) => !kept && probability !== undefined)
    .sort((a, b) => a.probability! - b.probability!);
  const surplus = weakestFirst.slice(0, Math.max(0, count - level)).map(({ name }) => name);
  return { count, level, surplus, verdict: verdict() };

  function verdict(): TagCount["verdict"] {
    const [least, most] = opinion!.level.interval;
    const undecided = own.filter(({ kept }) => !kept).length;
    if (undecided > opinion!.limit) return "over-limit";
    if (undecided > most + Math.max(2, most / 2)) return "too-many";
    if (count === 0 || count >= least) return "fitting";
    return openSuggestions(doc, folder.settings.leastProbability).length > 0 ? "too-few" : "fitting";
  }
}
