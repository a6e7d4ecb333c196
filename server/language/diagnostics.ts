import { t } from "@vscode/l10n";
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
} from "vscode-languageserver-types";
import type { Span } from "../documents/document.ts";
import { malformedTags, tagAt, tagFieldPlaces, titlePlace } from "../documents/tagPlaces.ts";
import { nearDuplicates } from "./commonSpelling.ts";
import { DIAGNOSTIC_SOURCE, type DiagnosticData } from "./diagnosticData.ts";
import { listed, percentage, shown } from "./phrases.ts";
import type { DiagnosticCode, DiagnosticLevel } from "./settings.ts";
import { chosenSuggestions, openSuggestions, ownTags, unlikelyTags } from "./suggestedTags.ts";
import { tagCount } from "./tagCount.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

export interface DiagnosticOptions {
  /** Share of the folder's documents that have tags, 0..1. Where few have any, none is missed. Default 1. */
  readonly taggedShare?: number;
}

/** Below this share of tagged documents, tags are not the custom of the folder. */
const CUSTOMARY_SHARE = 0.05;
const UNLIKELY = 0.02;
const LIKELY = 0.8;
/** Of one kind in one document; the first ones say enough. */
const MOST_OF_A_KIND = 3;
const MOST_MALFORMED = 50;
const NAMED_IN_A_MESSAGE = 3;

interface Finding {
  readonly span: Span;
  readonly message: string;
  readonly data?: DiagnosticData;
  readonly relatedInformation?: DiagnosticRelatedInformation[];
}

const SEVERITIES: Readonly<Record<Exclude<DiagnosticLevel, "off">, DiagnosticSeverity>> = {
  hint: DiagnosticSeverity.Hint,
  information: DiagnosticSeverity.Information,
  warning: DiagnosticSeverity.Warning,
  error: DiagnosticSeverity.Error,
};

const FINDERS: Readonly<
  Record<DiagnosticCode, (doc: TaggedDocument, options: DiagnosticOptions) => readonly Finding[]>
> = {
  "tags.missing": missing,
  "tags.too-many": tooMany,
  "tags.too-few": tooFew,
  "tags.unlikely": unlikely,
  "tags.likely": likely,
  "tags.near-duplicate": nearDuplicate,
  "tags.malformed": malformed,
};

/** What is remarkable about the tags of a document, as the levels in the settings want it; in the order of the codes, then of the text. */
export function diagnostics(doc: TaggedDocument, options: DiagnosticOptions = {}): Diagnostic[] {
  const levels = Object.entries(doc.folder.settings.diagnostics) as [DiagnosticCode, DiagnosticLevel][];
  return levels.flatMap(([code, level]) => {
    if (level === "off") return [];
    return FINDERS[code](doc, options).map(
      ({ span, ...finding }): Diagnostic => ({
        range: doc.lines.rangeOf(span),
        severity: SEVERITIES[level],
        code,
        source: DIAGNOSTIC_SOURCE,
        ...finding,
      }),
    );
  });
}

function missing(doc: TaggedDocument, { taggedShare = 1 }: DiagnosticOptions): Finding[] {
  const { document, folder } = doc;
  if (document.tags.length > 0 || document.problems.length > 0 || taggedShare < CUSTOMARY_SHARE) return [];
  // A page that is still white is not missing anything.
  if (document.text.trim() === "") return [];
  const chosen = chosenSuggestions(doc);
  // An empty field is a decision: this document shall have no tags.
  if (chosen.length === 0 || tagFieldPlaces(document, folder.editing).length > 0) return [];
  const names = chosen
    .slice(0, NAMED_IN_A_MESSAGE)
    .map(({ tag, probability }) => `"${shown(tag)}" (${percentage(probability)})`)
    .join(", ");
  const more = chosen.length - NAMED_IN_A_MESSAGE;
  const message =
    more > 0
      ? t("This document has no tags. The model suggests {0} and {1} more.", names, more)
      : t("This document has no tags. The model suggests {0}.", names);
  return [{ span: titlePlace(document), message }];
}

