import type { Location, Position } from "vscode-languageserver-types";
import { isCalled, locationOf, tagAtPosition } from "./definition.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/**
 * All places in the folder where the tag at `position` stands, in any spelling, by path, then by place. Undefined where no tag is.
 *
 * @param includeDeclaration whether the places in documents that are called like the tag count as well
 */
export function tagReferences(
  doc: TaggedDocument,
  position: Position,
  includeDeclaration: boolean,
): Location[] | undefined {
  const tag = tagAtPosition(doc, position);
  if (tag === undefined) return undefined;
  return doc.folder.tags
    .placesOf(tag.name)
    .filter(({ path }) => includeDeclaration || !isCalled(path, tag.name))
    .map((place) => locationOf(doc.folder, place));
}
