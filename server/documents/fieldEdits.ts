import type { TagStyle, TextEdit } from "./document.ts";
import { listGaps, removalFromList, separatorFor } from "./listEdits.ts";
import { isPlainYamlText, quotedItem, quotedPart } from "./quoting.ts";
import type { TagField, TagItem } from "./tagFields.ts";
import { innerOf } from "./tagPieces.ts";
import { applyEdits, deletion, insertion, lineEnd, lineEndOf, lineStart } from "./textEdits.ts";

/** Several ways to make one change, the best first. Which of them means what it should is for the caller to check. */
export type Candidates = readonly (readonly TextEdit[])[];

/** Ways to put one more tag at the end of `field`. `dash` is the indent of a block list that has to be started. */
export function additions(
  text: string,
  field: TagField,
  name: string,
  style: TagStyle | undefined,
  dash: string,
): Candidates {
  const last = field.items.at(-1);
  switch (field.shape) {
    case "closed":
      return [];
    case "empty":
      return intoEmpty(text, field, name, style, dash);
    case "block":
      return last ? [[afterBlockItem(text, last, quotedItem(name, field.syntax, last.quote))]] : [];
    case "flow": {
      if (!last) return [[insertion(field.value.start + 1, quotedItem(name, field.syntax, ""))]];
      const item = quotedItem(name, field.syntax, last.quote);
      return [[insertion(last.span.end, separatorFor(text, field) + item)]];
    }
    case "text":
      return field.style.endsWith("-scalar")
        ? [...(style?.endsWith("-comma") ? [partAdded(text, field, name)] : []), asList(text, field, name)]
        : [partAdded(text, field, name)];
  }
}

/** Ways to take the items with these indices out of `field`. */
export function removals(text: string, field: TagField, indices: ReadonlySet<number>): Candidates {
  const all = indices.size === field.items.length;
  if (field.shape === "block") {
    const lines = [...indices].map((index) => blockLines(text, field.items[index]!));
    return [all ? [insertion(afterColon(text, field), " []"), ...lines] : lines];
  }
  if (field.shape === "flow")
    return [all ? emptied(text, field, indices) : removalFromList(text, field, indices)];
  if (!all) return [removalFromList(text, field, indices)];
  if (field.syntax === "rst" || field.syntax === "asciidoc")
    return [[deletion(field.value.start, field.value.end)]];
  const newText = field.style === "yaml-scalar" ? "[]" : '""';
  return [[{ span: field.value, newText }]];
}

/** Ways to write `name` where the item with this index stands. */
export function replacements(text: string, field: TagField, index: number, name: string): Candidates {
  const item = field.items[index]!;
  const own = quotedItem(name, field.syntax, item.quote);
  if (field.shape !== "text") return [[{ span: item.span, newText: own }]];
  if (field.style.endsWith("-scalar")) {
    const list = `[${quotedItem(name, field.syntax, "")}]`;
    return [[{ span: field.value, newText: own }], [{ span: field.value, newText: list }]];
  }
  return [partWritten(text, field, [{ span: item.span, newText: quotedPart(name, field.quote) }])];
}

/** Nothing but the brackets, unless a comment stands between them. */
function emptied(text: string, field: TagField, indices: ReadonlySet<number>): TextEdit[] {
  const inner = { start: field.value.start + 1, end: field.value.end - 1 };
  const lead = text.slice(inner.start, field.items[0]!.span.start);
  const tail = text.slice(field.items.at(-1)!.span.end, inner.end);
  const blank = [lead, ...listGaps(text, field), tail].every((gap) => /^[\s,]*$/.test(gap));
  return blank ? [deletion(inner.start, inner.end)] : removalFromList(text, field, indices);
}

function intoEmpty(
  text: string,
  field: TagField,
  name: string,
  style: TagStyle | undefined,
  dash: string,
): Candidates {
  const item = quotedItem(name, field.syntax, "");
  if (field.syntax === "rst" || field.syntax === "asciidoc")
    return [[insertion(field.value.end, ` ${name}`)]];
  const written = field.value.end > field.value.start;
  const put = (newText: string): TextEdit[] => [
    written ? { span: field.value, newText } : insertion(afterColon(text, field), ` ${newText}`),
  ];
  const list = put(`[${item}]`);
  if (style && !/-(?:block|flow|array)$/.test(style)) return [put(item), list];
  if (written || field.syntax !== "yaml" || style === "yaml-flow") return [list];
  const line = insertion(lineEnd(text, field.keySpan.end), `${lineEndOf(text)}${dash}- ${item}`);
  return [[line], list];
}

function afterBlockItem(text: string, last: TagItem, item: string): TextEdit {
  const start = lineStart(text, last.span.start);
  const lead = /^[ \t]*-[ \t]+/.exec(text.slice(start, last.span.start))?.[0] ?? "- ";
  return insertion(lineEnd(text, last.span.end), lineEndOf(text) + lead + item);
}

/** The lines of a block item with the line end that makes them lines. */
function blockLines(text: string, item: TagItem): TextEdit {
  const start = lineStart(text, item.span.start);
  const newline = text.indexOf("\n", item.span.end);
  if (newline >= 0) return deletion(start, newline + 1);
  return deletion(
    start > 0 ? lineEnd(text, start - 1 - Number(text[start - 2] === "\r")) : start,
    text.length,
  );
}

function partAdded(text: string, field: TagField, name: string): TextEdit[] {
  const last = field.items.at(-1)!;
  const inner = innerOf(text, { span: field.value, quote: field.quote });
  const end = field.style.endsWith("-scalar") ? inner.end : last.span.end;
  const separator = field.style.endsWith("-space") ? " " : (listGaps(text, field).at(-1) ?? ", ");
  return partWritten(text, field, [insertion(end, separator + quotedPart(name, field.quote))]);
}

/** `edits` inside a text; where it could not stay without quotes the whole text gets some. */
function partWritten(text: string, field: TagField, edits: readonly TextEdit[]): TextEdit[] {
  if (field.syntax !== "yaml" || field.quote !== "") return [...edits];
  const { start, end } = field.value;
  const moved = edits.map(({ span, newText }) => ({
    span: { start: span.start - start, end: span.end - start },
    newText,
  }));
  const value = applyEdits(text.slice(start, end), moved);
  return isPlainYamlText(value.replace(/\s+/g, " "))
    ? [...edits]
    : [{ span: field.value, newText: JSON.stringify(value) }];
}

/** One text and one more tag: from here on a list, which every reader understands. */
function asList(text: string, field: TagField, name: string): TextEdit[] {
  const only = field.items[0]!;
  const item = quotedItem(name, field.syntax, field.quote);
  const asItIs = text.slice(only.span.start, only.span.end);
  const first = quotedItem(only.name, field.syntax, field.quote);
  if (first !== asItIs) return [{ span: field.value, newText: `[${first}, ${item}]` }];
  return [insertion(field.value.start, "["), insertion(field.value.end, `, ${item}]`)];
}

function afterColon(text: string, field: TagField): number {
  return text.indexOf(":", field.keySpan.end) + 1;
}
