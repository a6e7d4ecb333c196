import type { Span } from "../documents/document.ts";

/** Zero-based lines and UTF-16 columns, as the Language Server Protocol counts them. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** The ranges of spans of a text. The text is looked at up to the last of them only. */
export function rangesOf(text: string, spans: readonly Span[]): TextRange[] {
  const last = spans.reduce((most, { end }) => Math.max(most, end), 0);
  const starts = [0];
  if (last > 0) {
    const lineBreak = /\r\n?|\n/g;
    while (lineBreak.test(text) && lineBreak.lastIndex <= last) starts.push(lineBreak.lastIndex);
  }
  return spans.map(({ start, end }) => ({ start: positionIn(starts, start), end: positionIn(starts, end) }));
}

function positionIn(starts: readonly number[], offset: number): TextPosition {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - starts[low] };
}
