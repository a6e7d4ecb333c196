import type { Document, Span, TagStyle } from "./document.ts";
import type { EditOptions } from "./edit.ts";
import { flowState } from "./flowState.ts";
import { inlineSlotAt } from "./inlineSlot.ts";
import { endOfJsonObject } from "./jsonFields.ts";
import { DEFAULT_READ_OPTIONS } from "./options.ts";
import { interpret } from "./read.ts";
import { slotLead } from "./slotLead.ts";
import { type Probe, probesFor } from "./slotProbe.ts";
import { slotSiteAt } from "./slotSite.ts";
import { type ProbedTag, slotWriter } from "./slotWriter.ts";

/** A place where the name of a tag is being written. */
export interface TagSlot {
  /**
   * What a chosen name replaces, never more than one line: the whole tag at the cursor, quotes included, or an empty span. Blanks
   * before the cursor can be part of it, where a list item has to be begun.
   */
  readonly replace: Span;
  /** What is written of the name before the cursor. */
  readonly prefix: string;
  readonly style: TagStyle;
  /** The key of the field as written; `#` for inline tags. */
  readonly field: string;
  /** The text that stands for `name` in this place, in the style at hand; undefined where it cannot be written so. */
  write(name: string): string | undefined;
}

/**
 * The place for a tag at `offset`; undefined in prose, in code, in keys and in other fields. A word is put there and the text is
 * read again: where the word turns out to be a tag, there is the place. Text that is not finished is finished for that.
 */
export function tagSlotAt(
  document: Document,
  offset: number,
  options: EditOptions = {},
): TagSlot | undefined {
  if (document.format === "notebook") return slotOfNotebook(document, offset, options);
  return fieldSlotAt(document, offset, options) ?? inlineSlot(document, offset, options);
}

function inlineSlot({ format, text }: Document, offset: number, { read }: EditOptions): TagSlot | undefined {
  if (format !== "markdown" || !(read ?? DEFAULT_READ_OPTIONS).inlineTags) return undefined;
  const slot = inlineSlotAt(text, offset, placeholderFor(text));
  return slot && { ...slot, style: "inline", field: "#" };
}

type Written = Pick<Document, "path" | "text" | "format">;

function fieldSlotAt(document: Written, offset: number, options: EditOptions): TagSlot | undefined {
  const { path, text } = document;
  const read = options.read ?? DEFAULT_READ_OPTIONS;
  const site = slotSiteAt(document, offset, read);
  if (!site) return undefined;
  const state =
    site.syntax === "line"
      ? { closers: "", quote: "" as const, tokenStart: offset, behindItem: false }
      : flowState(text, site.valueFrom, offset, site.syntax);
  if (!state || (state.behindItem && /["'\]}]/.test(text[offset - 1]!))) return undefined;
  const dash = () => interpret(path, text.slice(0, site.end) + site.tail, read)?.dash ?? "  ";
  const lead = slotLead(text, offset, site, state, read, dash);
  const placeholder = placeholderFor(text);
  for (const probe of probesFor(text, offset, placeholder, site, state, lead)) {
    const probed = probedTag(path, probe, placeholder, options);
    if (probed === "none") return undefined;
    if (probed) return slotOf(text, probe, probed, placeholder, options);
  }
  return undefined;
}

/** The tag with the placeholder in it; "none" where the probe can be read and has no such tag. */
function probedTag(
  path: string,
  probe: Probe,
  placeholder: string,
  { read }: EditOptions,
): ProbedTag | "none" | undefined {
  const reading = interpret(path, probe.text, read);
  const tag = reading?.document.tags.find(({ name }) => name.includes(placeholder));
  const field = tag && reading?.tagFields.find(({ items }) => items.some(({ span }) => span === tag.span));
  if (!reading || !tag || !field) {
    const isBroken = !reading || reading.document.problems.some(({ code }) => !code.startsWith("tag."));
    return isBroken ? undefined : "none";
  }
  const ownQuote = probe.hasQuotes ? "" : field.items.find(({ span }) => span === tag.span)!.quote;
  const isFresh = tag.name === placeholder && ownQuote === "";
  const isAlone = field.style.endsWith("-scalar") && (field.syntax === "yaml" ? isFresh : probe.hasQuotes);
  return { reading, tag, field, isAlone, isFresh };
}

function slotOf(
  text: string,
  probe: Probe,
  probed: ProbedTag,
  placeholder: string,
  options: EditOptions,
): TagSlot | undefined {
  const { tag } = probed;
  const lead = probe.lead?.newText ?? "";
  if (probe.text.slice(tag.span.start - lead.length, tag.span.start) !== lead) return undefined;
  const writer = slotWriter(probed, lead, probe.trail, options);
  const { start, end } = probe.back(writer.span);
  const replace = { start: Math.min(start, probe.lead?.span.start ?? start), end };
  if (/[\r\n]/.test(text.slice(replace.start, replace.end))) return undefined;
  return {
    replace,
    prefix: tag.name.slice(0, tag.name.indexOf(placeholder)),
    style: tag.style,
    field: tag.field,
    write: (name) => writer.write(name),
  };
}

/** A notebook's cells hold no tags of the notebook, and reading them takes long. */
function slotOfNotebook(document: Document, offset: number, options: EditOptions): TagSlot | undefined {
  const cells = /"cells"\s{0,100}:\s{0,100}\[/.exec(document.text);
  const start = cells ? cells.index + cells[0].length : 0;
  const end = cells ? endOfJsonObject(document.text, start - 1, document.text.length) : undefined;
  if (end === undefined) return fieldSlotAt(document, offset, options);
  if (offset >= start && offset < end) return undefined;
  const shift = end - 1 - start;
  const text = document.text.slice(0, start) + document.text.slice(end - 1);
  const behind = offset >= end;
  const slot = fieldSlotAt({ ...document, text }, behind ? offset - shift : offset, options);
  if (!slot || !behind) return slot;
  return { ...slot, replace: { start: slot.replace.start + shift, end: slot.replace.end + shift } };
}

/** A word that the text does not have, and that every style takes for a tag. */
function placeholderFor(text: string): string {
  let word = "qzx";
  while (text.includes(word)) word += "q";
  return word;
}
