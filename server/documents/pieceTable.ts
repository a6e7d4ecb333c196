import type { TextEdit } from "./document.ts";

/** A run of the original text, `[start, end)`, or text that was put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly inserted: string };

/** A text as the pieces of an original and what was put between them: rounds of edits become edits of the original. */
export class PieceTable {
  #pieces: readonly Piece[];
  readonly #length: number;

  /** @param length of the original text in UTF-16 code units */
  constructor(length: number) {
    this.#length = length;
    this.#pieces = [{ start: 0, end: length }];
  }

  /** Edits of the text as it is now, none of which overlap. */
  apply(edits: readonly TextEdit[]): void {
    const order = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    // From the last to the first, so that the offsets of those to come stay right.
    for (const { span, newText } of order.toReversed()) {
      const [before, rest] = cut(this.#pieces, span.start);
      const [, after] = cut(rest, span.end - span.start);
      this.#pieces = [...before, { inserted: newText }, ...after];
    }
  }

  /** All rounds as edits of `original`, none longer than it must be. */
  edits(original: string): TextEdit[] {
    const edits: TextEdit[] = [];
    let at = 0;
    let inserted = "";
    const flush = (end: number) => {
      const edit = trimmed(original, { span: { start: at, end }, newText: inserted });
      if (edit.newText !== "" || edit.span.end > edit.span.start) edits.push(edit);
    };
    for (const piece of this.#pieces) {
      if ("inserted" in piece) inserted += piece.inserted;
      else if (piece.end > piece.start) {
        flush(piece.start);
        at = piece.end;
        inserted = "";
      }
    }
    flush(this.#length);
    return edits;
  }
}

function cut(pieces: readonly Piece[], offset: number): [Piece[], Piece[]] {
  const before: Piece[] = [];
  let left = offset;
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    const length = "inserted" in piece ? piece.inserted.length : piece.end - piece.start;
    if (length <= left) {
      before.push(piece);
      left -= length;
      continue;
    }
    if (left === 0) return [before, pieces.slice(index)];
    const [head, tail] = split(piece, left);
    return [
      [...before, head],
      [tail, ...pieces.slice(index + 1)],
    ];
  }
  return [before, []];
}

function split(piece: Piece, at: number): [Piece, Piece] {
  if ("inserted" in piece)
    return [{ inserted: piece.inserted.slice(0, at) }, { inserted: piece.inserted.slice(at) }];
  const middle = piece.start + at;
  return [
    { start: piece.start, end: middle },
    { start: middle, end: piece.end },
  ];
}

/** Without what is the same at both ends. */
function trimmed(original: string, { span, newText }: TextEdit): TextEdit {
  const most = Math.min(span.end - span.start, newText.length);
  let head = 0;
  while (head < most && original[span.start + head] === newText[head]) head++;
  let tail = 0;
  while (tail < most - head && original[span.end - 1 - tail] === newText[newText.length - 1 - tail]) tail++;
  return {
    span: { start: span.start + head, end: span.end - tail },
    newText: newText.slice(head, newText.length - tail),
  };
}
