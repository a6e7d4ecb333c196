import { t } from "@vscode/l10n";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Position,
} from "vscode-languageserver-types";
import { foldTag } from "../documents/tagName.ts";
import { type TagSlot, tagSlotAt } from "../documents/tagSlot.ts";
import { oneLine } from "./markdown.ts";
import { percentage } from "./phrases.ts";
import { tagCard } from "./tagCard.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** What begins a tag in one of the styles. Where it does not, there is no slot, and no list. */
export const COMPLETION_TRIGGERS: readonly string[] = ["#", ",", " ", "-", "[", '"', "'"];

/** What an item carries, for `resolveCompletion`. */
export interface CompletionData {
  /** Of the document. */
  readonly uri: string;
  readonly tag: string;
}

const MOST_ITEMS = 500;
/** The first item is selected only where it is more likely right than wrong. */
const LIKELY = 0.5;

const WORTH_SAYING = 0.005;

/** A tag that could be written. */
interface Choice {
  readonly name: string;
  readonly fold: string;
  readonly documents: number;
  readonly probability: number | undefined;
  readonly rejected: boolean;
}

/** The tags of the folder that the document does not have, the likeliest first; undefined where no tag is being written. */
export function completions(doc: TaggedDocument, position: Position): CompletionList | undefined {
  const { document, folder, lines } = doc;
  const offset = lines.offsetAt(position);
  const slot = tagSlotAt(document, offset, folder.editing);
  if (slot === undefined || beginsHeading(document.text, slot)) return undefined;
  const range = lines.rangeOf(slot.replace);
  // The protocol asks for one line with the cursor in it.
  if (range.start.line !== position.line || range.end.line !== position.line) return undefined;
  const written = document.text.slice(slot.replace.start, offset);
  const all = ranked(choices(doc, slot));
  const isLong = all.length > MOST_ITEMS;
  const items = (isLong ? withPrefix(all, slot.prefix) : all).slice(0, MOST_ITEMS).flatMap((choice, rank) => {
    const newText = slot.write(choice.name);
    return newText === undefined ? [] : [item(choice, rank, newText)];
  });
  return { isIncomplete: isLong, items };

  function item(choice: Choice, rank: number, newText: string): CompletionItem {
    const { name, probability = 0 } = choice;
    const detail = details(choice);
    const data: CompletionData = { uri: doc.uri, tag: name };
    return {
      label: oneLine(name),
      labelDetails: { description: detail },
      detail,
      kind: CompletionItemKind.Value,
      filterText: filterText(written, slot!, slot!.style === "inline" ? newText.slice(1) : name),
      sortText: String(rank).padStart(4, "0"),
      ...(rank === 0 && probability >= LIKELY && !choice.rejected && { preselect: true }),
      textEdit: { range, newText },
      data,
    };
  }
}

/** Adds what is known of the tag, and why it is likely or not. */
export function resolveCompletion(item: CompletionItem, doc: TaggedDocument): CompletionItem {
  const { tag } = item.data as CompletionData;
  return { ...item, documentation: { kind: "markdown", value: tagCard(doc, tag) } };
}

/** A lone `#` at the start of a line will mostly be a heading; behind its first letter it is a tag. */
function beginsHeading(text: string, { style, replace }: TagSlot): boolean {
  if (style !== "inline" || text.slice(replace.start, replace.end) !== "#") return false;
  const lineStart = text.lastIndexOf("\n", replace.start - 1) + 1;
  return text.slice(lineStart, replace.start).trim() === "";
}

/** All tags of the folder and of the model but those that the document has elsewhere. */
function choices({ document, folder, opinion, decisions }: TaggedDocument, { replace }: TagSlot): Choice[] {
  const elsewhere = new Set<string>();
  const beingWritten = new Set<string>();
  for (const { name, span } of document.tags) {
    const isInSlot = span.start < replace.end && replace.start < span.end;
    (isInSlot ? beingWritten : elsewhere).add(foldTag(name));
  }
  const byFold = new Map<string, Choice>();
  for (const { name, fold, documents } of folder.tags.all) {
    // What is half written is among the folder's tags already.
    if (documents === 1 && beingWritten.has(fold)) continue;
    byFold.set(fold, {
      name,
      fold,
      documents,
      probability: undefined,
      rejected: decisions.rejected.has(fold),
    });
  }
  for (const { tag, probability } of opinion?.suggestions ?? []) {
    const fold = foldTag(tag);
    const unused = { name: tag, fold, documents: 0, rejected: decisions.rejected.has(fold) };
    byFold.set(fold, { ...(byFold.get(fold) ?? unused), probability });
  }
  return [...byFold.values()].filter(({ fold }) => !elsewhere.has(fold));
}

/** The likeliest first, to the per cent; among equals the most used. What the author has rejected comes last. */
function ranked(all: readonly Choice[]): Choice[] {
  const likelihood = ({ probability = 0 }: Choice) => Math.round(100 * probability);
  return [...all].sort(
    (a, b) =>
      Number(a.rejected) - Number(b.rejected) ||
      likelihood(b) - likelihood(a) ||
      b.documents - a.documents ||
      (a.fold < b.fold ? -1 : 1),
  );
}

function withPrefix(all: readonly Choice[], prefix: string): Choice[] {
  const wanted = foldTag(prefix);
  return all.filter(({ fold }) => fold.includes(wanted));
}

/** `83 % · 41 documents`, or what of it is known. */
function details({ documents, probability }: Choice): string {
  if (documents === 0) return percentage(probability ?? 0);
  const use = documents === 1 ? t("1 document") : t("{0} documents", documents);
  // A column of tiny figures would hide those that matter.
  return probability === undefined || probability < WORTH_SAYING
    ? use
    : `${percentage(probability)} · ${use}`;
}

/**
 * What a client compares with the text between the start of the replaced range and the cursor: quotes and `#` included, and blanks,
 * hyphens and underscores as they were typed.
 */
function filterText(written: string, { prefix }: TagSlot, name: string): string {
  const lead = written.endsWith(prefix)
    ? written.slice(0, written.length - prefix.length)
    : /^[\s"'#]*/.exec(written)![0];
  const typed = written.slice(lead.length);
  if (!/[\s_-]/.test(typed) || name.toLowerCase().startsWith(typed.toLowerCase())) return lead + name;
  const wanted = foldTag(typed);
  for (let length = 1; length <= name.length; length++) {
    if (foldTag(name.slice(0, length)) === wanted) return lead + typed + name.slice(length);
  }
  return lead + name;
}
