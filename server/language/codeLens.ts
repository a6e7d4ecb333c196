import { t } from "@vscode/l10n";
import type { CodeLens } from "vscode-languageserver-types";
import { tagFieldPlaces, titlePlace } from "../documents/tagPlaces.ts";
import { chosenSuggestions, ownTags, shownSuggestions } from "./suggestedTags.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/**
 * One lens on the tag field, or on the title where there is none: how many tags of the model's own set the document lacks, and how many
 * it has against how many it looks like. None where there is nothing to do.
 *
 * @param command run with the URI of the document
 */
export function codeLenses(doc: TaggedDocument, command: string): CodeLens[] {
  const title = doc.folder.settings.codeLens ? lensTitle(doc) : undefined;
  if (title === undefined) return [];
  const fields = tagFieldPlaces(doc.document, doc.folder.editing);
  const field = fields.find(({ count }) => count > 0) ?? fields[0];
  const range = doc.lines.rangeOf(field?.keySpan ?? titlePlace(doc.document));
  return [{ range, command: { title, command, arguments: [doc.uri] } }];
}

function lensTitle(doc: TaggedDocument): string | undefined {
  const { opinion } = doc;
  if (opinion === undefined) return undefined;
  const own = ownTags(doc);
  const suggested = chosenSuggestions(doc).length;
  const [least, most] = opinion.level.interval;
  const undecided = own.filter(({ kept }) => !kept).length;
  const isTooMany = undecided > most;
  // Too few is worth a word only where something could be added.
  const isTooFew = own.length < least && shownSuggestions(doc).length > 0;
  if (suggested === 0 && !isTooMany && !isTooFew) return undefined;
  const number = numberOfTags(own.length, least, most);
  if (suggested === 0) return number;
  const suggestions = suggested === 1 ? t("1 suggested tag") : t("{0} suggested tags", suggested);
  return `${suggestions} · ${number}`;
}

function numberOfTags(count: number, least: number, most: number): string {
  if (most === 0) return t("has {0} (looks like none)", count);
  const expected = least === most ? String(most) : `${least}–${most}`;
  return count === 0
    ? t("has none (looks like {0})", expected)
    : t("has {0} (looks like {1})", count, expected);
}
