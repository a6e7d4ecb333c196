import { isDeepStrictEqual } from "node:util";
import type { FileReading } from "./fileReading.ts";
import type { FileState } from "./fileState.ts";
import { countsInlineTags, type FolderReadOptions } from "./folderReading.ts";
import { IndexEntry, type IndexedDocument } from "./indexEntry.ts";
import { packagePairs } from "./packagePairs.ts";

export interface IndexView {
  /** By path, sorted. */
  readonly documents: ReadonlyMap<string, IndexedDocument>;
  /** Whether `#tag` counts. */
  readonly inlineTags: boolean;
  /** What the documents were made of. */
  readonly entries: ReadonlyMap<string, IndexEntry>;
}

export const EMPTY_VIEW: IndexView = { documents: new Map(), inlineTags: false, entries: new Map() };

/** What is different from before; paths, sorted. */
export interface IndexChange {
  /** Documents that are new or read otherwise. One that was merely touched, opened or closed has not changed. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Those of `changed` whose tags, or their places, are not the same. */
  readonly tagsChanged: readonly string[];
}

/**
 * What the files of a folder mean together; the rules are those of `folderDocuments`.
 *
 * @param opened texts of open editors by path; undefined for one that is larger than a file may be
 * @param before a view, of which is taken over what is the same
 */
export function viewOf(
  states: ReadonlyMap<string, FileState>,
  opened: ReadonlyMap<string, FileReading | undefined>,
  options: FolderReadOptions,
  before: IndexView,
): IndexView {
  const entries = entriesOf(states, opened, before);
  const withInline = Array.from(entries.values(), (entry) => entry.withInlineTags);
  const inlineTags = countsInlineTags(withInline, options);
  const versions = inlineTags ? withInline : Array.from(entries.values(), (entry) => entry.withoutInlineTags);
  const { readmeOf, leftOut } = packagePairs(versions);
  const documents = new Map<string, IndexedDocument>();
  for (const version of versions) {
    if (!leftOut.has(version)) documents.set(version.path, version.document(readmeOf.get(version)));
  }
  return { documents, inlineTags, entries };
}

export function changeBetween(before: IndexView, after: IndexView): IndexChange {
  const changed: string[] = [];
  const tagsChanged: string[] = [];
  for (const [path, document] of after.documents) {
    const known = before.documents.get(path);
    if (known === document) continue;
    const hasSameTags = isDeepStrictEqual(known?.tags ?? [], document.tags);
    if (known !== undefined && hasSameTags && readsSame(known, document)) continue;
    changed.push(path);
    if (!hasSameTags) tagsChanged.push(path);
  }
  const removed = [...before.documents.keys()].filter((path) => !after.documents.has(path));
  return { changed, removed, tagsChanged };
}

function entriesOf(
  states: ReadonlyMap<string, FileState>,
  opened: ReadonlyMap<string, FileReading | undefined>,
  before: IndexView,
): Map<string, IndexEntry> {
  const entries = new Map<string, IndexEntry>();
  for (const [path, state] of states) {
    if (state.reading === undefined) continue;
    const open = opened.has(path);
    const reading = open ? opened.get(path) : state.reading;
    if (reading?.facts === undefined) continue;
    const known = before.entries.get(path);
    entries.set(path, known?.isOf(state, reading, open) ? known : new IndexEntry(state, reading, open));
  }
  return entries;
}

function readsSame(a: IndexedDocument, b: IndexedDocument): boolean {
  return a.digest === b.digest && a.problems === b.problems && a.readme === b.readme;
}
