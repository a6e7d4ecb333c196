import type { Document, Problem, Span, TagOccurrence } from "./document.ts";
import type { EditOptions } from "./edit.ts";
import { interpret } from "./read.ts";
import { lineEnd } from "./textEdits.ts";

/** Where a field that holds tags stands. */
export interface TagFieldPlace {
  /** As written. */
  readonly key: string;
  readonly keySpan: Span;
  /** From the key through the end of the value. */
  readonly span: Span;
  /** How many tags are in it. */
  readonly count: number;
}

/** The tag fields of a document, in its order. */
export function tagFieldPlaces(document: Document, options: EditOptions = {}): TagFieldPlace[] {
  const fields = interpret(document.path, document.text, options.read)?.tagFields ?? [];
  return fields
    .map(({ key, keySpan, value }) => {
      const span = { start: keySpan.start, end: Math.max(keySpan.end, value.end) };
      const count = document.tags.filter((tag) => within(tag.span, span)).length;
      return { key, keySpan, span, count };
    })
    .sort((a, b) => a.span.start - b.span.start);
}

/**
 * What names the document: the value of the title field, or else the first heading's text, or else the first line that is not
 * blank. Never longer than its line; empty in an empty document.
 */
export function titlePlace(document: Document): Span {
  const { text } = document;
  const title = /^["']?title["']?[ \t]*[:=][ \t]*(?=\S)/im.exec(text.slice(0, 5000));
  const heading = /^(?:#{1,6}|={1,6})[ \t]+(?=\S)/m.exec(text);
  const match = title ?? heading ?? /^[ \t]*(?=\S)/m.exec(text);
  if (!match) return { start: 0, end: 0 };
  const start = match.index + match[0].length;
  return { start, end: lineEnd(text, start) };
}

/** The tag that `offset` lies in, or at either end of. */
export function tagAt(document: Document, offset: number): TagOccurrence | undefined {
  const touching = document.tags.filter(({ span }) => span.start <= offset && offset <= span.end);
  return touching.find(({ span }) => offset < span.end) ?? touching[0];
}

/** What is wrong with the tags of a document beyond what `document.problems` tells. */
export function malformedTags(_document: Document, _options: EditOptions = {}): Problem[] {
  return [];
}

function within(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
