import type { TagPlacesRequest } from "../../../server/protocol.ts";
import type { TagBranch } from "./tagTree.ts";

/** So many rows more are shown at once. */
export const PAGE = 500;

type Result<R> = R extends { readonly types?: [unknown, infer Answer] } ? Answer : never;
/** A document that has a tag, and where. */
export type TagPlace = Result<typeof TagPlacesRequest>[number];

/** A row of the view. */
export type TagsNode = FolderNode | BranchNode | DocumentNode | MoreNode;

/** A workspace folder, where there are several. */
export interface FolderNode {
  readonly kind: "folder";
  /** URI. */
  readonly folder: string;
  readonly name: string;
  readonly tags: number;
}

export interface BranchNode {
  readonly kind: "branch";
  readonly folder: string;
  readonly branch: TagBranch;
  readonly parent: TagsNode | undefined;
}

export interface DocumentNode {
  readonly kind: "document";
  readonly parent: BranchNode;
  readonly place: TagPlace;
}

/** Shows more of the rows below `parent`. */
export interface MoreNode {
  readonly kind: "more";
  readonly parent: TagsNode | undefined;
  readonly left: number;
}

/** The same for the same thing over all refreshes. */
export function nodeId(node: TagsNode): string {
  switch (node.kind) {
    case "folder":
      return `folder ${node.folder}`;
    case "branch":
      return `tag ${node.folder} ${node.branch.name}`;
    case "document":
      return `document ${nodeId(node.parent)} ${node.place.uri}`;
    case "more":
      return `more ${node.parent === undefined ? "" : nodeId(node.parent)}`;
  }
}

/** The first rows below `parent`, and one for those that are left. */
export function page(nodes: readonly TagsNode[], shown: number, parent: TagsNode | undefined): TagsNode[] {
  const left = nodes.length - shown;
  if (left <= 0) return [...nodes];
  return [...nodes.slice(0, shown), { kind: "more", parent, left }];
}

/** So many rows are shown when the one at `index` has to be among them. */
export function shownFor(index: number, shown: number): number {
  return index < shown ? shown : PAGE * Math.ceil((index + 1) / PAGE);
}

/** One row a document: the first place of the tag in it. */
export function firstPlaces(places: readonly TagPlace[]): TagPlace[] {
  const byUri = new Map<string, TagPlace>();
  for (const place of places) if (!byUri.has(place.uri)) byUri.set(place.uri, place);
  return [...byUri.values()];
}
