import type { ReviewEntry } from "../../protocol.ts";
import type { HeldOutDocument } from "../../sdlgm/fitDecision.ts";
import { rounded } from "./rounded.ts";

/** A tag that is not there and at least so likely is missing; one that is there and less likely than this is unlikely. */
const LEAST_MISSING = 0.5;
const MOST_UNLIKELY = 0.02;
/** An author who gives a tag mostly means it, and one who leaves it out may not have thought of it: so the former surprises less. */
const GIVEN_ON_PURPOSE = 0.5;
/** What the model says against a tag counts only where it could learn the tag from so many documents. */
const DOCUMENTS_TO_JUDGE = 5;
const MOST_OF_A_DOCUMENT = 3;
const MOST_ENTRIES = 5_000;

/** One document and one tag that do not go together, with how much the model is surprised, in nats. */
export interface Surprise extends ReviewEntry {
  readonly surprise: number;
}

/** What the surprises of tagged documents are found with. */
export interface ReviewedTags {
  /** Names and numbers of documents, by tag number. */
  readonly tags: readonly { readonly name: string; readonly documents: number }[];
  /** Numbers of a document's own tags. */
  readonly own: Int32Array;
}

/** What is probably missing in a document, or does not belong there, the most surprising first; at most three. */
export function surprisesOf(
  path: string,
  { marginals, tags: kept }: Pick<HeldOutDocument, "marginals" | "tags">,
  { tags, own }: ReviewedTags,
): Surprise[] {
  const found: Surprise[] = [];
  const isOwn = new Set(own);
  for (let j = 0; j < marginals.length; j++) {
    const probability = marginals[j];
    if (probability < LEAST_MISSING) continue;
    const k = kept?.[j] ?? j;
    if (!isOwn.has(k)) found.push(missing(path, tags[k].name, probability));
  }
  for (const k of own) {
    const probability = kept === undefined ? marginals[k] : (marginals[kept.indexOf(k)] ?? 0);
    // Nought says only that no other document has the tag, as far as this one may know.
    const isUnlikely = probability > 0 && probability < MOST_UNLIKELY;
    if (!isUnlikely || tags[k].documents < DOCUMENTS_TO_JUDGE) continue;
    const surprise = -GIVEN_ON_PURPOSE * Math.log(probability);
    found.push({ path, tag: tags[k].name, kind: "unlikely", probability: rounded(probability), surprise });
  }
  return mostSurprising(found, MOST_OF_A_DOCUMENT);
}

/** A tag that the document does not have. */
export function missing(path: string, tag: string, probability: number): Surprise {
  const surprise = -Math.log(Math.max(1 - probability, 1e-12));
  return { path, tag, kind: "missing", probability: rounded(Math.min(probability, 1)), surprise };
}

/** The queue of all documents, the most surprising first. */
export function reviewOf(surprises: readonly Surprise[]): ReviewEntry[] {
  return mostSurprising(surprises, MOST_ENTRIES).map(({ surprise: _, ...entry }) => entry);
}

export function mostSurprising(surprises: readonly Surprise[], most: number): Surprise[] {
  return surprises.toSorted((a, b) => b.surprise - a.surprise).slice(0, most);
}
