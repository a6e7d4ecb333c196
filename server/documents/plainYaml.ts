import type { Span } from "./document.ts";
import type { FieldEntry, FieldValue, MapValue, ScalarValue } from "./fieldTree.ts";

/** Deeper data is left to the parser. */
const MOST_LEVELS = 6;

const ENTRY = /^([A-Za-z_][\w-]{0,99}):(?= |$)/;
const DASH = /^- +(?=.)/;
/** What begins a plain scalar beyond doubt. */
const PLAIN_START = /^[^\s\-?:,[\]{}#&*!|>'"%@`]/;
/** In a plain scalar these would begin a comment or a map. */
const COMMENT = / #/;
const MAP_INSIDE = /:(?: |$)/;
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
 * Reads the YAML that most documents have: keys and plain or quoted values on one line, lists of such values, maps of these. It comes to
 * the same as parsing it, in a twentieth of the time; undefined for YAML with anything else in it.
 */
export function readPlainYaml(text: string, span: Span): MapValue | undefined {
  const source = text.slice(span.start, span.end);
  if (STRANGE.test(source)) return undefined;
  const lines = linesOf(source, span.start);
  return lines && new PlainYaml(text, lines, span.end).document();
}

class PlainYaml {
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #to: number;
  #at = 0;
  /** Where the last value read ends, with the rest of its line if it has any. */
  #end = 0;

  constructor(text: string, lines: readonly Line[], to: number) {
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
    const { start } = this.#lines[this.#at];
    const entries: FieldEntry[] = [];
    const keys = new Set<string>();
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      const written = this.#text.slice(line.start, line.end);
      const key = ENTRY.exec(written)?.[1];
      if (key === undefined || keys.has(key)) return undefined;
      keys.add(key);
      const value = this.#value(line, key.length + 1, level);
      if (value === undefined) return undefined;
      entries.push({ key, keySpan: { start: line.start, end: line.start + key.length }, value });
    }
    return { kind: "map", span: { start, end: this.#end }, block: true, entries };
  }

  /** The value behind the colon at `colon` of a line, or on the lines below it. */
  #value(line: Line, colon: number, level: number): FieldValue | undefined {
    this.#at++;
    const below = this.#lines[this.#at];
    let from = line.start + colon;
    while (from < line.next && this.#text.charCodeAt(from) === 32) from++;
    if (from < line.end && this.#text.charCodeAt(from) !== 35) {
      // What is further in goes on with the value.
      if (below !== undefined && below.indent > line.indent) return undefined;
      this.#end = line.next;
      return flowList(this.#text, from, line.end) ?? scalar(this.#text, from, line.end);
    }
    if (below !== undefined && this.#text.charCodeAt(below.start) === 45 && below.indent >= line.indent) {
      return this.#list(below.indent);
    }
    if (below !== undefined && below.indent > line.indent) {
      return level < MOST_LEVELS ? this.#map(below.indent, level + 1) : undefined;
    }
    const isLast = below === undefined || below.indent < line.indent;
    // A comment there belongs to the map that ends with it.
    if (isLast && this.#text.slice(from, below?.start ?? this.#to).includes("#")) return undefined;
    this.#end = from;
    return { kind: "scalar", span: { start: from, end: from }, value: "", quote: "", empty: true };
  }

  #list(indent: number): FieldValue | undefined {
    const { start } = this.#lines[this.#at];
    const items: ScalarValue[] = [];
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      const dash = DASH.exec(this.#text.slice(line.start, line.end));
      if (dash === null) break;
      const item = scalar(this.#text, line.start + dash[0].length, line.end);
      if (item === undefined) return undefined;
      items.push(item);
      this.#at++;
      this.#end = line.next;
    }
    const below = this.#lines[this.#at];
    if (items.length === 0 || (below !== undefined && below.indent > indent)) return undefined;
    return { kind: "list", span: { start, end: this.#end }, block: true, items };
  }
}

/** A scalar at `from`, with nothing behind it before `end` but a comment. */
function scalar(text: string, from: number, end: number): ScalarValue | undefined {
  const written = text.slice(from, end);
  const mark = written[0];
  if (mark === "'" || mark === '"') {
    const close = written.indexOf(mark, 1);
    if (close < 0 || !/^(?: +(?:#|$)|$)/.test(written.slice(close + 1))) return undefined;
    const value = written.slice(1, close);
    if (mark === '"' && value.includes("\\")) return undefined;
    return { kind: "scalar", span: { start: from, end: from + close + 1 }, value, quote: mark, empty: false };
  }
  if (!PLAIN_START.test(written)) return undefined;
  const comment = written.search(COMMENT);
  const value = withoutBlanks(comment < 0 ? written : written.slice(0, comment));
  if (MAP_INSIDE.test(value)) return undefined;
  const span = { start: from, end: from + value.length };
  return { kind: "scalar", span, value, quote: "", empty: NULL.test(value) };
}

/** Other white space at the end of a value is part of it. */
function withoutBlanks(written: string): string {
  let end = written.length;
  while (written.charCodeAt(end - 1) === 32) end--;
  return written.slice(0, end);
}

function flowList(text: string, from: number, end: number): FieldValue | undefined {
  if (text.charCodeAt(from) !== 91) return undefined;
  const written = text.slice(from, end);
  if (!FLOW_LIST.test(written)) return undefined;
  const items: ScalarValue[] = [];
  for (const match of written.slice(0, -1).matchAll(FLOW_ITEM)) {
    const start = from + match.index;
    const item = scalar(text, start, start + withoutBlanks(match[0]).length);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return { kind: "list", span: { start: from, end }, block: false, items };
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
