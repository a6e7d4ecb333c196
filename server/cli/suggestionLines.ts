import { foldTag } from "../documents/tagName.ts";
import type { EvidenceTerm, TagSuggestion } from "../models/suggestion.ts";
import { rounded } from "./rounded.ts";
import type { SuggestedDocument } from "./suggestWorker.ts";
import type { Paint } from "./terminal.ts";
import { percent } from "./trainReport.ts";

/** Less likely tags are not worth a line unless they were asked for. */
const WORTH_SHOWING = 0.05;
const SHOWN_WORDS = 3;
/** Of another document, in characters. */
const LONGEST_NAME = 40;

/** One line of `suggest --json`, as an object. With several PATHs it says from which the document is. */
export function suggestionJson(document: SuggestedDocument, hasSeveralRoots: boolean): object {
  const { root, name, isFile, suggestion } = document;
  const { mean, mode, interval, probabilities } = suggestion.level;
  return {
    [isFile ? "path" : "id"]: name,
    ...(hasSeveralRoots && { root }),
    level: {
      mean: rounded(mean, 3),
      mode,
      interval,
      probabilities: probabilities.map((probability) => rounded(probability)),
    },
    suggestions: suggestion.suggestions.map(({ tag, probability, evidence }) => ({
      tag,
      probability: rounded(probability, 5),
      evidence: evidence.map(({ term, weight, kind }) => ({ term, weight: rounded(weight, 3), kind })),
    })),
    predicted: suggestion.predicted,
  };
}

export interface SuggestionTextOptions {
  /** Whether unlikely tags are listed, too. */
  readonly showsAll: boolean;
  readonly hasSeveralRoots: boolean;
  readonly paint: Paint;
}

/**
 * What a person sees of one document: how many tags, then each with its probability and what speaks for it. `+` would be added,
 * `=` is there already and would be given, `-` is there and would not be given.
 */
export function suggestionText(
  { root, name, tags, suggestion }: SuggestedDocument,
  { showsAll, hasSeveralRoots, paint }: SuggestionTextOptions,
): string {
  const present = new Set(tags.map(foldTag));
  const predicted = new Set(suggestion.predicted);
  const shown = suggestion.suggestions.filter(
    ({ tag, probability }) =>
      showsAll || probability >= WORTH_SHOWING || predicted.has(tag) || present.has(foldTag(tag)),
  );
  const width = Math.min(40, Math.max(0, ...shown.map(({ tag }) => tag.length)));
  const { mode, interval } = suggestion.level;
  const place = hasSeveralRoots ? `${root}: ${name}` : name;
  const lines = [`${paint("bold", place)}   L ${mode} ${paint("dim", `(${interval[0]}–${interval[1]})`)}`];
  for (const shownTag of shown) {
    const mark = markOf(predicted.has(shownTag.tag), present.has(foldTag(shownTag.tag)));
    lines.push(`  ${paintedLine(shownTag, mark, width, paint)}`.trimEnd());
  }
  return `${lines.join("\n")}\n\n`;
}

function paintedLine(
  { tag, probability, evidence }: TagSuggestion,
  mark: string,
  width: number,
  paint: Paint,
): string {
  const name = mark === "+" ? paint("green", tag.padEnd(width)) : tag.padEnd(width);
  return `${mark} ${name}  ${percent(probability).padStart(5)}  ${paint("dim", evidenceText(evidence))}`;
}

/** What speaks for a tag: that it is named, its strongest words, and a document like this one. */
export function evidenceText(evidence: readonly EvidenceTerm[]): string {
  const speaking = evidence.filter(({ weight }) => weight > 0);
  const terms = (kind: EvidenceTerm["kind"]): string[] =>
    speaking.filter((term) => term.kind === kind).map(({ term }) => term);
  const mentions = terms("mention").map((name) => `"${name}"`);
  const neighbours = terms("neighbour").map((path) => `like ${shortened(shortName(path))}`);
  return [...mentions, ...terms("word").slice(0, SHOWN_WORDS), ...neighbours].join(", ");
}

/** The file, with its folder where many files are called the same. */
function shortName(path: string): string {
  const segments = path.split("/");
  const isCommon = /^(package|_?index|readme|meta)\.\w+$/i.test(segments[segments.length - 1]);
  return segments.slice(isCommon ? -2 : -1).join("/");
}

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

function markOf(isPredicted: boolean, isPresent: boolean): string {
  if (isPredicted) return isPresent ? "=" : "+";
  return isPresent ? "-" : " ";
}
