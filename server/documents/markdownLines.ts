import type { Span } from "./document.ts";

/** A run of lines of one kind. */
export interface Block {
  readonly kind: "text" | "code" | "heading";
  /** For a heading its words without the marks. */
  readonly span: Span;
  /** 1 to 6 for headings, otherwise 0. */
  readonly level: number;
}

/** Parts Markdown from `start` on into prose, fenced code and headings. Linear: each line is looked at once. */
export function markdownBlocks(text: string, start: number): Block[] {
  const blocks: Block[] = [];
  let runStart = start;
  let fence: { mark: string; contentStart: number } | undefined;
  let previous: Span | undefined;
  const endRun = (end: number) => {
    if (end > runStart) blocks.push({ kind: "text", span: { start: runStart, end }, level: 0 });
  };
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const next = newline < 0 ? text.length : newline + 1;
    const first = firstInk(text, at, next);
    const unit = first < next ? text.charCodeAt(first) : 0;
    if (fence) {
      if (unit === fence.mark.charCodeAt(0) && closesFence(text.slice(first, next), fence.mark)) {
        blocks.push({ kind: "code", span: { start: fence.contentStart, end: at }, level: 0 });
        fence = undefined;
        runStart = next;
      }
    } else if ((unit === 96 || unit === 126) && text.startsWith(unit === 96 ? "```" : "~~~", first)) {
      const mark = /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(
        text.slice(first, Math.min(next, first + 500)).trimEnd(),
      )?.[0];
      if (mark) {
        endRun(at);
        fence = { mark, contentStart: next };
        runStart = text.length;
      }
      previous = undefined;
    } else if (unit === 35 && first - at < 4) {
      const heading = /^(#{1,6})(?:[ \t]+(.*))?$/.exec(text.slice(first, next).trimEnd());
      if (heading) {
        endRun(at);
        const words = (heading[2] ?? "").replace(/(?:^|[ \t])#+$/, "");
        const from = first + heading[0].length - (heading[2] ?? "").length;
        blocks.push({
          kind: "heading",
          span: { start: from, end: from + words.length },
          level: heading[1]!.length,
        });
        runStart = next;
        previous = undefined;
      } else previous = { start: at, end: next };
    } else if ((unit === 61 || unit === 45) && previous && underline(text, first, next)) {
      endRun(previous.start);
      blocks.push({ kind: "heading", span: trimmed(text, previous), level: unit === 61 ? 1 : 2 });
      runStart = next;
      previous = undefined;
    } else {
      previous = unit !== 0 && !notAHeadingLine(unit) ? { start: at, end: next } : undefined;
    }
    at = next;
  }
  if (fence) blocks.push({ kind: "code", span: { start: fence.contentStart, end: text.length }, level: 0 });
  else endRun(text.length);
  return blocks;
}

/** First position in `[from, to)` that is no white space, or `to`. */
function firstInk(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const unit = text.charCodeAt(at);
    if (unit !== 32 && unit !== 9 && unit !== 10 && unit !== 13) break;
    at++;
  }
  return at;
}

function closesFence(line: string, mark: string): boolean {
  const closing = line.trimEnd();
  return closing.length >= mark.length && closing === mark[0]!.repeat(closing.length);
}

/** Two marks at least: a lone `-` is an empty list item far more often than a heading. */
function underline(text: string, first: number, next: number): boolean {
  const line = text.slice(first, next).trimEnd();
  return line.length > 1 && line === line[0]!.repeat(line.length);
}

/** Lines that start a quote, a table or an HTML block are no heading, whatever stands below them. */
function notAHeadingLine(unit: number): boolean {
  return unit === 62 || unit === 124 || unit === 60;
}

function trimmed(text: string, span: Span): Span {
  const written = text.slice(span.start, span.end);
  const start = span.start + (written.length - written.trimStart().length);
  return { start, end: start + written.trim().length };
}
