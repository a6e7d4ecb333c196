import { t } from "@vscode/l10n";
import type { Hover, Position } from "vscode-languageserver-types";
import type { Span } from "../documents/document.ts";
import { tagAt, tagFieldPlaces, titlePlace } from "../documents/tagPlaces.ts";
import { becauseMarkdown } from "./evidenceText.ts";
import { blocks, bullets, code } from "./markdown.ts";
import { percentage } from "./phrases.ts";
import { ownTags, shownSuggestions } from "./suggestedTags.ts";
import { howToTrain, tagCard } from "./tagCard.ts";
import { tagCount } from "./tagCount.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

const MOST_SURPLUS = 3;

/** On a tag: how likely it is and why. On the tag field or the title: which tags the document should have, and how many. */
export function hover(doc: TaggedDocument, position: Position): Hover | undefined {
  const { document, folder, lines, opinion } = doc;
  const offset = lines.offsetAt(position);
  const tag = tagAt(document, offset);
  if (tag) return shown(tag.span, tagCard(doc, tag.name));
  const title = titlePlace(document);
  if (opinion && contains(title, offset)) return shown(title, documentCard(doc));
  const field = tagFieldPlaces(document, folder.editing).find(({ span }) => contains(span, offset));
  return field && shown(field.span, documentCard(doc));

  function shown(span: Span, value: string): Hover {
    return { contents: { kind: "markdown", value }, range: lines.rangeOf(span) };
  }
}

/** What is to be said of a document's tags as a whole, in Markdown. */
function documentCard(doc: TaggedDocument): string {
  const { opinion } = doc;
  if (opinion === undefined) return blocks([has(ownTags(doc).length), howToTrain()]);
  const suggestions = shownSuggestions(doc);
  const reasons = opinion.explain(suggestions.map(({ tag }) => tag));
  const items = suggestions.map(({ tag, probability }, s) => {
    const name = code(doc.folder.tags.get(tag)?.name ?? tag);
    return [`${name} ${percentage(probability)}`, becauseMarkdown(doc, reasons[s])]
      .filter(Boolean)
      .join(": ");
  });
  return blocks([
    numberOfTags(opinion.level.interval, ownTags(doc).length),
    items.length === 0 ? t("No further tag is likely enough to be suggested.") : t("Suggested tags:"),
    bullets(items),
    weakest(doc),
  ]);
}

/** @param interval of the number of tags that the model expects */
function numberOfTags([least, most]: readonly [number, number], count: number): string {
  const has = count === 0 ? t("it has none") : t("it has {0}", count);
  if (most === 0) return t("This document looks like one without tags; {0}.", has);
  if (least !== most) return t("This document looks like {0}–{1} tags; {2}.", least, most, has);
  return most === 1
    ? t("This document looks like one tag; {0}.", has)
    : t("This document looks like {0} tags; {1}.", most, has);
}

function has(count: number): string {
  if (count === 0) return t("This document has no tags.");
  return count === 1 ? t("This document has one tag.") : t("This document has {0} tags.", count);
}

/** Where there are more tags than the document looks like, those that are likely to be wrong. */
function weakest(doc: TaggedDocument): string | undefined {
  const judged = tagCount(doc);
  if (judged === undefined || judged.count <= doc.opinion!.level.interval[1]) return undefined;
  const names = judged.surplus
    .slice(0, MOST_SURPLUS)
    .map((name) => `${code(name)} (${percentage(doc.opinion!.probabilityOf(name)!)})`);
  return names.length === 0 ? undefined : t("Its least likely tags: {0}.", names.join(", "));
}

function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end && start < end;
}
