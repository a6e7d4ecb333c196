import type { TagOccurrence } from "../documents/document.ts";
import { foldTag } from "../documents/tagName.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** What the model says against a tag counts only where it could learn the tag from so many documents. */
const DOCUMENTS_TO_JUDGE = 5;

/** A tag that the document has, at its first place. */
export interface OwnTag {
  readonly name: string;
  readonly fold: string;
  readonly occurrence: TagOccurrence;
  /** Undefined where the model does not know the tag, or there is no model. */
  readonly probability: number | undefined;
  /** Whether the author said that it is right. */
  readonly kept: boolean;
}

/** A tag that may be added, as the folder spells it. */
export interface SuggestedTag {
  readonly tag: string;
  readonly probability: number;
}

/** The tags that the document has, each once, in their order. */
export function ownTags({ document, opinion, decisions }: TaggedDocument): OwnTag[] {
  const byFold = new Map<string, OwnTag>();
  for (const occurrence of document.tags) {
    const { name } = occurrence;
    const fold = foldTag(name);
    if (byFold.has(fold)) continue;
    const probability = opinion?.probabilityOf(name);
    byFold.set(fold, { name, fold, occurrence, probability, kept: decisions.kept.has(fold) });
  }
  return [...byFold.values()];
}

/** The tags of the document that are less likely than `below`, the unlikeliest first; neither kept nor too rare ones. */
export function unlikelyTags(doc: TaggedDocument, below: number): OwnTag[] {
  return ownTags(doc)
    .filter(({ probability, kept }) => !kept && probability !== undefined && probability < below)
    .filter(({ name }) => (doc.folder.tags.get(name)?.documents ?? 0) >= DOCUMENTS_TO_JUDGE)
    .sort((a, b) => a.probability! - b.probability!);
}

/**
 * The tags that may be suggested: the document does not have them and its author has not rejected them. The likeliest first,
 * down to the probability `least`.
 */
export function openSuggestions(doc: TaggedDocument, least = 0): SuggestedTag[] {
  const isOpen = openTags(doc);
  const found: SuggestedTag[] = [];
  for (const { tag, probability } of doc.opinion?.suggestions ?? []) {
    if (probability < least) break;
    if (isOpen(tag)) found.push({ tag: customary(doc, tag), probability });
  }
  return found;
}

/** Of `openSuggestions` those that the settings show: likely enough, and no more than wanted. */
export function shownSuggestions(doc: TaggedDocument): SuggestedTag[] {
  const { leastProbability, mostSuggestions } = doc.folder.settings;
  return openSuggestions(doc, leastProbability).slice(0, mostSuggestions);
}

/** Of `openSuggestions` those that the model's own set has. */
export function chosenSuggestions(doc: TaggedDocument): SuggestedTag[] {
  const { opinion } = doc;
  const isOpen = openTags(doc);
  return (opinion?.predicted ?? [])
    .filter(isOpen)
    .map((tag) => ({ tag: customary(doc, tag), probability: opinion!.probabilityOf(tag) ?? 0 }));
}

function openTags({ document, decisions }: TaggedDocument): (tag: string) => boolean {
  const present = new Set(document.tags.map(({ name }) => foldTag(name)));
  return (tag) => {
    const fold = foldTag(tag);
    return !present.has(fold) && !decisions.rejected.has(fold);
  };
}

/** The folder may have come to spell a tag otherwise since the model was trained. */
function customary({ folder }: TaggedDocument, tag: string): string {
  return folder.tags.get(tag)?.name ?? tag;
}
