import type { Span } from "./document.ts";
import type { FieldEntry, FieldValue, Quote } from "./fieldTree.ts";

export type TomlLine =
  | { readonly kind: "table"; readonly path: readonly string[]; readonly span: Span; readonly array: boolean }
  | {
      readonly kind: "entry";
      readonly path: readonly string[];
      readonly keySpan: Span;
      readonly value: FieldValue;
    };

/** Walks through TOML that is known to be valid and tells where everything stands. On other input it ends early. */
export class TomlScanner {
  private at: number;
  private readonly text: string;
  private readonly end: number;

  constructor(text: string, span: Span) {
    this.text = text;
    this.at = span.start;
    this.end = span.end;
  }

  /** The next table header or entry. */
  next(): TomlLine | undefined {
    this.blank();
    if (this.at >= this.end) return undefined;
    const start = this.at;
    if (this.text[start] === "[") {
      const array = this.text[start + 1] === "[";
      this.at += array ? 2 : 1;
      const path = this.path();
      this.at += array ? 2 : 1;
      return path && { kind: "table", path, span: { start, end: this.at }, array };
    }
    const entry = this.entry();
    return entry && { kind: "entry", ...entry };
  }

  private entry(): { path: string[]; keySpan: Span; value: FieldValue } | undefined {
    const start = this.at;
    const path = this.path();
    const keySpan = { start, end: start + this.text.slice(start, this.at).trimEnd().length };
    if (!path || this.text[this.at] !== "=") return undefined;
    this.at++;
    this.blank();
    return { path, keySpan, value: this.value() };
  }

  /** A dotted key, up to what follows it. */
  private path(): string[] | undefined {
    const path: string[] = [];
    for (;;) {
      this.blank();
      const mark = this.text[this.at];
      if (mark === '"' || mark === "'") path.push(this.string().value);
      else {
        const bare = this.match(/[A-Za-z0-9_-]+/y);
        if (!bare) return undefined;
        path.push(bare);
      }
      this.blank();
      if (this.text[this.at] !== ".") return path;
      this.at++;
    }
  }

  private value(): FieldValue {
    const start = this.at;
    const mark = this.text[start];
    if (mark === "[") return this.list(start);
    if (mark === "{") return this.map(start);
    if (mark === '"' || mark === "'") {
      const { value, quote } = this.string();
      return { kind: "scalar", span: { start, end: this.at }, value, quote, empty: false };
    }
    const value = (this.match(/[^\n#,\]}]+/y) ?? "").trimEnd();
    this.at = Math.max(start + value.length, start + 1);
    return { kind: "scalar", span: { start, end: start + value.length }, value, quote: "", empty: false };
  }

  private list(start: number): FieldValue {
    const items: FieldValue[] = [];
    this.at++;
    for (this.blank(true); this.at < this.end && this.text[this.at] !== "]"; this.blank(true))
      items.push(this.value());
    this.at++;
    return { kind: "list", span: { start, end: Math.min(this.at, this.end) }, block: false, items };
  }

  private map(start: number): FieldValue {
    const entries: FieldEntry[] = [];
    this.at++;
    for (this.blank(true); this.at < this.end && this.text[this.at] !== "}"; this.blank(true)) {
      const entry = this.entry();
      if (!entry) break;
      entries.push({ key: entry.path.join("."), keySpan: entry.keySpan, value: entry.value });
    }
    this.at++;
    return { kind: "map", span: { start, end: Math.min(this.at, this.end) }, block: false, entries };
  }

  private string(): { value: string; quote: Quote } {
    const single = this.text[this.at]!;
    const quote = (this.text.startsWith(single.repeat(3), this.at) ? single.repeat(3) : single) as Quote;
    const start = this.at + quote.length;
    let close = start;
    while (close < this.end && !this.text.startsWith(quote, close)) {
      close += single === '"' && this.text[close] === "\\" ? 2 : 1;
    }
    // `""""` at the end of a long string: quotes inside come first.
    while (quote.length === 3 && this.text[close + 3] === single) close++;
    this.at = Math.min(this.end, close + quote.length);
    const raw = this.text.slice(start, close);
    return { value: single === '"' ? unescapeToml(raw, quote) : raw.replace(/^\r?\n/, ""), quote };
  }

  private blank(commas = false): void {
    this.match(commas ? /(?:[\s,\ufeff]|#[^\n]*)*/y : /(?:[\s\ufeff]|#[^\n]*)*/y);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return undefined;
    const kept = found.slice(0, Math.max(0, this.end - this.at));
    this.at += kept.length;
    return kept;
  }
}

const short: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b" };

/** What basic TOML strings mean by their backslashes. `quote` tells the long ones, where a line can be continued. */
export function unescapeToml(raw: string, quote: Quote): string {
  const text = quote === '"""' ? raw.replace(/^\r?\n/, "").replace(/\\[ \t]*\r?\n\s*/g, "") : raw;
  return text.replace(
    /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|x([\dA-Fa-f]{2})|(.))/g,
    (_whole, four?: string, eight?: string, two?: string, mark?: string) => {
      const code = four ?? eight ?? two;
      if (code === undefined) return short[mark!] ?? mark!;
      const point = Number.parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : "";
    },
  );
}
