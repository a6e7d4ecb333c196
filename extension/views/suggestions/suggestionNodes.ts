import type { DocumentSuggestions, SuggestedTag, TagEvidence } from "../../../server/protocol.ts";
import { entryId, type QueuedItem, type ReviewQueue } from "./reviewQueue.ts";

/** What is known of the document at hand. */
export interface DocumentAdvice {
  /** URI as the editor writes it. */
  readonly uri: string;
  /** Of the file. */
  readonly name: string;
  /** URI of its workspace folder. */
  readonly folder: string;
  /** `null`: the server does not read the document. Undefined while it has not answered. */
  readonly suggestions: DocumentSuggestions | null | undefined;
  /** Whether its folder has a model. */
  readonly hasModel: boolean;
}

/** All that the view shows. */
export interface SuggestionsState {
  readonly document: DocumentAdvice | undefined;
  /** Undefined while nothing was asked for. */
  readonly queue: ReviewQueue | undefined;
}

/** A row of the view. */
export type SuggestionNode =
  | SectionNode
  | { readonly kind: "level"; readonly suggestions: DocumentSuggestions }
  | TagNode
  | { readonly kind: "rejected"; readonly advice: DocumentAdvice; readonly tags: readonly SuggestedTag[] }
  | EvidenceNode
  | EntryNode
  | { readonly kind: "more"; readonly left: number }
  | { readonly kind: "note"; readonly note: Note; readonly folder?: string };

/** The rows on top stay the same objects: VS Code refreshes what is below them one by one. */
export interface SectionNode {
  readonly kind: "document" | "review";
}

export const DOCUMENT_SECTION: SectionNode = { kind: "document" };
export const REVIEW_SECTION: SectionNode = { kind: "review" };

export interface TagNode {
  readonly kind: "tag";
  readonly advice: DocumentAdvice;
  readonly tag: SuggestedTag;
}

export interface EvidenceNode {
  readonly kind: "evidence";
  readonly advice: DocumentAdvice;
  readonly tag: SuggestedTag;
  readonly evidence: TagEvidence;
  /** Its place in the list. */
  readonly index: number;
}

export interface EntryNode {
  readonly kind: "entry";
  readonly item: QueuedItem;
}

/** A sentence where there is nothing else. */
export type Note = "no-model" | "not-read" | "nothing-suggested" | "nothing-to-review";

/** What can be done about one tag in one document: the model's advice, which people accept or reject. */
export interface Proposal {
  /** URI of the document. */
  readonly uri: string;
  readonly tag: string;
  /** `missing`: to be added; `unlikely`: to be removed. */
  readonly kind: "missing" | "unlikely";
}

/** The rows on top; none where there is neither a document nor anything to review, and none before there is any model. */
export function topNodes({ document, queue }: SuggestionsState): SectionNode[] {
  const isEmpty = document === undefined && (queue?.total ?? 0) === 0;
  const hasNoModel = document?.hasModel !== true && queue === undefined;
  if (isEmpty || hasNoModel) return [];
  return [
    ...(document === undefined ? [] : [DOCUMENT_SECTION]),
    ...(queue === undefined ? [] : [REVIEW_SECTION]),
  ];
}

export function childNodes(node: SuggestionNode, { document, queue }: SuggestionsState): SuggestionNode[] {
  switch (node.kind) {
    case "document":
      return document === undefined ? [] : documentNodes(document);
    case "review":
      return queue === undefined ? [] : reviewNodes(queue);
    case "tag":
      return node.tag.evidence.map((evidence, index) => ({ ...node, kind: "evidence", evidence, index }));
    case "rejected":
      return node.tags.map((tag) => ({ kind: "tag", advice: node.advice, tag }));
    default:
      return [];
  }
}

/** What accepting or rejecting a row is about; undefined where the model advises nothing. */
export function proposalOf(node: SuggestionNode): Proposal | undefined {
  if (node.kind === "entry") {
    const { uri, tag, kind } = node.item;
    return { uri, tag, kind };
  }
  if (node.kind !== "tag") return undefined;
  const { advice, tag } = node;
  if (!tag.present) return { uri: advice.uri, tag: tag.tag, kind: "missing" };
  return tag.unlikely ? { uri: advice.uri, tag: tag.tag, kind: "unlikely" } : undefined;
}

export function entryNode(item: QueuedItem): EntryNode {
  return { kind: "entry", item };
}

/** The same for the same thing over all refreshes. */
export function nodeId(node: SuggestionNode): string {
  switch (node.kind) {
    case "tag":
      return `tag ${node.advice.uri} ${node.tag.tag}`;
    case "evidence":
      return `evidence ${node.advice.uri} ${node.index} ${node.tag.tag}`;
    case "entry":
      return entryId(node.item);
    case "note":
      return `note ${node.note}`;
    default:
      return node.kind;
  }
}

function documentNodes(advice: DocumentAdvice): SuggestionNode[] {
  const { suggestions, hasModel, folder } = advice;
  if (!hasModel) return [{ kind: "note", note: "no-model", folder }];
  if (suggestions === null) return [{ kind: "note", note: "not-read" }];
  if (suggestions === undefined) return [];
  const { tags } = suggestions;
  const own = tags.filter(({ present }) => present);
  const suggested = tags.filter(({ present, rejected }) => !present && !rejected);
  const rejected = tags.filter(({ present, rejected }) => !present && rejected);
  return [
    { kind: "level", suggestions },
    ...[...own, ...suggested].map((tag): TagNode => ({ kind: "tag", advice, tag })),
    ...(suggested.length === 0 ? [{ kind: "note" as const, note: "nothing-suggested" as const }] : []),
    ...(rejected.length === 0 ? [] : [{ kind: "rejected" as const, advice, tags: rejected }]),
  ];
}

function reviewNodes({ items, total }: ReviewQueue): SuggestionNode[] {
  if (total === 0) return [{ kind: "note", note: "nothing-to-review" }];
  const left = total - items.length;
  return [...items.map(entryNode), ...(left > 0 ? [{ kind: "more" as const, left }] : [])];
}
