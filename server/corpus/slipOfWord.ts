/**
 * Whether one word is probably the other one mistyped. Both in lower case. Only words of a to z are judged: elsewhere one letter
 * often makes another word, or another form of it. Stricter the shorter the words are, since short ones have more neighbours that
 * are words themselves (`flask` and `flash`), and the first and the last letter must agree, since beginnings and endings are what
 * makes other words (`preact`, `parser` and `parsed`).
 */
export function isSlip(a: string, b: string): boolean {
  if (a === b || !/^[a-z]+$/.test(a) || !/^[a-z]+$/.test(b)) return false;
  if (a[0] !== b[0]) return false;
  const softA = softForm(a);
  const softB = softForm(b);
  const length = Math.min(a.length, b.length);
  if (softA === softB) return length >= LEAST.soft;
  const slip = slipOf(softA, softB);
  if (slip === undefined || length < LEAST[slip]) return false;
  const onlyOne =
    Math.abs(a.length - b.length) === Math.abs(softA.length - softB.length) && slipOf(a, b) !== undefined;
  return onlyOne || length >= LEAST.two;
}

/** The least length of a word, in letters, for each kind of slip. */
const LEAST = { soft: 6, transposed: 5, leftOut: 7, replaced: 8, two: 10 } as const;

/** So many letters at the end of a word must agree, or it may be another word: `automaton`, `identify`, `graphiql`. */
const ENDING = 3;

/** A word with doubled letters made single, `z` made `s` and `our` at its end `or`: what is most often confused. */
export function softForm(word: string): string {
  return word
    .replace(/(.)\1+/g, "$1")
    .replaceAll("z", "s")
    .replace(/our$/, "or");
}

/** The one change that leads from `a` to `b`, if one does that neither begins nor ends the word. */
function slipOf(a: string, b: string): "transposed" | "leftOut" | "replaced" | undefined {
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const left = a.slice(head, a.length - tail);
  const right = b.slice(head, b.length - tail);
  if (head === 0) return undefined;
  if (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0])
    return "transposed";
  if (tail < ENDING) return undefined;
  if (left.length + right.length === 1) return "leftOut";
  return left.length === 1 && right.length === 1 ? "replaced" : undefined;
}
