import type { Range } from "vscode-languageserver-types";
import type { Span, TagOccurrence } from "../documents/document.ts";
import { findFrontMatter } from "../documents/frontMatter.ts";
import { tagAt, tagFieldPlaces, titlePlace } from "../documents/tagPlaces.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** Where in a document actions are asked for. */
export interface ActionPlace {
  /** The tag at the cursor. */
  readonly tag: TagOccurrence | undefined;
  /** Whether it is a place that is about the document and its tags: a tag, a tag field, the title, the front matter, the first lines. */
  readonly isAboutTags: boolean;
}

/** Nobody expects a light bulb all over the prose; at the top of a document they do. */
const FIRST_LINES = 2;

export function actionPlace({ document, lines, folder }: TaggedDocument, range: Range): ActionPlace {
  const asked = lines.spanOf(range);
  const tag = tagAt(document, asked.start);
  const isAboutTags =
    tag !== undefined ||
    range.start.line < FIRST_LINES ||
    asked.start < frontMatterEnd() ||
    touches(titlePlace(document), asked) ||
    tagFieldPlaces(document, folder.editing).some(({ span }) => touches(span, asked));
  return { tag, isAboutTags };

  function frontMatterEnd(): number {
    return document.format === "markdown" ? findFrontMatter(document.text).bodyStart : 0;
  }
}

function touches(place: Span, asked: Span): boolean {
  return place.start <= asked.end && asked.start <= place.end;
}
