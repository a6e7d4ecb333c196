import { DEFAULT_READ_OPTIONS } from "../documents/read.ts";
import { countsInlineTags, type FolderReadOptions } from "./folderReading.ts";
import { packagePairs } from "./packagePairs.ts";
import { documentFrom, type ProseReading, type ReadDocument } from "./proseReading.ts";

export interface FolderDocuments {
  /** In the order of the files. */
  readonly documents: readonly ReadDocument[];
  /** How many documents have a `#word` that was taken for prose, because tags are not written so in this folder. */
  readonly inlineTagsIgnored: number;
}

/**
 * The documents that the files of one folder are together, for what one of them means depends on the others: `#word` is a tag only where
 * that is the custom, and a README may be the prose of a package.
 *
 * @param readings of all files, with the options of `reading`
 * @param textOf the text of one of the files again; undefined where it cannot be had any more
 */
export async function folderDocuments(
  readings: Iterable<ProseReading>,
  reading: FolderReadOptions = DEFAULT_READ_OPTIONS,
  textOf: (path: string) => Promise<string | undefined>,
): Promise<FolderDocuments> {
  const read = [...readings].filter(({ document }) => document !== undefined);
  const counts = countsInlineTags(
    read.map(({ document }) => document!),
    reading,
  );
  const documents = new Map<string, ReadDocument>();
  let inlineTagsIgnored = 0;
  for (const { document, withoutInlineTags } of read) {
    const { path, tags } = document!;
    documents.set(path, (counts ? undefined : withoutInlineTags) ?? document!);
    if (reading.inlineTags && !counts && tags.some(({ style }) => style === "inline")) inlineTagsIgnored++;
  }
  const { readmeOf, leftOut } = packagePairs(documents.values());
  for (const [{ path }, readme] of readmeOf) {
    const [text, prose] = [await textOf(path), await textOf(readme.path)];
    if (text === undefined || prose === undefined) continue;
    const document = documentFrom(path, text, reading, { readme: prose });
    if (document !== undefined) documents.set(path, document);
  }
  for (const { path } of leftOut) documents.delete(path);
  return { documents: [...documents.values()], inlineTagsIgnored };
}
