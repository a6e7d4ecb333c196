import type { DocumentSuggestions, SuggestedTag } from "../server/protocol.ts";
import type { Localizer } from "./localizer.ts";
import { percent, whole } from "./statusText.ts";

/** One line of the list of tags for a document. */
export interface TagChoice {
  readonly tag: string;
  /** The tag; nothing in it is taken for an icon. */
  readonly label: string;
  /** How likely. Empty for a tag that the model does not know. */
  readonly description: string;
  /** Why. Empty where nothing stands out. */
  readonly detail: string;
  /** Whether the document has it. */
  readonly isPresent: boolean;
  readonly isPicked: boolean;
}

/**
 * The lines to choose from: the document's own tags, picked, then others, the likeliest first. Tags that were rejected here are left out
 * unless the document has them. In a document without tags the model's own set is picked.
 */
export function tagChoices(suggestions: DocumentSuggestions, locale: string): TagChoice[] {
  const hasTags = suggestions.tags.some(({ present }) => present);
  const shown = suggestions.tags.filter(({ present, rejected }) => present || !rejected);
  const choice = (one: SuggestedTag): TagChoice => ({
    tag: one.tag,
    label: plain(one.tag),
    description: one.probability === null ? "" : percent(locale, shownProbability(one.probability)),
    detail: plain(one.because),
    isPresent: one.present,
    isPicked: one.present || (!hasTags && one.predicted),
  });
  return [...shown.filter(({ present }) => present), ...shown.filter(({ present }) => !present)].map(choice);
}

/** "Tags of early-path.md: looks like 3–5 tags, has 5". */
export function choicesTitle(
  l10n: Localizer,
  locale: string,
  name: string,
  { level, tags }: DocumentSuggestions,
): string {
  const has = whole(locale, tags.filter(({ present }) => present).length);
  const [low, high] = level.interval;
  if (low !== high) {
    return l10n.t(
      "Tags of {0}: looks like {1}–{2} tags, has {3}",
      name,
      whole(locale, low),
      whole(locale, high),
      has,
    );
  }
  if (low === 0) return l10n.t("Tags of {0}: looks like no tags, has {1}", name, has);
  if (low === 1) return l10n.t("Tags of {0}: looks like 1 tag, has {1}", name, has);
  return l10n.t("Tags of {0}: looks like {1} tags, has {2}", name, whole(locale, low), has);
}

/** What has to change so that the document has exactly the `chosen` of the choices. */
export function tagChange(
  choices: readonly TagChoice[],
  chosen: ReadonlySet<string>,
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  const names = (wanted: readonly TagChoice[]): string[] => wanted.map(({ tag }) => tag);
  return {
    add: names(choices.filter(({ tag, isPresent }) => !isPresent && chosen.has(tag))),
    remove: names(choices.filter(({ tag, isPresent }) => isPresent && !chosen.has(tag))),
  };
}

/** Lists show `$(name)` as an icon; a zero-width space keeps it text. */
function plain(text: string): string {
  return text.replaceAll("$(", "$\u200b(");
}

/** What is not certain must not look so. */
function shownProbability(probability: number): number {
  return Math.min(probability, 0.99);
}
