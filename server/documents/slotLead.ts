import type { TextEdit } from "./document.ts";
import type { FlowState } from "./flowState.ts";
import { type ReadOptions, tagKeyRank } from "./options.ts";
import type { SlotSite } from "./slotSite.ts";
import { insertion, lineEnd, lineStart } from "./textEdits.ts";

/** Nothing yet, or the beginning of a name without the dash that it needs. */
const bareLine = /^(?:[ \t]*|[ \t]+[\p{L}\p{N}_][^:#\n]*)$/u;
const itemLine = /^([ \t]*-)([ \t]+(?=\S)|[ \t]*$)/;
const emptyField = /^([ \t]*)(["']?)([^\s"'#:-][^"':]*)\2[ \t]*:[ \t]*(?:#.*)?$/;

/**
 * What must be written before a name at `offset`, and in place of what: the dash of a list item below a list or an empty field, or
 * a blank behind the mark that names and values are parted by.
 * @param dash the indent of a dash below a key, asked for only where it is needed
 */
export function slotLead(
  text: string,
  offset: number,
  site: SlotSite,
  state: FlowState,
  read: ReadOptions,
  dash: () => string,
): TextEdit | undefined {
  const start = lineStart(text, offset);
  const before = text.slice(start, offset);
  if (site.syntax === "yaml") {
    if (state.closers !== "" || state.quote !== "") return undefined;
    const lead =
      bareLine.test(before) && text.slice(offset, lineEnd(text, offset)).trim() === ""
        ? leadBelow(text, start, site.from, read, dash)
        : undefined;
    if (lead !== undefined) return { span: { start, end: start + before.search(/\S|$/) }, newText: lead };
    return /^[ \t]*-$|[^\s]:$/.test(before) ? insertion(offset, " ") : undefined;
  }
  const mark = site.syntax === "toml" ? "=" : ":";
  return before.endsWith(mark) ? insertion(offset, " ") : undefined;
}

/** The beginning of a list item that would go on with what stands above the line at `start`. */
function leadBelow(
  text: string,
  start: number,
  from: number,
  read: ReadOptions,
  dash: () => string,
): string | undefined {
  for (let below = start; below > from; ) {
    const at = lineStart(text, below - 1);
    const line = text.slice(at, lineEnd(text, at));
    below = at;
    if (/^[ \t]*(?:#.*)?$/.test(line)) continue;
    const item = itemLine.exec(line);
    if (item) return item[1]! + (item[2] || " ");
    const field = emptyField.exec(line);
    return field && tagKeyRank(field[3]!, read) !== undefined ? `${field[1]}${dash()}- ` : undefined;
  }
  return undefined;
}
