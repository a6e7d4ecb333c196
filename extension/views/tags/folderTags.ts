import { type TagEntry, TagPlacesRequest, TagsRequest } from "../../../server/protocol.ts";
import type { Session } from "../../session.ts";
import { askQuietly } from "../askQuietly.ts";
import { firstPlaces, type TagPlace } from "./tagNodes.ts";
import { type TagBranch, type TagOrder, tagTree } from "./tagTree.ts";

/** The tags of one workspace folder as the server last told them, and the tree that is made of them once. */
export class FolderTags {
  readonly folder: string;
  readonly name: string;
  readonly #session: Session;
  #entries: readonly TagEntry[] | undefined;
  /** What was answered, to see whether an answer says anything new. */
  #text = "";
  #tree: { readonly of: string; readonly branches: readonly TagBranch[] } | undefined;
  readonly #places = new Map<string, Promise<readonly TagPlace[] | undefined>>();

  constructor(session: Session, folder: string, name: string) {
    this.#session = session;
    this.folder = folder;
    this.name = name;
  }

  /** Undefined while the server has not answered. */
  get entries(): readonly TagEntry[] | undefined {
    return this.#entries;
  }

  entry(tag: string): TagEntry | undefined {
    return this.#entries?.find((entry) => entry.tag === tag);
  }

  tree(order: TagOrder, filter: string, locale: string): readonly TagBranch[] {
    const of = `${order} ${filter}`;
    if (this.#tree?.of !== of) {
      this.#tree = { of, branches: tagTree(this.#entries ?? [], order, filter, locale) };
    }
    return this.#tree.branches;
  }

  /** Where a tag stands, one place a document; asked once until the next refresh. */
  places(tag: string): Promise<readonly TagPlace[] | undefined> {
    const known = this.#places.get(tag);
    if (known !== undefined) return known;
    const places = askQuietly(this.#session, TagPlacesRequest, { folder: this.folder, tag }).then(
      (answer) => answer && firstPlaces(answer),
    );
    this.#places.set(tag, places);
    return places;
  }

  /** Asks the server anew; returns whether there is anything new to show. */
  async refresh(): Promise<boolean> {
    const entries = await askQuietly(this.#session, TagsRequest, { folder: this.folder });
    if (entries === undefined) return false;
    const hadPlaces = this.#places.size > 0;
    this.#places.clear();
    const text = JSON.stringify(entries);
    if (text === this.#text && this.#entries !== undefined) return hadPlaces;
    this.#text = text;
    this.#entries = entries;
    this.#tree = undefined;
    return true;
  }
}
