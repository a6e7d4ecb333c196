import type { Span } from "./document.ts";
import { type ReadOptions, singularTagKeyRank, tagKeyRank } from "./options.ts";
import { tagContainer } from "./tagFields.ts";

/** A part of YAML that begins with a key at the margin, up to the next such key. */
export interface MarginField {
  readonly key: string;
  readonly span: Span;
}

/** The beginning of a line that is `key:` or `"key":` at the margin; the key is in one of its groups. */
export const MARGIN_KEY = /^(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#"'\-?[\]{},&*!|>%@`][^\n:#]*?))[ \t]*:(?=\s|$)/;

/** The parts of YAML as its lines look, without reading it. Inside of quoted text that comes to the margin they can be wrong. */
export function marginFields(text: string): MarginField[] {
  const starts = [...text.matchAll(new RegExp(MARGIN_KEY.source, "gm"))];
  return starts.map((match, index) => ({
    key: match[1] ?? match[2] ?? match[3]!,
    span: { start: match.index, end: starts[index + 1]?.index ?? text.length },
  }));
}

/** Whether a field of this name, dotted or not, can hold tags, or a map that does. */
export function mayHoldTags(key: string, read: ReadOptions): boolean {
  const parts = key.split(".").map((part) => part.replace(/["'\s]/g, ""));
  return parts.some(
    (part) =>
      tagContainer(part) ||
      tagKeyRank(part, read) !== undefined ||
      singularTagKeyRank(part, read) !== undefined,
  );
}
