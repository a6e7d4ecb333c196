import type { FolderTag, TagPlace, TagUsage } from "../../../../server/corpus/tagUsage.ts";
import type { Document } from "../../../../server/documents/document.ts";
import { foldTag } from "../../../../server/documents/tagName.ts";
import { TextLines } from "../../../../server/language/textLines.ts";

/** The tags of these documents. */
export function tagUsageOf(documents: readonly Document[]): TagUsage {
  const spellings = new Map<string, Map<string, number>>();
  const carriers = new Map<string, Set<string>>();
  for (const { path, tags } of documents) {
    for (const { name } of tags) {
      const fold = foldTag(name);
      const counts = spellings.get(fold) ?? new Map<string, number>();
      spellings.set(fold, counts.set(name, (counts.get(name) ?? 0) + 1));
      carriers.set(fold, (carriers.get(fold) ?? new Set()).add(path));
    }
  }
  const all = [...spellings]
    .map(([fold, counts]): FolderTag => {
      const written = [...counts].map(([name, count]) => ({ name, documents: count })).sort(byDocuments);
      return { name: written[0].name, fold, documents: carriers.get(fold)!.size, spellings: written };
    })
    .sort(byDocuments);
  const get = (name: string) => all.find(({ fold }) => fold === foldTag(name));
  return {
    all,
    get,
    placesOf: (name) => documents.flatMap((document) => placesIn(document, foldTag(name))),
    together: (name, most) => {
      const mine = carriers.get(foldTag(name)) ?? new Set();
      return all
        .filter(({ fold }) => fold !== foldTag(name))
        .map((tag) => ({
          tag,
          documents: [...carriers.get(tag.fold)!].filter((path) => mine.has(path)).length,
        }))
        .filter(({ documents: both }) => both > 0)
        .sort(byDocuments)
        .slice(0, most);
    },
    nearDuplicateOf: (name) => {
      const own = get(name);
      const singular = (fold: string) => fold.replace(/s$/, "");
      return all.find(
        (other) =>
          other.fold !== foldTag(name) &&
          singular(other.fold) === singular(foldTag(name)) &&
          other.documents > (own?.documents ?? 0),
      );
    },
  };
}

function placesIn({ path, text, tags }: Document, fold: string): TagPlace[] {
  const lines = new TextLines(text);
  return tags
    .filter(({ name }) => foldTag(name) === fold)
    .map(({ name, span }) => ({ path, name, range: lines.rangeOf(span) }));
}

function byDocuments(a: { readonly documents: number }, b: { readonly documents: number }): number {
  return b.documents - a.documents;
}
