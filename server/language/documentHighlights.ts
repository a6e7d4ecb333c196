import { type DocumentHighlight, DocumentHighlightKind, type Position } from "vscode-languageserver-types";
import { foldTag } from "../documents/tagName.ts";
import { tagAtPosition } from "./definition.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** Where the tag at `position` stands in its own document, in any spelling. Undefined where no tag is. */
export function tagHighlights(doc: TaggedDocument, position: Position): DocumentHighlight[] | undefined {
  const tag = tagAtPosition(doc, position);
  if (tag === undefined) return undefined;
  const fold = foldTag(tag.name);
  return doc.document.tags
    .filter(({ name }) => foldTag(name) === fold)
    .map(({ span }) => ({ range: doc.lines.rangeOf(span), kind: DocumentHighlightKind.Text }));
}