function tooMany(doc: TaggedDocument): Finding[] {
  const judged = tagCount(doc);
  if (judged?.verdict !== "too-many" && judged?.verdict !== "over-limit") return [];
  const { limit, level } = doc.opinion!;
  const message =
    judged.verdict === "over-limit"
      ? t("This document has {0} tags. The most that the model allows is {1}.", judged.count, limit)
      : t(
          "This document has {0} tags, but looks like one with {1}.",
          judged.count,
          intervalText(level.interval),
        );
  return [{ span: fieldSpan(doc), message }];
}

function tooFew(doc: TaggedDocument): Finding[] {
  const judged = tagCount(doc);
  if (judged?.verdict !== "too-few") return [];
  const expected = intervalText(doc.opinion!.level.interval);
  const message =
    judged.count === 1
      ? t("This document has only one tag, but looks like one with {0}.", expected)
      : t("This document has only {0} tags, but looks like one with {1}.", judged.count, expected);
  return [{ span: fieldSpan(doc), message }];
}

function intervalText([least, most]: readonly [number, number]): string {
  return least === most ? String(most) : t("{0} to {1}", least, most);
}

function unlikely(doc: TaggedDocument): Finding[] {
  return unlikelyTags(doc, UNLIKELY)
    .slice(0, MOST_OF_A_KIND)
    .sort((a, b) => a.occurrence.span.start - b.occurrence.span.start)
    .map(({ name, occurrence, probability }) => ({
      span: occurrence.span,
      message: t('The tag "{0}" is unlikely here ({1}).', shown(name), percentage(probability!)),
      data: { tag: name },
    }));
}

function likely(doc: TaggedDocument): Finding[] {
  const { opinion, document } = doc;
  // With no tags at all it is `tags.missing`; with as many as there may be, one more is no help.
  if (opinion === undefined || document.tags.length === 0 || ownTags(doc).length >= opinion.limit) return [];
  const found = openSuggestions(doc, LIKELY).slice(0, MOST_OF_A_KIND);
  if (found.length === 0) return [];
  const span = fieldSpan(doc);
  return found.map(({ tag, probability }) => ({
    span,
    message: t('This document looks like one with the tag "{0}" ({1}).', shown(tag), percentage(probability)),
    data: { tag },
  }));
}

function nearDuplicate(doc: TaggedDocument): Finding[] {
  return nearDuplicates(doc).map(({ occurrence, common, documents, sameTag }) => {
    const example = exampleOf(doc, common);
    return {
      span: occurrence.span,
      message: sameTag
        ? t('Most documents spell this tag "{0}": {1} of them.', shown(common), documents)
        : t(
            'The tag "{0}" may be meant to be "{1}", which {2} documents have.',
            shown(occurrence.name),
            shown(common),
            documents,
          ),
      data: { tag: occurrence.name, common },
      ...(example && { relatedInformation: [example] }),
    };
  });
}

function malformed({ document, folder }: TaggedDocument): Finding[] {
  return [...document.problems, ...malformedTags(document, folder.editing)]
    .slice(0, MOST_MALFORMED)
    .map(({ span, message }) => {
      const tag = tagAt(document, span.start);
      return { span, message, ...(tag && { data: { tag: tag.name } }) };
    });
}

/** The key of the field that holds most of the tags; the title where all of them stand in the prose. */
function fieldSpan({ document, folder }: TaggedDocument): Span {
  const fields = tagFieldPlaces(document, folder.editing);
  const fullest = fields.reduce((best, field) => (field.count > best.count ? field : best), fields[0]);
  return fullest?.keySpan ?? titlePlace(document);
}

function exampleOf({ uri, folder }: TaggedDocument, name: string): DiagnosticRelatedInformation | undefined {
  const place = folder.tags
    .placesOf(name)
    .find((known) => known.name === name && folder.uriOf(known.path) !== uri);
  return (
    place && {
      location: { uri: folder.uriOf(place.path), range: place.range },
      message: t("{0} is written here.", listed([name])),
    }
  );
}
