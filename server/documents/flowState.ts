import type { Quote } from "./fieldTree.ts";
import type { DataSyntax } from "./frontMatter.ts";

/** How a place stands among the brackets, quotes and commas before it. */
export interface FlowState {
  /** The brackets that are open, each by the mark that closes it, the innermost first. */
  readonly closers: string;
  /** The quote that is open. */
  readonly quote: Quote;
  /** Where the word or the quoted text starts that reaches this place; the place itself where none does. */
  readonly tokenStart: number;
  /** Whether a finished value stands before this place and no comma after it. */
  readonly behindItem: boolean;
}

/** Quoted texts. A line that starts with a dash is a new item of a YAML list, so an open quote before it was forgotten. */
const strings: Readonly<Record<DataSyntax, RegExp>> = {
  yaml: /"(?:[^"\\\n]|\\.|\n(?![ \t]*-[ \t]))*"|'(?:[^'\n]|''|\n(?![ \t]*-[ \t]))*'/sy,
  toml: /"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^']|'(?!''))*'''|"(?!"")(?:[^"\\\n]|\\.)*"|'(?!'')[^'\n]*'/sy,
  json: /"(?:[^"\\\n]|\\.)*"/y,
};
const words: Readonly<Record<DataSyntax, RegExp>> = {
  yaml: /(?:[^\s,[\]{}]|[ \t]+(?!#|[ \t]))+/y,
  toml: /[^\s,[\]{}"'#=]+/y,
  json: /[^\s,[\]{}":]+/y,
};
const yamlLine = /(?:\S|[ \t]+(?!#|[ \t]))+/y;
const blanks = /[ \t\r]+/y;
const lineEndOfYaml = /\n[ \t]*(?:-[ \t]+)?(?:[\w-]{1,60}[ \t]*:(?=\s)[ \t]*)?/y;
const closedBy: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

/** The state at `to` of what starts at `from`; undefined in a comment. Never fails: what makes no sense is passed over. */
export function flowState(text: string, from: number, to: number, syntax: DataSyntax): FlowState | undefined {
  let closers = "";
  let behindItem = false;
  let at = from;
  const length = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  while (at < to) {
    const mark = text[at]!;
    if (/\s/.test(mark)) {
      const isLineOfBlock = mark === "\n" && syntax === "yaml" && closers === "";
      if (isLineOfBlock) behindItem = false;
      at += Math.max(1, length(isLineOfBlock ? lineEndOfYaml : blanks));
    } else if (mark === "#" && syntax !== "json") {
      const end = text.indexOf("\n", at);
      if (end < 0 || end >= to) return undefined;
      at = end;
    } else if (mark === '"' || (mark === "'" && syntax !== "json")) {
      const whole = length(strings[syntax]);
      const line = text.indexOf("\n", at);
      if (whole > 0 && at + whole <= to) {
        at += whole;
        behindItem = true;
      } else if (whole === 0 && line >= 0 && line < to) {
        at = line;
      } else {
        const long = syntax === "toml" && text.startsWith(mark.repeat(3), at);
        return { closers, quote: (long ? mark.repeat(3) : mark) as Quote, tokenStart: at, behindItem: false };
      }
    } else if (mark in closedBy) {
      closers = closedBy[mark] + closers;
      behindItem = false;
      at++;
    } else if (mark === "]" || mark === "}") {
      closers = closers.slice(1);
      behindItem = true;
      at++;
    } else if (mark === "," || (mark === "=" && syntax === "toml") || (mark === ":" && syntax === "json")) {
      behindItem = false;
      at++;
    } else {
      const word = Math.max(1, length(syntax === "yaml" && closers === "" ? yamlLine : words[syntax]));
      if (at + word >= to) return { closers, quote: "", tokenStart: at, behindItem: false };
      at += word;
      // Blanks part no words of YAML, so behind a bare one the next may go on with it.
      behindItem = syntax !== "yaml";
    }
  }
  return { closers, quote: "", tokenStart: to, behindItem };
}
