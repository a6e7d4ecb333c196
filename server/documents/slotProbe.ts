import type { Span, TextEdit } from "./document.ts";
import type { FlowState } from "./flowState.ts";
import type { SlotSite } from "./slotSite.ts";
import { insertion } from "./textEdits.ts";

/** A text in which a name stands at the place that is asked about, so that reading it tells what that place is. */
export interface Probe {
  readonly text: string;
  /** What had to be put before the name, in place of what; it belongs to what is written. */
  readonly lead: TextEdit | undefined;
  /** What had to be put behind the name to part it from the next; it belongs to what is written. */
  readonly trail: string;
  /** Whether the name has quotes that are not in the original text. */
  readonly hasQuotes: boolean;
  /** The span of the original text that this one of the probe's stands for. */
  back(span: Span): Span;
}

/** A probe is the text up to `end` with these parts in it, in this order, and `tail` after it. */
export interface ProbeParts {
  readonly text: string;
  readonly offset: number;
  readonly placeholder: string;
  readonly end: number;
  readonly tail: string;
  readonly lead?: TextEdit | undefined;
  /** A quote that the word at hand still needs, and where the word starts and ends. */
  readonly wrap?: { readonly start: number; readonly end: number; readonly quote: string } | undefined;
  readonly trail?: string;
}

export function probeOf(parts: ProbeParts): Probe {
  const { text, offset, placeholder, end, tail, lead, wrap, trail = "" } = parts;
  const behind = wrap?.end ?? offset;
  const edits: TextEdit[] = [
    ...(lead ? [lead] : []),
    ...(wrap ? [insertion(wrap.start, wrap.quote)] : []),
    insertion(offset, placeholder),
    insertion(behind, (wrap?.quote ?? "") + trail),
  ];
  let written = "";
  let at = 0;
  const kept: { readonly from: number; readonly to: number; readonly length: number }[] = [];
  const keep = (to: number) => {
    kept.push({ from: at, to: written.length, length: to - at });
    written += text.slice(at, to);
  };
  for (const { span, newText } of edits) {
    keep(span.start);
    written += newText;
    at = span.end;
  }
  keep(Math.max(at, end));
  const original = (position: number): number => {
    const run = kept.findLast(({ to }) => to <= position)!;
    return run.from + Math.min(position - run.to, run.length);
  };
  return {
    text: written + tail,
    lead,
    trail,
    hasQuotes: wrap !== undefined,
    back: (span) => ({
      start: Math.min(offset, original(span.start)),
      end: Math.max(offset, original(span.end)),
    }),
  };
}

/** The probes for a place, in the order in which they are to be tried: the text as it is, and closed right behind the name. */
export function probesFor(
  text: string,
  offset: number,
  placeholder: string,
  site: SlotSite,
  state: FlowState,
  lead: TextEdit | undefined,
): Probe[] {
  const { syntax, end } = site;
  const tail = (until: number) => (site.tail === "" || text[until - 1] === "\n" ? "" : "\n") + site.tail;
  const bare = syntax === "toml" || syntax === "json";
  const wordEnd = offset + wordBehind(text.slice(offset, Math.min(end, offset + 200)));
  const inList = state.closers.startsWith("]");
  const parted = state.behindItem && inList ? insertion(offset, ", ") : undefined;
  const common = { text, offset, placeholder, lead: lead ?? parted };
  const wrap = bare && state.quote === "" ? { start: state.tokenStart, end: wordEnd, quote: '"' } : undefined;
  const trail = (bare || state.quote === "") && inList && startsItem(text, wordEnd, end, bare) ? ", " : "";
  const whole = probeOf({ ...common, wrap, trail: wrap ? trail : "", end, tail: tail(end) });
  if (syntax === "line") return [whole];
  const closed = state.quote === "" ? undefined : closedAt(text, state.quote, offset, end);
  const until = closed ?? wordEnd;
  const closers = (closed === undefined ? state.quote : "") + state.closers;
  return [whole, probeOf({ ...common, wrap, end: until, tail: `${closers}\n${site.tail}` })];
}

/** Letters and what joins them, up to what parts one name from the next. */
function wordBehind(rest: string): number {
  return /^[^\s,[\]{}"'#:=]*/.exec(rest)![0].length;
}

/** Whether the next thing is another item, and not the end of the list or a comma. */
function startsItem(text: string, at: number, end: number, bare: boolean): boolean {
  return bare && /^\s*["'\w[{]/.test(text.slice(at, Math.min(end, at + 500)));
}

/** Behind the quote that closes what is open at `offset`, on the same line and with nothing behind it that speaks against. */
function closedAt(text: string, quote: string, offset: number, end: number): number | undefined {
  const line = /^[^\n]*/.exec(text.slice(offset, end))![0];
  const at = line.indexOf(quote);
  if (at < 0 || !/^\s*(?:[,\]}:#]|$)/.test(line.slice(at + quote.length))) return undefined;
  return offset + at + quote.length;
}
