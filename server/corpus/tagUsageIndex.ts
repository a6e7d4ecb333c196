import { foldTag } from "../documents/tagName.ts";
import { NearDuplicates } from "./nearDuplicates.ts";
import { inventoryOf } from "./tagInventory.ts";
import type { FolderTag, TagPlace, TagUsage } from "./tagUsage.ts";

/** The tags of a folder, kept up to date document by document. */
export class TagUsageIndex implements TagUsage {
  readonly #documents = new Map<string, readonly TagPlace[]>();
  #all: readonly FolderTag[] | undefined;

  /** Says what tags the document at `path` has now. */
  set(path: string, places: readonly TagPlace[]): void {
    this.#documents.set(path, places);
    this.#all = undefined;
  }

  delete(path: string): void {
    this.#documents.delete(path);
    this.#all = undefined;
  }

  get all(): readonly FolderTag[] {
    this.#all ??= inventoryOf(
      [...this.#documents.values()].map((places) => places.map(({ name }) => name)),
      foldTag,
    ).tags.map((tag) => ({ ...tag, fold: foldTag(tag.name) }));
    return this.#all;
  }

  get(name: string): FolderTag | undefined {
    const fold = foldTag(name);
    return this.all.find((tag) => tag.fold === fold);
  }

  placesOf(name: string): readonly TagPlace[] {
    const fold = foldTag(name);
    const places = [...this.#documents.values()].flatMap((all) =>
      all.filter((place) => foldTag(place.name) === fold),
    );
    return places.sort(
      (a, b) =>
        (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
        a.range.start.line - b.range.start.line ||
        a.range.start.character - b.range.start.character,
    );
  }

  together(name: string, most: number): readonly { readonly tag: FolderTag; readonly documents: number }[] {
    const fold = foldTag(name);
    const counts = new Map<string, number>();
    for (const places of this.#documents.values()) {
      const folds = new Set(places.map((place) => foldTag(place.name)));
      if (!folds.delete(fold)) continue;
      for (const other of folds) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
    return this.all
      .filter((tag) => counts.has(tag.fold))
      .map((tag) => ({ tag, documents: counts.get(tag.fold)! }))
      .sort((a, b) => b.documents - a.documents)
      .slice(0, most);
  }

  nearDuplicateOf(name: string): FolderTag | undefined {
    const both = new Map(this.together(name, Infinity).map(({ tag, documents }) => [tag.fold, documents]));
    return new NearDuplicates(this.all).of(
      foldTag(name),
      this.get(name)?.documents ?? 0,
      (other) => both.get(other.fold) ?? 0,
    );
  }
}
