import { t } from "@vscode/l10n";
import { foldTag } from "../documents/tagName.ts";
import { nearDuplicates } from "./commonSpelling.ts";
import { evidenceLists } from "./evidenceText.ts";
import { blocks, bold, code } from "./markdown.ts";
import { percentage } from "./phrases.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

const LIKELY = 0.5;
const MOST_COMPANIONS = 3;
/** One document that has both is chance. */
const FEWEST_TOGETHER = 2;
/** A tag of so many documents would have been learned from the others. */
const DOCUMENTS_TO_LEARN = 5;

/** What is known of a tag in a document, in Markdown: how common it is, how likely here and why, what it stands together with. */
export function tagCard(doc: TaggedDocument, name: string): string {
  const { opinion, folder } = doc;
  const probability = opinion?.probabilityOf(name);
  const [terms] = probability === undefined ? [[]] : opinion!.explain([name]);
  return blocks([
    use(doc, name),
    duplicate(doc, name),
    opinion === undefined ? undefined : likelihood(doc, name, probability),
    decision(doc, name),
    evidenceLists(doc, terms),
    companions(folder.tags.together(name, MOST_COMPANIONS)),
    opinion === undefined ? howToTrain() : undefined,
  ]);
}

export function howToTrain(): string {
  return t("To see how likely tags are, run {0}.", bold(t("SDLGM: Train Tag Model")));
}

function use({ document, folder }: TaggedDocument, name: string): string {
  const known = folder.tags.get(name);
  const title = bold(code(known?.name ?? name));
  const fold = foldTag(name);
  const isHere = document.tags.some((tag) => foldTag(tag.name) === fold);
  const count = known?.documents ?? (isHere ? 1 : 0);
  if (count === 0) return t("{0}: no document of this folder has it now.", title);
  if (count > 1) return t("{0}: {1} documents of this folder have it.", title, count);
  return isHere
    ? t("{0}: only this document has it.", title)
    : t("{0}: one document of this folder has it.", title);
}

function duplicate(doc: TaggedDocument, name: string): string | undefined {
  const { document } = doc;
  const asked = document.tags.filter((tag) => tag.name === name);
  const [found] = nearDuplicates({ ...doc, document: { ...document, tags: asked } });
  if (found === undefined) return undefined;
  const common = code(found.common);
  return found.sameTag
    ? t("Most documents spell it {0}.", common)
    : t("It may be meant to be {0}, which {1} documents have.", common, found.documents);
}

function likelihood(
  { opinion, folder }: TaggedDocument,
  name: string,
  probability: number | undefined,
): string {
  if (probability === undefined) {
    const documents = folder.tags.get(name)?.documents ?? 0;
    return documents <= 1 || (opinion!.learnedFrom && documents < DOCUMENTS_TO_LEARN)
      ? t("Too few other documents have it to tell whether it fits here.")
      : t("The model does not know it yet. Train again to learn it.");
  }
  const figure = percentage(probability);
  if (probability >= LIKELY) return t("Likely here: {0}.", figure);
  return probability >= folder.settings.leastProbability
    ? t("Possible here: {0}.", figure)
    : t("Unlikely here: {0}.", figure);
}

function decision({ decisions }: TaggedDocument, name: string): string | undefined {
  const fold = foldTag(name);
  if (decisions.kept.has(fold)) return t("You have said that it is right here.");
  return decisions.rejected.has(fold) ? t("You have said never to suggest it here.") : undefined;
}

function companions(
  together: readonly { readonly tag: { readonly name: string }; readonly documents: number }[],
): string {
  const names = together
    .filter(({ documents }) => documents >= FEWEST_TOGETHER)
    .map(({ tag }) => code(tag.name));
  return names.length === 0 ? "" : t("Often together with {0}.", names.join(", "));
}
