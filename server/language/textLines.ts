import type { Position, Range } from "vscode-languageserver-types";
import type { Span } from "../documents/document.ts";

/** Offsets of a text in UTF-16 code units, and lines and columns as the Language Server Protocol counts them. */
export class TextLines {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) this.#starts.push(at + 1);
    }
  }

  get count(): number {
    return this.#starts.length;
  }

  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - this.#starts[low] };
  }

  /** Positions outside of the text are taken to its nearest place, as the protocol asks. */
  offsetAt({ line, character }: Position): number {
    if (line >= this.#starts.length) return this.#text.length;
    if (line < 0) return 0;
    const start = this.#starts[line];
    const next = this.#starts[line + 1] ?? this.#text.length + 1;
    let end = next - 1;
    if (line + 1 < this.#starts.length && this.#text[end] === "\n" && this.#text[end - 1] === "\r") end--;
    return Math.max(start, Math.min(start + character, end));
  }

  rangeOf({ start, end }: Span): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  spanOf({ start, end }: Range): Span {
    return { start: this.offsetAt(start), end: this.offsetAt(end) };
  }
}
