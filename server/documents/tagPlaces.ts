import type { Document, Span, TagOccurrence } from "./document.ts";
import type { EditOptions } from "./edit.ts";
import { headOf } from "./head.ts";
import { interpret } from "./read.ts";

export { malformedTags } from "./malformedTags.ts";
export { titlePlace } from "./titlePlace.ts";

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
  const { path, text } = headOf(document, options.read) ?? document;
  const fields = interpret(path, text, options.read)?.tagFields ?? [];
  return fields
    .map(({ key, keySpan, value }) => {
      const written = text.slice(keySpan.start, Math.max(keySpan.end, value.end)).trimEnd();
      const span = { start: keySpan.start, end: keySpan.start + written.length };
      const count = document.tags.filter((tag) => within(tag.span, span)).length;
      return { key, keySpan, span, count };
    })
    .sort((a, b) => a.span.start - b.span.start);
}

/** The tag that `offset` lies in, or at either end of. */
export function tagAt(document: Document, offset: number): TagOccurrence | undefined {
  const touching = document.tags.filter(({ span }) => span.start <= offset && offset <= span.end);
  return touching.find(({ span }) => offset < span.end) ?? touching[0];
}

function within(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
