import { t } from "@vscode/l10n";
import type { Diagnostic } from "vscode-languageserver-types";
import { type ActionDraft, REFACTOR_KINDS } from "./actionDraft.ts";
import { listed, percentage, shown } from "./phrases.ts";
import { chosenSuggestions, shownSuggestions } from "./suggestedTags.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** The likeliest tag is the preferred action if it is rather right than wrong. */
const PREFERRED = 0.5;
const NAMED_IN_A_TITLE = 3;

/**
 * Adding each of the suggested tags, the likeliest first, then the model's whole set.
 *
 * @param diagnostic what it mends; without one the actions are refactorings
 */
export function suggestActions(doc: TaggedDocument, diagnostic?: Diagnostic): ActionDraft[] {
  return [
    ...shownSuggestions(doc).map(({ tag, probability }) => addAction(doc, tag, probability, diagnostic)),
    ...addChosen(doc, diagnostic),
  ];
}

/** Adding one tag. */
export function addAction(
  doc: TaggedDocument,
  tag: string,
  probability: number,
  diagnostic?: Diagnostic,
): ActionDraft {
  const isPreferred = probability >= PREFERRED && shownSuggestions(doc)[0]?.tag === tag;
  return {
    title: t('Add tag "{0}" ({1})', shown(tag), percentage(probability)),
    ...kindFor(diagnostic),
    ...(isPreferred && { isPreferred }),
    changes: { add: [tag], remove: [] },
  };
}

function addChosen(doc: TaggedDocument, diagnostic: Diagnostic | undefined): ActionDraft[] {
  const add = chosenSuggestions(doc).map(({ tag }) => tag);
  if (add.length < 2) return [];
  const title =
    add.length <= NAMED_IN_A_TITLE
      ? t("Add tags {0}", listed(add))
      : t("Add all {0} tags that the model chose", add.length);
  return [{ title, ...kindFor(diagnostic), changes: { add, remove: [] } }];
}

function kindFor(diagnostic: Diagnostic | undefined): Pick<ActionDraft, "kind" | "diagnostics"> {
  return diagnostic ? { kind: "quickfix", diagnostics: [diagnostic] } : { kind: REFACTOR_KINDS.add };
}
