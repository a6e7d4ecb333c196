import type { Document } from "../documents/document.ts";
import { DEFAULT_READ_OPTIONS, type ReadOptions, readDocument } from "../documents/read.ts";
import { countsInlineTags, type FolderReadOptions, mayHangOnInlineTags } from "./folderReading.ts";
import { packagePairs } from "./packagePairs.ts";
import type { ScannedFile } from "./scan.ts";

export interface FolderDocuments {
  /** In the order of the files. */
  readonly documents: readonly Document[];
  /** How many documents have a `#word` that was taken for prose, because tags are not written so in this folder. */
  readonly inlineTagsIgnored: number;
}

/**
 * Reads the files of one folder together, for what one of them means depends on the others: `#word` is a tag only where that is the
 * custom, and a README may be the prose of a package.
 *
 * @param pause awaited before each file
 */
export async function folderDocuments(
  files: readonly ScannedFile[],
  reading: FolderReadOptions = DEFAULT_READ_OPTIONS,
  pause: () => Promise<void> = async () => {},
): Promise<FolderDocuments> {
  const read = new Map<string, Document>();
  for (const { path, text } of files) {
    await pause();
    const document = readDocument(path, text, reading);
    if (document !== undefined) read.set(path, document);
  }
  const inlineTagsIgnored =
    !reading.inlineTags || countsInlineTags([...read.values()], reading)
      ? 0
      : await ignoreInlineTags(read, reading, pause);
  const { readmeOf, leftOut } = packagePairs(read.values());
  for (const [{ path, text }, readme] of readmeOf) {
    await pause();
    const document = readDocument(path, text, reading, { readme: readme.text });
    if (document !== undefined) read.set(path, document);
  }
  for (const { path } of leftOut) read.delete(path);
  return { documents: [...read.values()], inlineTagsIgnored };
}

/** Reads anew what may read otherwise without inline tags; returns how many documents have such tags. */
async function ignoreInlineTags(
  read: Map<string, Document>,
  reading: ReadOptions,
  pause: () => Promise<void>,
): Promise<number> {
  let ignored = 0;
  for (const [path, known] of read) {
    if (!mayHangOnInlineTags(known)) continue;
    await pause();
    const document = readDocument(path, known.text, { ...reading, inlineTags: false });
    if (document !== undefined) read.set(path, document);
    if (known.tags.some(({ style }) => style === "inline")) ignored++;
  }
  return ignored;
}
