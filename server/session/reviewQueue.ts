import { setImmediate as nextTurn } from "node:timers/promises";
import type { FolderTag } from "../corpus/tagUsage.ts";
import { foldTag } from "../documents/tagName.ts";
import type { TagFolder } from "../language/taggedDocument.ts";
import type { ReviewEntry, ReviewItem, RunReport } from "../protocol.ts";
import type { IndexedDocument } from "../workspace/folderIndex.ts";
import type { DecisionsFile } from "./decisionsFile.ts";

/** Others get their turn after this long. */
const TURN_MS = 8;

/** What a queue is filtered by: the folder as it is now. */
export interface QueueParts {
  readonly folder: TagFolder;
  readonly documents: ReadonlyMap<string, IndexedDocument>;
  readonly decisions: Pick<DecisionsFile, "of">;
}

// Folding names takes longer than all the rest, and the queue is asked for after every change.
const foldsOfEntries = new WeakMap<ReviewEntry, string>();
const foldsOfDocuments = new WeakMap<IndexedDocument, ReadonlySet<string>>();
const tagsByFold = new WeakMap<readonly FolderTag[], ReadonlyMap<string, FolderTag>>();

/**
 * What is still to be looked at of what a training found: without documents and tags that are gone, tags that were added or removed since, and
 * what authors have decided.
 *
 * @param most how many items; all are counted
 */
export async function reviewQueue(
  report: RunReport,
  { folder, documents, decisions }: QueueParts,
  most = Number.POSITIVE_INFINITY,
): Promise<{ readonly items: readonly ReviewItem[]; readonly total: number }> {
  const items: ReviewItem[] = [];
  let total = 0;
  let last = performance.now();
  const byFold = byFoldOf(folder.tags.all);
  for (const entry of report.review) {
    if (performance.now() - last > TURN_MS) {
      await nextTurn();
      last = performance.now();
    }
    const document = documents.get(entry.path);
    // The folder may have come to spell it otherwise; a tag that nobody has any more was renamed or given up.
    const tag = byFold.get(foldOf(entry))?.name;
    if (document === undefined || tag === undefined || isDone(entry, document, decisions)) continue;
    total++;
    if (items.length >= most) continue;
    const { path, kind, probability } = entry;
    items.push({ path, tag, kind, probability, uri: folder.uriOf(path), title: document.title });
  }
  return { items, total };
}

function isDone(
  entry: ReviewEntry,
  document: IndexedDocument,
  decisions: Pick<DecisionsFile, "of">,
): boolean {
  const fold = foldOf(entry);
  const isThere = tagFolds(document).has(fold);
  const { rejected, kept } = decisions.of(entry.path);
  return entry.kind === "missing" ? isThere || rejected.has(fold) : !isThere || kept.has(fold);
}

function foldOf(entry: ReviewEntry): string {
  let fold = foldsOfEntries.get(entry);
  if (fold === undefined) {
    fold = foldTag(entry.tag);
    foldsOfEntries.set(entry, fold);
  }
  return fold;
}

function tagFolds(document: IndexedDocument): ReadonlySet<string> {
  let folds = foldsOfDocuments.get(document);
  if (folds === undefined) {
    folds = new Set(document.tags.map(({ name }) => foldTag(name)));
    foldsOfDocuments.set(document, folds);
  }
  return folds;
}

function byFoldOf(all: readonly FolderTag[]): ReadonlyMap<string, FolderTag> {
  let byFold = tagsByFold.get(all);
  if (byFold === undefined) {
    byFold = new Map(all.map((tag) => [tag.fold, tag]));
    tagsByFold.set(all, byFold);
  }
  return byFold;
}
