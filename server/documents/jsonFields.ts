import type { Span } from "./document.ts";
import { type FieldEntry, type FieldTree, type FieldValue, MAX_DEPTH, type MapValue } from "./fieldTree.ts";

/**
 * Reads the JSON at `span` of `text` with the place of everything in it. With `skip`, the values of those keys at the top
 * level are passed over and left out: a notebook's cells are long and hold no tags.
 */
export function readJson(text: string, span: Span, skip: ReadonlySet<string> = new Set()): FieldTree {
  const reader = new JsonReader(text, span.start, span.end, skip);
  try {
    const root = reader.document();
    if (root.kind === "map") return { root, problems: [] };
    const message = "This JSON has no fields. Write it as `{ … }`.";
    return {
      problems: [{ code: "json.not-fields", message, span: { start: span.start, end: span.start + 1 } }],
    };
  } catch (error) {
    if (!(error instanceof JsonDefect)) throw error;
    const start = Math.min(error.at, Math.max(span.start, span.end - 1));
    const message = `This JSON cannot be read: ${error.expected} is missing here. Correct it.`;
    return { problems: [{ code: "json.syntax", message, span: { start, end: start + 1 } }] };
  }
}

/** Where the JSON object that starts at `start` ends, or `undefined` where it never does. Looks at brackets and strings only. */
export function endOfJsonObject(text: string, start: number, limit: number): number | undefined {
  const structure = /["{}[\]]/g;
  structure.lastIndex = start;
  let depth = 0;
  for (let match = structure.exec(text); match && match.index < limit; match = structure.exec(text)) {
    const mark = match[0];
    if (mark === '"') {
      const end = endOfString(text, match.index);
      if (end === undefined) return undefined;
      structure.lastIndex = end;
    } else if (mark === "{" || mark === "[") depth++;
    else if (--depth <= 0) return match.index + 1;
  }
  return undefined;
}

class JsonDefect extends Error {
  readonly at: number;
  readonly expected: string;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

class JsonReader {
  private at: number;
  private readonly text: string;
  private readonly end: number;
  private readonly skip: ReadonlySet<string>;

  constructor(text: string, start: number, end: number, skip: ReadonlySet<string>) {
    this.text = text;
    this.at = text.charCodeAt(start) === 0xfeff ? start + 1 : start;
    this.end = end;
    this.skip = skip;
  }

  document(): FieldValue {
    const root = this.value(0);
    this.space();
    if (this.at < this.end) throw new JsonDefect(this.at, "the end");
    return root;
  }

  private value(depth: number): FieldValue {
    this.space();
    if (depth > MAX_DEPTH) throw new JsonDefect(this.at, "an end of the nesting");
    const start = this.at;
    const mark = this.text[start];
    if (mark === "{") return this.map(depth);
    if (mark === "[") return this.list(depth);
    if (mark === '"') {
      const value = this.string();
      return { kind: "scalar", span: { start, end: this.at }, value, quote: '"', empty: false };
    }
    const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
    literal.lastIndex = start;
    const value = literal.exec(this.text)?.[0];
    if (value === undefined || start + value.length > this.end) throw new JsonDefect(start, "a value");
    this.at = start + value.length;
    return { kind: "scalar", span: { start, end: this.at }, value, quote: "", empty: value === "null" };
  }

  private map(depth: number): MapValue {
    const start = this.at++;
    const entries: FieldEntry[] = [];
    this.space();
    while (this.text[this.at] !== "}" || entries.length > 0) {
      this.space();
      const keyStart = this.at;
      if (this.text[keyStart] !== '"') throw new JsonDefect(keyStart, "a key in double quotes");
      const key = this.string();
      const keySpan = { start: keyStart, end: this.at };
      this.space();
      this.expect(":");
      if (depth === 0 && this.skip.has(key)) this.passOver();
      else entries.push({ key, keySpan, value: this.value(depth + 1) });
      this.space();
      if (this.text[this.at] === "}") break;
      this.expect(",");
    }
    this.expect("}");
    return { kind: "map", span: { start, end: this.at }, block: false, entries };
  }

  private list(depth: number): FieldValue {
    const start = this.at++;
    const items: FieldValue[] = [];
    this.space();
    while (this.text[this.at] !== "]" || items.length > 0) {
      items.push(this.value(depth + 1));
      this.space();
      if (this.text[this.at] === "]") break;
      this.expect(",");
    }
    this.expect("]");
    return { kind: "list", span: { start, end: this.at }, block: false, items };
  }

  private passOver(): void {
    this.space();
    const mark = this.text[this.at];
    if (mark === "{" || mark === "[") {
      const end = endOfJsonObject(this.text, this.at, this.end);
      if (end === undefined) throw new JsonDefect(this.end, "a closing bracket");
      this.at = end;
    } else this.value(1);
  }

  private string(): string {
    const end = endOfString(this.text, this.at);
    if (end === undefined || end > this.end) throw new JsonDefect(this.at, "a closing quote");
    const raw = this.text.slice(this.at, end);
    try {
      const value = JSON.parse(raw) as string;
      this.at = end;
      return value;
    } catch {
      throw new JsonDefect(this.at, "a string without line breaks and false escapes");
    }
  }

  private space(): void {
    while (this.at < this.end && " \t\r\n".includes(this.text[this.at]!)) this.at++;
  }

  private expect(mark: string): void {
    if (this.at >= this.end || this.text[this.at] !== mark) throw new JsonDefect(this.at, `\`${mark}\``);
    this.at++;
  }
}

/** Behind the closing quote of the string that starts at `at`. */
function endOfString(text: string, at: number): number | undefined {
  const inner = /["\\\n]/g;
  inner.lastIndex = at + 1;
  for (let match = inner.exec(text); match; match = inner.exec(text)) {
    if (match[0] === '"') return match.index + 1;
    if (match[0] === "\n") return undefined;
    inner.lastIndex = match.index + 2;
  }
  return undefined;
}
