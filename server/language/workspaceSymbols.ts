import { t } from "@vscode/l10n";
import { type SymbolInformation, SymbolKind } from "vscode-languageserver-types";
import type { FolderTag } from "../corpus/tagUsage.ts";
import { foldTag } from "../documents/tagName.ts";
import { locationOf } from "./definition.ts";
import { shown } from "./phrases.ts";
import type { TagFolder } from "./taggedDocument.ts";

const MOST_SYMBOLS = 1000;

/**
 * The tags of all folders that match a query, each at its first place: equal first, then those that begin with it, that have a part
 * that begins with it, that have it anywhere, and that have its letters in their order. Among equals the most used first; at most 1,000.
 */
export function tagSymbols(folders: readonly TagFolder[], query: string): SymbolInformation[] {
  const wanted = foldTag(query);
  return folders
    .flatMap((folder) => folder.tags.all.map((tag) => ({ folder, tag, rank: rankOf(tag.fold, wanted) })))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || b.tag.documents - a.tag.documents)
    .slice(0, MOST_SYMBOLS)
    .flatMap(({ folder, tag }) => symbolOf(folder, tag) ?? []);
}

function symbolOf(folder: TagFolder, tag: FolderTag): SymbolInformation | undefined {
  const [first] = folder.tags.placesOf(tag.name);
  if (first === undefined) return undefined;
  const containerName = tag.documents === 1 ? t("1 document") : t("{0} documents", tag.documents);
  return { name: shown(tag.name), kind: SymbolKind.Key, containerName, location: locationOf(folder, first) };
}

/** The lower the better; infinite for a tag that does not match. */
function rankOf(fold: string, wanted: string): number {
  if (fold === wanted) return 0;
  const at = fold.indexOf(wanted);
  if (at === 0) return 1;
  if (at > 0) return fold.split(/[-/]/).some((part) => part.startsWith(wanted)) ? 2 : 3;
  return hasInOrder(fold, wanted) ? 4 : Number.POSITIVE_INFINITY;
}

function hasInOrder(fold: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters.replaceAll("-", "")) {
    at = fold.indexOf(letter, at);
    if (at < 0) return false;
    at += letter.length;
  }
  return true;
}
