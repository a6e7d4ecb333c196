import { t } from "@vscode/l10n";
import type { Diagnostic } from "vscode-languageserver-types";
import type { TagOccurrence } from "../documents/document.ts";
import { foldTag } from "../documents/tagName.ts";
import { type ActionDraft, REFACTOR_KINDS } from "./actionDraft.ts";
import type { ActionPlace } from "./actionPlace.ts";
import { nearDuplicates } from "./commonSpelling.ts";
import { percentage, shown } from "./phrases.ts";
import { tagCount } from "./tagCount.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** What can be mended at a place that is about tags: the tag at the cursor, and the number of tags. */
export function repairActionsAt(doc: TaggedDocument, { tag }: ActionPlace): ActionDraft[] {
  const duplicate = tag && nearDuplicates(doc).find(({ occurrence }) => occurrence.name === tag.name);
  return [
    ...(duplicate ? [replaceAction(duplicate.occurrence.name, duplicate.common)] : []),
    ...keepStrongest(doc),
    ...(tag ? [removeAction(doc, tag.name)] : []),
  ];
}

export function removeAction(doc: TaggedDocument, tag: string, diagnostic?: Diagnostic): ActionDraft {
  const probability = doc.opinion?.probabilityOf(tag);
  const title =
    probability === undefined
      ? t('Remove tag "{0}"', shown(tag))
      : t('Remove tag "{0}" ({1})', shown(tag), percentage(probability));
  return { title, ...kindFor(REFACTOR_KINDS.remove, diagnostic), changes: { add: [], remove: [tag] } };
}

export function replaceAction(tag: string, common: string, diagnostic?: Diagnostic): ActionDraft {
  return {
    title: t('Replace tag "{0}" by "{1}"', shown(tag), shown(common)),
    ...kindFor(REFACTOR_KINDS.replace, diagnostic),
    ...(diagnostic && { isPreferred: true }),
    changes: { add: [], remove: [], replace: [{ name: tag, newName: common }] },
  };
}

/** Removing the weakest tags, so many that the document has as many as it looks like; nothing where it has not too many. */
export function keepStrongest(doc: TaggedDocument, diagnostic?: Diagnostic): ActionDraft[] {
  const judged = tagCount(doc);
  if (judged?.verdict !== "too-many" && judged?.verdict !== "over-limit") return [];
  const { count, surplus } = judged;
  if (surplus.length === 0) return [];
  const left = count - surplus.length;
  const title =
    left === 1
      ? t("Keep the strongest tag and remove {0}", surplus.length)
      : t("Keep the {0} strongest tags and remove {1}", left, surplus.length);
  return [
    { title, ...kindFor(REFACTOR_KINDS.remove, diagnostic), changes: { add: [], remove: [...surplus] } },
  ];
}

/** Removing what stands twice in one field; nothing where the tag does not. */
export function removeRepetition(
  { document }: TaggedDocument,
  tag: TagOccurrence,
  diagnostic: Diagnostic,
): ActionDraft[] {
  const isTwin = (other: TagOccurrence) =>
    other.style !== "inline" && other.field === tag.field && foldTag(other.name) === foldTag(tag.name);
  const [first, ...others] = document.tags.filter(isTwin);
  if (first === undefined || others.length === 0) return [];
  return [
    {
      title: t('Write tag "{0}" only once', shown(first.name)),
      ...kindFor(REFACTOR_KINDS.replace, diagnostic),
      isPreferred: true,
      changes: { add: [], remove: [], replace: [{ name: first.name, newName: first.name }] },
    },
  ];
}

function kindFor(
  refactorKind: string,
  diagnostic: Diagnostic | undefined,
): Pick<ActionDraft, "kind" | "diagnostics"> {
  return diagnostic ? { kind: "quickfix", diagnostics: [diagnostic] } : { kind: refactorKind };
}
