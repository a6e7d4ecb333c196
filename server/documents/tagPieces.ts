import { parse as parseYaml } from "yaml";
import type { Span } from "./document.ts";
import type { Quote, ScalarValue } from "./fieldTree.ts";
import { foldTag, plainTagName } from "./tagName.ts";

export type Separator = "comma" | "space" | "scalar";

/** A part of a text that holds several tags, or the whole text. */
export interface Piece {
  readonly name: string;
  readonly span: Span;
  readonly quote: Quote;
}

/**
 * The tags in one text. A comma always parts. Spaces part only under `tags` and `categories`, as in Jekyll, and only
 * where every word looks like a slug (no capitals); `Machine Learning` and `keywords: deep sea` stay one tag.
 */
export function piecesOf(
  text: string,
  scalar: ScalarValue,
  key: string,
): { separator: Separator; pieces: Piece[] } {
  const separator = separatorOf(scalar.value, key);
  if (separator === "scalar") {
    return { separator, pieces: [{ name: oneLine(scalar.value), span: scalar.span, quote: scalar.quote }] };
  }
  const inner = innerOf(text, scalar);
  const pieces: Piece[] = [];
  for (const match of text
    .slice(inner.start, inner.end)
    .matchAll(separator === "comma" ? /[^,]+/g : /\S+/g)) {
    const written = match[0].trim();
    if (written === "") continue;
    const start = inner.start + match.index + (match[0].length - match[0].trimStart().length);
    pieces.push({
      name: oneLine(unescapePart(written, scalar.quote)),
      span: { start, end: start + written.length },
      quote: "",
    });
  }
  return { separator, pieces };
}

/** Between the quotes; for a block scalar below its first line. */
export function innerOf(text: string, scalar: { readonly span: Span; readonly quote: Quote }): Span {
  const { start, end } = scalar.span;
  switch (scalar.quote) {
    case "":
      return scalar.span;
    case "|":
    case ">": {
      const line = text.indexOf("\n", start);
      return { start: line < 0 || line >= end ? end : line + 1, end };
    }
    default:
      return { start: start + scalar.quote.length, end: end - scalar.quote.length };
  }
}

function separatorOf(value: string, key: string): Separator {
  if (value.includes(",")) return "comma";
  const folded = foldTag(key);
  if (folded !== "tags" && folded !== "categories") return "scalar";
  const words = value.trim().split(/\s+/);
  return words.length > 1 && words.every((word) => /^#?[^\s\p{Lu}"'()[\]{}:;]+$/u.test(word))
    ? "space"
    : "scalar";
}

function oneLine(name: string): string {
  return plainTagName(name.replace(/\s+/g, " "));
}

function unescapePart(written: string, quote: Quote): string {
  if (quote === "'") return written.replaceAll("''", "'");
  if (quote !== '"' || !written.includes("\\")) return written;
  try {
    return String(parseYaml(`"${written}"`));
  } catch {
    return written;
  }
}
