import { basename } from "node:path";
import type { Document } from "../documents/document.ts";
import { writesInlineTags } from "../documents/inlineCustom.ts";
import { DEFAULT_READ_OPTIONS, type ReadOptions, readDocument } from "../documents/read.ts";
import type { ScannedFile } from "./scan.ts";

export interface FolderDocuments {
  /** In the order of the files. */
  readonly documents: readonly Document[];
  /** How many documents have a `#word` that was taken for prose, because tags are not written so in this folder. */
  readonly inlineTagsIgnored: number;
}

/**
 * Reads the files of one folder together, for what one of them means depends on the others: `#word` is a tag only where that is the
 * custom. A package.json is a document only if it has keywords; the README beside it is then its prose and no document of its own,
 * unless it has tags itself.
 *
 * @param pause awaited before each file
 */
export async function folderDocuments(
  files: readonly ScannedFile[],
  reading: ReadOptions = DEFAULT_READ_OPTIONS,
  pause: () => Promise<void> = async () => {},
): Promise<FolderDocuments> {
  const read = new Map<string, Document>();
  for (const { path, text } of files) {
    if (isPackage(path)) continue;
    await pause();
    const document = readDocument(path, text, reading);
    if (document !== undefined) read.set(path, document);
  }
  const inlineTagsIgnored = writesInlineTags(read.values())
    ? 0
    : await ignoreInlineTags(read, reading, pause);
  const readmes = new Map(
    [...read.values()].filter(isPlainReadme).map((readme) => [folderOf(readme.path), readme]),
  );
  for (const { path, text } of files) {
    if (!isPackage(path)) continue;
    await pause();
    const readme = readmes.get(folderOf(path));
    const document = readDocument(path, text, reading, readme && { readme: readme.text });
    if (document === undefined || document.tags.length === 0) continue;
    read.set(path, document);
    if (readme !== undefined) read.delete(readme.path);
  }
  return { documents: files.flatMap(({ path }) => read.get(path) ?? []), inlineTagsIgnored };
}

/** Reads anew what has inline tags; returns how many documents that are. */
async function ignoreInlineTags(
  read: Map<string, Document>,
  reading: ReadOptions,
  pause: () => Promise<void>,
): Promise<number> {
  let ignored = 0;
  for (const [path, { text, tags }] of read) {
    if (!tags.some(({ style }) => style === "inline")) continue;
    await pause();
    const document = readDocument(path, text, { ...reading, inlineTags: false });
    if (document !== undefined) read.set(path, document);
    ignored++;
  }
  return ignored;
}

function isPackage(path: string): boolean {
  return basename(path) === "package.json";
}

function isPlainReadme({ path, tags }: Document): boolean {
  return tags.length === 0 && /^readme\.(md|markdown)$/i.test(basename(path));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
