import type { TextEdit } from "./document.ts";
import type { TagField } from "./tagFields.ts";
import { deletion, lineEndOf, lineStart } from "./textEdits.ts";

/** What stands between the items of a list in one place: separators, blanks, sometimes comments. */
export function listGaps(text: string, field: TagField): string[] {
  return field.items.slice(1).map(({ span }, index) => text.slice(field.items[index]!.span.end, span.start));
}

/** What to write between the last item of a bracketed list and a new one, so that it looks like the others. */
export function separatorFor(text: string, field: TagField): string {
  const gap = listGaps(text, field).at(-1);
  if (gap !== undefined && /^\s*,\s*$/.test(gap)) return gap;
  const last = field.items.at(-1)!;
  const lead = text.slice(field.value.start + 1, field.items[0]!.span.start);
  if (gap === undefined && !lead.includes("\n")) return ", ";
  const line = lineStart(text, last.span.start);
  const indent = /^[ \t]*/.exec(text.slice(line, last.span.start))![0];
  return `,${lineEndOf(text)}${indent}`;
}

/** Takes items out of a list with separators, each with one separator; comments stay. */
export function removalFromList(text: string, field: TagField, indices: ReadonlySet<number>): TextEdit[] {
  const { items } = field;
  const edits: TextEdit[] = [];
  for (let from = 0; from < items.length; from++) {
    if (!indices.has(from)) continue;
    let to = from;
    while (indices.has(to + 1)) to++;
    edits.push(...removedRun(text, field, from, to));
    from = to;
  }
  return edits;
}

function removedRun(text: string, field: TagField, from: number, to: number): TextEdit[] {
  const { items } = field;
  const start = items[from]!.span.start;
  const end = items[to]!.span.end;
  const before = items[from - 1];
  const after = items[to + 1];
  const region = before
    ? { start: before.span.end, end }
    : { start, end: after ? after.span.start : trailingComma(text, field) };
  const gaps = [
    text.slice(region.start, start),
    ...listGaps(text, field).slice(from, to),
    text.slice(end, region.end),
  ];
  if (gaps.every((gap) => /^[\s,]*$/.test(gap))) return [deletion(region.start, region.end)];
  return aroundComments(text, field, from, to);
}

/** Item by item, each with the comma behind it, or before it where none follows. */
function aroundComments(text: string, field: TagField, from: number, to: number): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let index = from; index <= to; index++) {
    const { span } = field.items[index]!;
    edits.push(deletion(span.start, span.end));
    const comma = commaIn(text, span.end, field.items[index + 1]?.span.start ?? field.value.end);
    if (comma !== undefined) edits.push(deletion(comma, comma + 1));
    else if (from > 0) {
      const earlier = commaIn(text, field.items[from - 1]!.span.end, field.items[from]!.span.start);
      if (earlier !== undefined) edits.push(deletion(earlier, earlier + 1));
    }
  }
  return edits;
}

/** Behind the comma that follows the last item, or behind that item. */
function trailingComma(text: string, field: TagField): number {
  const { end } = field.items.at(-1)!.span;
  const comma = /^\s*,/.exec(text.slice(end, field.value.end));
  return comma ? end + comma[0].length : end;
}

/** The first comma in `[from, to)` outside of comments. */
function commaIn(text: string, from: number, to: number): number | undefined {
  for (let at = from; at < to; at++) {
    if (text[at] === "#") at = text.indexOf("\n", at);
    else if (text[at] === ",") return at;
    if (at < 0) return undefined;
  }
  return undefined;
}
