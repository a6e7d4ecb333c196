import type { Span, TagStyle } from "./document.ts";
import { type ReadOptions, tagKeyRank } from "./options.ts";
import type { TagField, TagItem } from "./tagFields.ts";
import { plainTagName } from "./tagName.ts";

/** A tag field that is one line of text, as in reStructuredText and AsciiDoc: names between commas, maybe in brackets. */
export function lineField(
  text: string,
  key: string,
  keySpan: Span,
  written: Span,
  style: TagStyle & ("rst-field" | "asciidoc-attribute"),
  options: ReadOptions,
): TagField | undefined {
  const rank = tagKeyRank(key.replace(/^(?:page|jbake|meta)-/i, ""), options);
  if (rank === undefined) return undefined;
  const value = trimmed(text, written);
  const bracketed = text[value.start] === "[" && text[value.end - 1] === "]" && value.end - value.start > 1;
  const inner = bracketed ? { start: value.start + 1, end: value.end - 1 } : value;
  const items: TagItem[] = [];
  for (const match of text.slice(inner.start, inner.end).matchAll(/[^,]+/g)) {
    const start = inner.start + match.index;
    const span = trimmed(text, { start, end: start + match[0].length });
    if (span.end === span.start) continue;
    const name = plainTagName(unquoted(text.slice(span.start, span.end).replace(/\s+/g, " ")));
    items.push({ name, span, quote: "" });
  }
  return {
    key,
    rank,
    syntax: style === "rst-field" ? "rst" : "asciidoc",
    shape: items.length > 0 ? "text" : bracketed ? "flow" : "empty",
    style,
    keySpan,
    value,
    quote: "",
    items,
  };
}

function trimmed(text: string, { start, end }: Span): Span {
  const raw = text.slice(start, end);
  const from = start + raw.length - raw.trimStart().length;
  return raw.trim() === "" ? { start, end: start } : { start: from, end: from + raw.trim().length };
}

function unquoted(name: string): string {
  return /^(["']).*\1$/.test(name) && name.length > 1 ? name.slice(1, -1) : name;
}
