import type { Span, TagOccurrence } from "./document.ts";
import type { EditOptions } from "./edit.ts";
import type { Interpretation } from "./interpretation.ts";
import { isPlainYaml, quotedItem, quotedPart } from "./quoting.ts";
import { interpret } from "./read.ts";
import type { TagField } from "./tagFields.ts";
import { isUsableTag, plainTagName } from "./tagName.ts";
import { lineEnd, lineEndOf, lineStart } from "./textEdits.ts";

/** What is known of the tag that a probe has in the place that is asked about. */
export interface ProbedTag {
  readonly reading: Interpretation;
  readonly tag: TagOccurrence;
  readonly field: TagField;
  /** Its field has nothing else in it and no quotes of its own, so it can be written as the workspace does. */
  readonly isAlone: boolean;
  /** It has nothing of a name yet, so its quotes are those of its neighbours. */
  readonly isFresh: boolean;
}

/** Where a name is written in a probe's text, and how. */
export interface SlotWriter {
  /** What the written text takes the place of, in the probe. */
  readonly span: Span;
  write(name: string): string | undefined;
}

/** Names that are written as they are, and mean the same, in every style. */
const slug = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** Names whose quoting is beyond doubt where each item has its own. */
const ordinary = /^[\p{L}\p{N} _\-./+]+$/u;

/**
 * @param lead what the probe has right before the tag that is part of what is written
 * @param trail what it has right behind it
 */
export function slotWriter(probed: ProbedTag, lead: string, trail: string, options: EditOptions): SlotWriter {
  const { tag, field, reading } = probed;
  const line = probed.isAlone && field.syntax === "yaml" ? newLine(probed, options) : undefined;
  const start = line?.start ?? tag.span.start - lead.length;
  const span = { start, end: tag.span.end + trail.length };
  const written = (item: string) => (line ? line.lead : lead) + item + trail;
  return {
    span,
    write: (wanted) => {
      const name = plainTagName(wanted.replace(/[ \t]+/g, " "));
      if (!isUsableTag(name)) return undefined;
      const texts = (line ? [quotedItem(name, "yaml", "")] : itemsFor(name, probed, options)).map(written);
      const isSafe = slug.test(name) && isPlainYaml(name);
      if (isSafe || (field.shape !== "text" && ordinary.test(name))) return texts[0];
      return texts.find((newText) => readsAs(reading, tag, span, newText, name, options));
    },
  };
}

/** Ways to write a name where the tag is, the best first. */
function itemsFor(
  name: string,
  { tag, field, isAlone, isFresh }: ProbedTag,
  { style }: EditOptions,
): string[] {
  if (field.syntax === "rst" || field.syntax === "asciidoc") return [name];
  const index = field.items.findIndex(({ span }) => span.start === tag.span.start);
  const like = isFresh
    ? (field.items[index - 1] ?? field.items[index + 1])?.quote
    : field.items[index]?.quote;
  if (field.shape !== "text") return [quotedItem(name, field.syntax, like ?? "")];
  if (!field.style.endsWith("-scalar")) return [quotedPart(name, field.quote)];
  const list = `[${quotedItem(name, field.syntax, "")}]`;
  if (!isAlone) return [quotedItem(name, field.syntax, field.quote), list];
  const isText = style !== undefined && !/-(?:block|flow|array)$/.test(style);
  return isText ? [quotedItem(name, field.syntax, ""), list] : [list];
}

/** Where and how the first item of a block list begins, if that is how an empty field is to be filled. */
function newLine(
  { reading, tag, field }: ProbedTag,
  { style }: EditOptions,
): { start: number; lead: string } | undefined {
  const { text } = reading.document;
  if (style && /-(?:flow|comma|space|scalar)$/.test(style)) return undefined;
  if (text.slice(tag.span.end, lineEnd(text, tag.span.end)).trim() !== "") return undefined;
  const before = text.slice(field.keySpan.end, tag.span.start);
  if (!/^[ \t]*:[ \t]*$/.test(before)) return undefined;
  const indent = text.slice(lineStart(text, field.keySpan.start), field.keySpan.start);
  if (indent.trim() !== "") return undefined;
  return {
    start: field.keySpan.end + before.indexOf(":") + 1,
    lead: `${lineEndOf(text)}${indent}${reading.dash}- `,
  };
}

/** Whether the document, with `newText` at `span`, has `name` in place of the tag and is otherwise as it was. */
function readsAs(
  { document }: Interpretation,
  tag: TagOccurrence,
  span: Span,
  newText: string,
  name: string,
  { read }: EditOptions,
): boolean {
  const text = document.text.slice(0, span.start) + newText + document.text.slice(span.end);
  const after = interpret(document.path, text, read)?.document;
  if (!after || after.problems.length > document.problems.length) return false;
  const expected = document.tags.map((known) => (known === tag ? name : known.name));
  return (
    after.tags.length === expected.length &&
    after.tags.every((known, index) => known.name === expected[index])
  );
}
