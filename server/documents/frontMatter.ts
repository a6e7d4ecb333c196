import type { Problem, Span } from "./document.ts";
import { endOfJsonObject } from "./jsonFields.ts";

export type DataSyntax = "yaml" | "toml" | "json";

/** Structured data at the top of a document, before its prose. */
export interface FrontMatter {
  readonly syntax: DataSyntax;
  /** The data alone, without fences, up to the start of the closing fence. */
  readonly inner: Span;
  /** Data and fences, with the line end of the closing one. */
  readonly outer: Span;
}

export interface FrontMatterSearch {
  readonly frontMatter?: FrontMatter;
  readonly problem?: Problem;
  /** Where the prose starts. */
  readonly bodyStart: number;
}

/** More than this between two fences is not front matter but an accident. In UTF-16 code units. */
const MAX_LENGTH = 1 << 16;

const scripts = new Set(["js", "javascript", "ts", "coffee", "coffeescript", "cson"]);

const opening = /^(---|\+\+\+|;;;|```)[ \t]*([A-Za-z]*)[ \t]*\r?(?:\n|$)/;

/** Finds the data at the top of a Markdown document: fenced by `---`, `+++`, `;;;`, a first ```` ```toml ```` block, or a bare `{ … }`. */
export function findFrontMatter(text: string): FrontMatterSearch {
  const top = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const none: FrontMatterSearch = { bodyStart: top };
  const head = text.slice(top, top + 200);
  const fence = opening.exec(head);
  if (!fence) return /^\{\s*["}]/.test(head) ? bareJson(text, top) : belowBlankLines(text, top);
  const [line, mark, label] = fence as unknown as [string, string, string];
  const syntax = syntaxOf(mark, label.toLowerCase());
  if (syntax === undefined) return none;
  const start = top + line.length;
  if (syntax === "script") {
    return problem(
      "front-matter.script",
      "Front matter that is a program is never run. Write it as YAML.",
      top,
      start,
    );
  }
  const closing =
    mark === "---" ? /^(?:---|\.\.\.)[ \t]*\r?$/gm : new RegExp(`^${escaped(mark)}[ \\t]*\\r?$`, "gm");
  closing.lastIndex = start;
  const close = start <= text.length ? closing.exec(text) : null;
  if (!close) {
    // A `---` that nothing closes is a rule across the page, unless a field follows it.
    if (mark === "---" && !/^[\w-]+[ \t]*:(?:\s|$)/.test(text.slice(start, start + 200))) return none;
    return problem(
      "front-matter.not-closed",
      `The front matter is not closed. Write \`${mark}\` after it.`,
      top,
      start,
    );
  }
  const inner = { start, end: close.index };
  if (inner.end - inner.start > MAX_LENGTH) {
    return problem(
      "front-matter.too-long",
      "The front matter is too long to read. Move its text below it.",
      top,
      start,
    );
  }
  const after = close.index + close[0].length;
  const end = text.charCodeAt(after) === 10 ? after + 1 : after;
  return { frontMatter: { syntax, inner, outer: { start: top, end } }, bodyStart: end };
}

function syntaxOf(mark: string, label: string): DataSyntax | "script" | undefined {
  if (mark === "```") return label === "toml" ? "toml" : undefined;
  if (label === "yaml" || label === "yml" || label === "toml" || label === "json") {
    return label === "yml" ? "yaml" : label;
  }
  if (label !== "") return mark === "---" && scripts.has(label) ? "script" : undefined;
  return mark === "---" ? "yaml" : mark === "+++" ? "toml" : "json";
}

/** Some generators let front matter start below blank lines. A rule across the page is none: a field has to follow it. */
function belowBlankLines(text: string, top: number): FrontMatterSearch {
  const lead =
    /^\s{0,99}\n(?=```toml|---[ \t]*\r?\n[\w-]+[ \t]*:(?:\s|$)|\+\+\+[ \t]*\r?\n[\w-]+[ \t]*=)/.exec(
      text.slice(top, top + 400),
    );
  if (!lead) return { bodyStart: top };
  const found = findFrontMatter(text.slice(top + lead[0].length));
  if (!found.frontMatter) return { bodyStart: top };
  const shift = top + lead[0].length;
  const moved = (span: Span): Span => ({ start: span.start + shift, end: span.end + shift });
  const { syntax, inner, outer } = found.frontMatter;
  return {
    frontMatter: { syntax, inner: moved(inner), outer: moved(outer) },
    bodyStart: found.bodyStart + shift,
  };
}

function bareJson(text: string, top: number): FrontMatterSearch {
  const close = endOfJsonObject(text, top, top + MAX_LENGTH);
  if (close === undefined) {
    const message = "The JSON front matter is not closed. Write `}` on a line after it.";
    return problem("front-matter.not-closed", message, top, top + 1);
  }
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(close, close + 200));
  // Braces with text behind them on the line are prose that happens to start with one.
  if (!rest) return { bodyStart: top };
  const end = close + rest[0].length;
  return {
    frontMatter: { syntax: "json", inner: { start: top, end: close }, outer: { start: top, end } },
    bodyStart: end,
  };
}

function problem(code: string, message: string, start: number, end: number): FrontMatterSearch {
  return { problem: { code, message, span: { start, end: Math.max(end, start + 1) } }, bodyStart: start };
}

function escaped(mark: string): string {
  return mark.replace(/[+;`]/g, "\\$&");
}
