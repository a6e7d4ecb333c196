import type { Location, Position } from "vscode-languageserver-types";
import type { TagPlace } from "../corpus/tagUsage.ts";
import type { TagOccurrence } from "../documents/document.ts";
import { fileNameWords } from "../documents/format.ts";
import { foldTag } from "../documents/tagName.ts";
import { tagAt } from "../documents/tagPlaces.ts";
import type { TagFolder, TaggedDocument } from "./taggedDocument.ts";

const MOST_PLACES = 100;

/**
 * Where the tag at `position` is defined: its places in the documents that are called like it, as `tags/usability.md`; where there is
 * none, all its places, at most 100. Undefined where no tag is.
 */
export function tagDefinition(doc: TaggedDocument, position: Position): Location[] | undefined {
  const tag = tagAtPosition(doc, position);
  if (tag === undefined) return undefined;
  const places = doc.folder.tags.placesOf(tag.name);
  const defining = places.filter(({ path }) => isCalled(path, tag.name));
  return (defining.length > 0 ? defining : places)
    .slice(0, MOST_PLACES)
    .map((place) => locationOf(doc.folder, place));
}

export function tagAtPosition(
  { document, lines }: TaggedDocument,
  position: Position,
): TagOccurrence | undefined {
  return tagAt(document, lines.offsetAt(position));
}

export function locationOf(folder: TagFolder, { path, range }: TagPlace): Location {
  return { uri: folder.uriOf(path), range };
}

/** Whether the document at `path` is called like a tag; of `programming/rust` the last part counts. */
export function isCalled(path: string, tag: string): boolean {
  const fold = foldTag(tag);
  return foldTag(fileNameWords(path)) === fold.slice(fold.lastIndexOf("/") + 1);
}
