import type { Document, Span, TagStyle } from "./document.ts";
import type { EditOptions } from "./edit.ts";
import { inlineSpelling } from "./inlineTags.ts";
import { isPlainYaml, quotedItem, quotedPart } from "./quoting.ts";
import { interpret } from "./read.ts";

/** A place where the name of a tag is being written. */
export interface TagSlot {
  /** What a chosen name replaces: the whole tag at the cursor, quotes included, or an empty span. */
  readonly replace: Span;
  /** What is written of the name before the cursor. */
  readonly prefix: string;
  readonly style: TagStyle;
  /** The key of the field as written; `#` for inline tags. */
  readonly field: string;
  /** The text that stands for `name` in this place, in the style at hand; undefined where it cannot be written so. */
  write(name: string): string | undefined;
}

const placeholder = "qzxslotxzq";

/** The place for a tag at `offset`, also in a text that is not finished; undefined in prose, in keys and in other fields. */
export function tagSlotAt(
  document: Document,
  offset: number,
  options: EditOptions = {},
): TagSlot | undefined {
  const { path, text } = document;
  const probe = text.slice(0, offset) + placeholder + text.slice(offset);
  const tag = interpret(path, probe, options.read)?.document.tags.find(({ name }) =>
    name.includes(placeholder),
  );
  if (!tag) return undefined;
  const { style, field, name, span } = tag;
  return {
    replace: { start: span.start, end: span.end - placeholder.length },
    prefix: name.slice(0, name.indexOf(placeholder)),
    style,
    field,
    write: (wanted) => written(wanted, style),
  };
}

function written(name: string, style: TagStyle): string | undefined {
  if (style === "inline") {
    const spelling = inlineSpelling(name);
    return spelling === undefined ? undefined : `#${spelling}`;
  }
  if (style.endsWith("-space") && /\s/.test(name)) return undefined;
  if (style.endsWith("-comma") || style.startsWith("rst") || style.startsWith("asciidoc"))
    return name.includes(",") ? undefined : quotedPart(name, isPlainYaml(name) ? "" : '"');
  return quotedItem(name, style.startsWith("toml") ? "toml" : style.startsWith("json") ? "json" : "yaml", "");
}
