/** Marks a place in a text; stands in no format that tags are written in. */
export const CURSOR = "‸";

/** Takes the mark out of a text. `offset` is where it stood, in UTF-16 code units. */
export function cursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf(CURSOR);
  if (offset < 0 || marked.indexOf(CURSOR, offset + 1) >= 0) {
    throw new Error(`There must be one ${CURSOR} in: ${marked}`);
  }
  return { text: marked.slice(0, offset) + marked.slice(offset + CURSOR.length), offset };
}

/** Takes two marks out of a text. The span lies between them. */
export function selection(marked: string): {
  readonly text: string;
  readonly start: number;
  readonly end: number;
} {
  const [before, inside, after, ...more] = marked.split(CURSOR);
  if (after === undefined || more.length > 0) throw new Error(`There must be two ${CURSOR} in: ${marked}`);
  return { text: before + inside + after, start: before.length, end: before.length + inside.length };
}
