import { foldTag } from "../documents/tagName.ts";
import type { IndexedDocument } from "../workspace/folderIndex.ts";
import { foldsKey, type HostedModel } from "./hostedModel.ts";

/** Fewer changes than this, or than this share of the documents, make no model stale. */
const FEWEST_CHANGES = 5;
const LEAST_SHARE = 0.02;

const keys = new WeakMap<IndexedDocument, string>();

/**
 * How many documents were tagged, untagged, tagged otherwise or rewritten since the model was trained. Documents without tags teach it next to
 * nothing, so new ones do not count.
 */
export function changedDocuments(
  documents: ReadonlyMap<string, IndexedDocument>,
  { learned, trainedFrom }: HostedModel,
): number {
  let changed = 0;
  let stillThere = 0;
  for (const [path, document] of documents) {
    const before = learned.get(path);
    const now = keyOf(document);
    if (before === undefined) {
      if (now !== "") changed++;
      continue;
    }
    stillThere++;
    if (now !== before || document.modified > trainedFrom) changed++;
  }
  return changed + learned.size - stillThere;
}

/** Whether so many changes are worth another training. */
export function isStale(changed: number, documents: number): boolean {
  return changed >= Math.max(FEWEST_CHANGES, LEAST_SHARE * documents);
}

function keyOf(document: IndexedDocument): string {
  let key = keys.get(document);
  if (key === undefined) {
    key = foldsKey(
      [...new Set(document.tags.map(({ name }) => foldTag(name)))].filter((fold) => fold !== ""),
    );
    keys.set(document, key);
  }
  return key;
}
