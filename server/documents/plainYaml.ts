import type { Span } from "./document.ts";
import type { FieldEntry, FieldValue, MapValue, ScalarValue } from "./fieldTree.ts";
import { joinQuotedLines } from "./yamlFolding.ts";

/** Deeper data is left to the parser. */
const MOST_LEVELS = 6;

const ENTRY = /^([A-Za-z_][\w-]{0,99}):(?= |$)/;
const DASH = /^- +(?=.)/;
/** What begins a plain scalar beyond doubt. */
const PLAIN_START = /^[^\s\-?:,[\]{}#&*!|>'"%@`]/;
/** In a plain scalar these would begin a comment or a map. */
const COMMENT = / #/;
const MAP_INSIDE = /:(?: |$)/;
/** A text between quotes with no escapes but those of the quotes and of the backslash. */
const QUOTED = /^(?:"((?:[^"\\]|\\["\\])*)"|'((?:[^']|'')*)')(?: +#.*| *)$/;
const OPEN_QUOTES = /^(?:"(?:[^"\\]|\\[\s\S])*|'(?:[^']|'')*)$/;
/** A list between brackets: names, or texts between quotes without quotes or escapes in them. */
const FLOW_LIST =
  /^\[ *(?:(?:[^\s\-?:,[\]{}#&*!|>'"%@`][^,[\]{}#:'"]*|(?:"[^"\\]*"|'[^']*') *)(?:, *(?=[^\] ])|(?=\])))*\]$/;
const FLOW_ITEM = /"[^"]*"|'[^']*'|[^\s,[\]][^,[\]]*/g;
/** Blanks that are none, characters that end lines elsewhere, and marks between documents: for the parser to judge. */
const STRANGE = /[\t\ufeff\u0085\u2028\u2029]|\r(?!\n)|^(?:---|\.\.\.)/m;
const NULL = /^(?:~|null|Null|NULL)$/;

/** A line that is neither blank nor a comment. Offsets are those of the whole text. */
interface Line {
  readonly indent: number;
  /** From the first to behind the last character that is not blank. */
  readonly start: number;
  readonly end: number;
  /** Where the next line starts. */
  readonly next: number;
}

/**
 * Reads the YAML that most documents have: keys with plain or quoted values, lists of values and of maps. It comes to the same as
 * parsing it, in a twentieth of the time; undefined for YAML with anything else in it.
 */
export function readPlainYaml(text: string, span: Span): MapValue | undefined {
  const source = text.slice(span.start, span.end);
  if (STRANGE.test(source)) return undefined;
  const lines = linesOf(source, span.start);
  if (lines === undefined) return undefined;
  const reader = new PlainYaml(text, lines, span.end);
  const root = reader.document();
  if (root !== undefined || !reader.endsInQuotes) return root;
  // The parser gives up here as well, and is then asked for this.
  const joined = joinQuotedLines(source);
  return joined === source
    ? undefined
    : readPlainYaml(`${text.slice(0, span.start)}${joined}${text.slice(span.end)}`, span);
}

class PlainYaml {
  readonly #text: string;
  readonly #lines: Line[];
  readonly #to: number;
  #at = 0;
  /** Whether it gave up for a text whose quotes do not close before a line that is not further in. */
  endsInQuotes = false;
  /** Where the last value read ends, with the rest of its line if it has any. */
  #end = 0;

  constructor(text: string, lines: Line[], to: number) {
    this.#text = text;
    this.#lines = lines;
    this.#to = to;
  }

  document(): MapValue | undefined {
    if (this.#lines[0]?.indent !== 0) return undefined;
    const root = this.#map(0, 1);
    return this.#at === this.#lines.length ? root : undefined;
  }

  #map(indent: number, level: number): MapValue | undefined {
    if (level > MOST_LEVELS) return undefined;
    const { start } = this.#lines[this.#at];
    const entries: FieldEntry[] = [];
    const keys = new Set<string>();
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      const key = ENTRY.exec(this.#text.slice(line.start, line.end))?.[1];
      if (key === undefined || keys.has(key)) return undefined;
      keys.add(key);
      const value = this.#value(line, key.length + 1, level);
      if (value === undefined) return undefined;
      entries.push({ key, keySpan: { start: line.start, end: line.start + key.length }, value });
    }
    if (this.#isFurtherIn(indent)) return undefined;
    return { kind: "map", span: { start, end: this.#end }, block: true, entries };
  }

  /** The value behind the colon at `colon` of a line, or on the lines below it. */
  #value(line: Line, colon: number, level: number): FieldValue | undefined {
    let from = line.start + colon;
    while (from < line.next && this.#text.charCodeAt(from) === 32) from++;
    if (from < line.end && this.#text.charCodeAt(from) !== 35) {
      return this.#flowList(line, from) ?? this.#scalar(line, from);
    }
    this.#at++;
    const below = this.#lines[this.#at];
    if (below !== undefined && this.#text.charCodeAt(below.start) === 45 && below.indent >= line.indent) {
      return this.#list(below.indent, level);
    }
    if (below !== undefined && below.indent > line.indent) return this.#map(below.indent, level + 1);
    const isLast = below === undefined || below.indent < line.indent;
    // A comment there belongs to the map that ends with it.
    if (isLast && this.#text.slice(from, below?.start ?? this.#to).includes("#")) return undefined;
    this.#end = from;
    return { kind: "scalar", span: { start: from, end: from }, value: "", quote: "", empty: true };
  }

  #list(indent: number, level: number): FieldValue | undefined {
    const { start } = this.#lines[this.#at];
    const items: FieldValue[] = [];
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      const written = this.#text.slice(line.start, line.end);
      const dash = DASH.exec(written)?.[0].length;
      if (dash === undefined) break;
      const item = ENTRY.test(written.slice(dash))
        ? this.#mapBehindDash(line, dash, level)
        : this.#scalar(line, line.start + dash);
      if (item === undefined) return undefined;
      items.push(item);
    }
    if (items.length === 0 || this.#isFurtherIn(indent)) return undefined;
    return { kind: "list", span: { start, end: this.#end }, block: true, items };
  }

  /** The first key stands behind the dash, the others below it. */
  #mapBehindDash(line: Line, dash: number, level: number): MapValue | undefined {
    const indent = line.indent + dash;
    this.#lines[this.#at] = { ...line, indent, start: line.start + dash };
    return this.#map(indent, level + 1);
  }

  /** A scalar at `from`, which may go on below, with nothing behind it but a comment. */
  #scalar(line: Line, from: number): ScalarValue | undefined {
    this.#at++;
    let last = line;
    while (this.#isFurtherIn(line.indent)) {
      const below = this.#lines[this.#at];
      // A blank line or a comment between them means something else.
      if (last.next !== below.start - below.indent) return undefined;
      last = below;
      this.#at++;
    }
    this.#end = last.next;
    const written = this.#text.slice(from, last.end);
    const first = written.charCodeAt(0);
    if (first === 34 || first === 39) {
      this.endsInQuotes = OPEN_QUOTES.test(written);
      return quotedScalar(written, from);
    }
    return last === line ? plainScalar(written, from) : foldedScalar(written, from);
  }

  #flowList(line: Line, from: number): FieldValue | undefined {
    const written = this.#text.slice(from, line.end);
    if (!written.startsWith("[") || !FLOW_LIST.test(written)) return undefined;
    const items: ScalarValue[] = [];
    for (const { 0: item, index } of written.slice(0, -1).matchAll(FLOW_ITEM)) {
      const name = withoutBlanks(item);
      const read = /^["']/.test(name) ? quotedScalar(name, from + index) : plainScalar(name, from + index);
      if (read === undefined) return undefined;
      items.push(read);
    }
    this.#at++;
    if (this.#isFurtherIn(line.indent)) return undefined;
    this.#end = line.next;
    return { kind: "list", span: { start: from, end: line.end }, block: false, items };
  }

  #isFurtherIn(indent: number): boolean {
    const line = this.#lines[this.#at];
    return line !== undefined && line.indent > indent;
  }
}

function plainScalar(written: string, start: number): ScalarValue | undefined {
  if (!PLAIN_START.test(written)) return undefined;
  const comment = written.search(COMMENT);
  const value = withoutBlanks(comment < 0 ? written : written.slice(0, comment));
  if (MAP_INSIDE.test(value)) return undefined;
  const span = { start, end: start + value.length };
  return { kind: "scalar", span, value, quote: "", empty: NULL.test(value) };
}

/** A plain scalar over several lines. */
function foldedScalar(written: string, start: number): ScalarValue | undefined {
  const lines = written.split(/ *\r?\n */);
  const isPlain = (line: string): boolean =>
    PLAIN_START.test(line) && !COMMENT.test(line) && !MAP_INSIDE.test(line);
  if (!lines.every(isPlain)) return undefined;
  const span = { start, end: start + written.length };
  return { kind: "scalar", span, value: lines.join(" "), quote: "", empty: false };
}

function quotedScalar(written: string, start: number): ScalarValue | undefined {
  const match = QUOTED.exec(written);
  if (match === null) return undefined;
  const inner = match[1] ?? match[2];
  const quote = match[1] === undefined ? "'" : '"';
  const isFolded = inner.includes("\n");
  // Where an escape stands at the end of a line, the blanks there are its own affair.
  if (isFolded && inner.includes("\\")) return undefined;
  const text = isFolded ? inner.replace(/ *\r?\n */g, " ") : inner;
  const value = quote === "'" ? text.replaceAll("''", "'") : text.replace(/\\(.)/g, "$1");
  const span = { start, end: start + inner.length + 2 };
  return { kind: "scalar", span, value, quote, empty: false };
}

/** Other white space at the end of a value is part of it. */
function withoutBlanks(written: string): string {
  let end = written.length;
  while (written.charCodeAt(end - 1) === 32) end--;
  return written.slice(0, end);
}

/** The lines; undefined where a comment is further in than the margin, for it may belong to what stands before it. */
function linesOf(source: string, base: number): Line[] | undefined {
  const lines: Line[] = [];
  for (let at = 0; at < source.length; ) {
    const newline = source.indexOf("\n", at);
    const next = newline < 0 ? source.length : newline + 1;
    let start = at;
    while (start < next && source.charCodeAt(start) === 32) start++;
    let end = newline < 0 ? next : newline;
    while (end > start && (source.charCodeAt(end - 1) === 32 || source.charCodeAt(end - 1) === 13)) end--;
    const isComment = source.charCodeAt(start) === 35;
    if (isComment && start > at) return undefined;
    if (start < end && !isComment) {
      lines.push({ indent: start - at, start: base + start, end: base + end, next: base + next });
    }
    at = next;
  }
  return lines;
}
