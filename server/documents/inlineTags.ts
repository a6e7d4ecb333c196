import type { Span, TagOccurrence, TextEdit } from "./document.ts";
import { deletion, lineEnd, lineStart } from "./textEdits.ts";

const candidate = /#(?<=(?:^|\s)#)[\p{L}\p{N}_\p{Extended_Pictographic}]/mu;
/** Letters, digits, pictures (with what joins and varies them), and inside a tag `-` and `/`. */
const inlineTag =
  /(?<=^|\s)#([\p{L}\p{N}_\p{Extended_Pictographic}](?:[\p{L}\p{M}\p{N}_\p{Extended_Pictographic}\-/]|\u200D)*)(?![#=:.]?[\p{L}\p{N}_])/gmu;
/** A tag has to say something: a number alone is an issue or a position. */
const telling = /[\p{L}\p{Extended_Pictographic}]/u;
/** Where a `#` is no tag: code, HTML, links, shortcodes, formulas. Each alternative is bounded, so matching stays linear. */
const elsewhere =
  /(?<!`)(`+)(?!`)[^`]{1,2000}\1|<!--(?:(?!<!--|-->)[\s\S]){0,5000}-->|<[a-z/!?][^<>]{0,3000}>|\[[^[\]\n]{0,500}(?=\][([])|\]\([^()\n]{0,2000}\)|\{\{[^{}]{0,2000}\}\}|\{%[^{}]{0,2000}%\}|\$\$[^$]{1,2000}\$\$/gi;
/** What C writes behind a `#`; texts about programs are full of it. */
const directives = new Set(["include", "define", "undef", "ifdef", "ifndef", "elif", "endif", "pragma"]);
/** `[label]: #anchor`, the address of links elsewhere in the text. */
const linkDefinition = /^[ \t]{0,3}\[(?!\^)[^\n]{1,300}?\]:[ \t]*(?:\r?\n[ \t]*)?#\S*/gm;
const indentedCode = /(?<=(?:^|\n)[ \t\r]{0,20}\n)(?:(?: {4,}|\t)[^\n]*(?:\n|$)|[ \t\r]*\n)+/g;

/** The `#tags` in a run of prose, fenced code and headings not being part of it. */
export function inlineTagsIn(text: string, span: Span): TagOccurrence[] {
  const raw = text.slice(span.start, span.end);
  if (!raw.includes("#") || !candidate.test(raw)) return [];
  const blank = (hidden: string) => hidden.replace(/[^\n]/g, ".");
  const masked = raw.replace(indentedCode, blank).replace(linkDefinition, blank).replace(elsewhere, blank);
  const found: TagOccurrence[] = [];
  for (const match of masked.matchAll(inlineTag)) {
    const name = match[1]!.replace(/[-/]+$/, "");
    if (!telling.test(name) || isColour(name) || directives.has(name)) continue;
    const start = span.start + match.index;
    found.push({ name, span: { start, end: start + 1 + name.length }, style: "inline", field: "#" });
  }
  return found;
}

/** `#fff`, `#a0b1c2`: colours; `#add` and `#facade` are words. */
function isColour(name: string): boolean {
  return /^(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(name) && (/\d/.test(name) || /^(.)\1+$/.test(name));
}

/** Takes a tag out of prose. On a line of tags it goes; in a sentence its word stays, and only the `#` goes. */
export function inlineRemoval(text: string, span: Span): TextEdit {
  const start = lineStart(text, span.start);
  const end = lineEnd(text, span.end);
  const line = text.slice(start, end);
  if (!/^[ \t>*+-]*(?:#[\p{L}\p{N}_\p{Extended_Pictographic}][^\s#]*[ \t,;]*)+$/u.test(line))
    return deletion(span.start, span.start + 1);
  const separator = /[ \t,;]*$/.exec(text.slice(start, span.start))![0];
  if (separator !== "" && start + separator.length < span.start)
    return deletion(span.start - separator.length, span.end);
  return deletion(span.start, span.end + /^[ \t,;]*/.exec(text.slice(span.end, end))![0].length);
}

/** How a name is written in prose: blanks become hyphens, which means the same tag. `undefined` where it cannot be. */
export function inlineSpelling(name: string): string | undefined {
  const spelling = name.replace(/\s+/g, "-");
  const [only] = `#${spelling}`.match(inlineTag) ?? [];
  return only === `#${spelling}` && telling.test(spelling) && !isColour(spelling) && !directives.has(spelling)
    ? spelling
    : undefined;
}
