import { t } from "@vscode/l10n";
import type { TagChanges } from "../documents/changeTags.ts";
import { tagFieldPlaces } from "../documents/tagPlaces.ts";
import { type ActionDraft, FIX_ALL_KIND } from "./actionDraft.ts";
import { nearDuplicates } from "./commonSpelling.ts";
import type { FixAllKind } from "./settings.ts";
import { openSuggestions, ownTags, unlikelyTags } from "./suggestedTags.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** What happens without being looked at has to be surer than what is only suggested. */
const SURELY_RIGHT = 0.9;
const SURELY_WRONG = 0.01;

/** `source.fixAll.sdlgm`: everything that the user's settings allow, as one change; nothing where they allow nothing. */
export function fixAll(doc: TaggedDocument): ActionDraft[] {
  const allowed = new Set<FixAllKind>(doc.folder.settings.fixAll);
  const remove = allowed.has("unlikely") ? unlikelyTags(doc, SURELY_WRONG).map(({ name }) => name) : [];
  const removed = new Set(remove);
  const changes: Required<TagChanges> = {
    replace: allowed.has("near-duplicates")
      ? nearDuplicates(doc)
          .filter(({ occurrence }) => !removed.has(occurrence.name))
          .map(({ occurrence, common }) => ({ name: occurrence.name, newName: common }))
      : [],
    add: allowed.has("likely") ? surelyRight(doc, remove.length) : [],
    remove,
  };
  if (changes.replace.length + changes.add.length + changes.remove.length === 0) return [];
  return [{ title: t("Fix all tags as the settings say"), kind: FIX_ALL_KIND, changes }];
}

/** No more than the model's limit allows, and none where the author left the field empty. */
function surelyRight(doc: TaggedDocument, removed: number): string[] {
  const { opinion, document, folder } = doc;
  if (opinion === undefined) return [];
  const count = ownTags(doc).length;
  if (count === 0 && tagFieldPlaces(document, folder.editing).length > 0) return [];
  return openSuggestions(doc, SURELY_RIGHT)
    .slice(0, Math.max(0, opinion.limit - count + removed))
    .map(({ tag }) => tag);
}
