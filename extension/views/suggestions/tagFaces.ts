import type { DocumentSuggestions, SuggestedTag } from "../../../server/protocol.ts";
import type { Localizer } from "../../localizer.ts";
import { whole } from "../../statusText.ts";
import type { Face } from "../face.ts";
import { fileName, likelihood, shownName } from "../plainText.ts";
import type { EvidenceNode, TagNode } from "./suggestionNodes.ts";

/** In logits: from here on something speaks strongly for or against a tag. */
const STRONG = 1;

type Parts = Omit<Face, "id">;

/** "Looks like 3–5 tags, has 5". */
export function levelFace(
  l10n: Localizer,
  locale: string,
  { level, limit, tags }: DocumentSuggestions,
): Parts {
  const count = tags.filter(({ present }) => present).length;
  const [low, high] = level.interval;
  const label = levelText(l10n, locale, low, high, whole(locale, count));
  const verdict = verdictOn(l10n, count, low, high);
  const mean = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(level.mean);
  const tooltip = [
    label,
    ...(verdict === undefined ? [] : [verdict.sentence]),
    l10n.t("Documents like this one have {0} tags on average.", mean),
    l10n.t(
      "The range holds in at least four of five cases. No document is expected to have more than {0} tags (the limit L0).",
      whole(locale, limit),
    ),
  ];
  return {
    label,
    ...(verdict !== undefined && { description: verdict.short }),
    icon: verdict === undefined ? "symbol-numeric" : "info",
    tooltip,
    spoken: tooltip.join(" "),
    context: "level",
    children: "none",
  };
}

/** A tag of the document, or one that is suggested. */
export function tagFace(l10n: Localizer, locale: string, { advice, tag }: TagNode): Parts {
  const name = shownName(tag.tag);
  const how = standing(l10n, locale, tag);
  return {
    label: name,
    description: how.description,
    icon: how.icon,
    tooltip: [name, how.sentence, ...(tag.because === "" ? [] : [tag.because])],
    spoken: `${name}, ${how.description}. ${how.sentence}`,
    context: how.context,
    children: tag.evidence.length > 0 ? "collapsed" : "none",
    command: { id: "sdlgm.review.show", args: [{ uri: advice.uri, tag: tag.tag, present: tag.present }] },
  };
}

/** One thing that speaks for or against a tag. */
export function evidenceFace(l10n: Localizer, locale: string, node: EvidenceNode): Parts {
  const { evidence, advice } = node;
  const isFor = evidence.weight > 0;
  const label = evidenceLabel(l10n, node);
  const side = sideText(l10n, evidence.weight);
  const [line] = evidence.lines;
  const lines = evidence.lines.map((number) => whole(locale, number + 1)).join(", ");
  const place = line === undefined ? undefined : l10n.t("line {0}", lines);
  const amount = new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: "always" });
  const description = place === undefined ? side : `${side}, ${place}`;
  const isDocument = evidence.kind === "neighbour";
  return {
    label,
    description,
    icon: isDocument ? "file" : isFor ? "arrow-small-up" : "arrow-small-down",
    tooltip: [
      ...(isDocument ? [shownName(evidence.term, 200)] : []),
      `${label}: ${description}`,
      l10n.t("It adds {0} to the log-odds of the tag (its logit).", amount.format(evidence.weight)),
    ],
    spoken: `${label}, ${description}`,
    context: "evidence",
    children: "none",
    ...(isDocument && {
      command: { id: "sdlgm.review.openRelated", args: [{ folder: advice.folder, path: evidence.term }] },
    }),
    ...(line !== undefined && {
      command: { id: "sdlgm.review.showLine", args: [{ uri: advice.uri, line }] },
    }),
  };
}

function verdictOn(
  l10n: Localizer,
  count: number,
  low: number,
  high: number,
): { readonly short: string; readonly sentence: string } | undefined {
  if (count > high) {
    return { short: l10n.t("more than expected"), sentence: l10n.t("It has more tags than expected.") };
  }
  if (count < low) {
    return { short: l10n.t("fewer than expected"), sentence: l10n.t("It has fewer tags than expected.") };
  }
  return undefined;
}

function levelText(l10n: Localizer, locale: string, low: number, high: number, has: string): string {
  if (low !== high) {
    return l10n.t("Looks like {0}–{1} tags, has {2}", whole(locale, low), whole(locale, high), has);
  }
  if (low === 0) return l10n.t("Looks like no tags, has {0}", has);
  if (low === 1) return l10n.t("Looks like 1 tag, has {0}", has);
  return l10n.t("Looks like {0} tags, has {1}", whole(locale, low), has);
}

interface Standing {
  readonly description: string;
  readonly sentence: string;
  readonly icon: string;
  readonly context: string;
}

/** How a tag stands with the document, in words: colours and icons say nothing that they do not say. */
function standing(l10n: Localizer, locale: string, tag: SuggestedTag): Standing {
  if (tag.probability === null) {
    return {
      description: l10n.t("not known to the model"),
      sentence: l10n.t("The document has it. Too few other documents have it to tell how likely it is here."),
      icon: "tag",
      context: "own",
    };
  }
  const figure = likelihood(l10n, locale, tag.probability);
  if (tag.rejected && !tag.present) {
    return {
      description: figure,
      sentence: l10n.t("You have said never to suggest it here."),
      icon: "circle-slash",
      context: "rejected",
    };
  }
  if (!tag.present) {
    return {
      description: tag.predicted ? l10n.t("{0}, suggested", figure) : l10n.t("{0}, possible", figure),
      sentence: tag.predicted
        ? l10n.t("The document does not have it, and the model would give it.")
        : l10n.t("The document does not have it, and the model is not sure that it should."),
      icon: tag.predicted ? "lightbulb" : "circle-outline",
      context: "suggested",
    };
  }
  if (tag.unlikely) {
    return {
      description: l10n.t("{0}, unlikely", figure),
      sentence: l10n.t("The document has it, and the model would not have given it."),
      icon: "warning",
      context: "own.unlikely",
    };
  }
  if (tag.kept) {
    return {
      description: l10n.t("{0}, kept", figure),
      sentence: l10n.t("The document has it, and you have said that it is right here."),
      icon: "pinned",
      context: "own",
    };
  }
  return { description: figure, sentence: l10n.t("The document has it."), icon: "tag", context: "own" };
}

function evidenceLabel(l10n: Localizer, { evidence, tag }: EvidenceNode): string {
  switch (evidence.kind) {
    case "mention":
      return l10n.t("its name, “{0}”", shownName(tag.tag));
    case "neighbour":
      return shownName(fileName(evidence.term));
    case "folder":
      return l10n.t("the folder {0}", shownName(evidence.term));
    case "prior":
      return l10n.t("how common it is");
    default:
      return shownName(evidence.term);
  }
}

function sideText(l10n: Localizer, weight: number): string {
  if (weight > 0) return weight >= STRONG ? l10n.t("speaks strongly for it") : l10n.t("speaks for it");
  return weight <= -STRONG ? l10n.t("speaks strongly against it") : l10n.t("speaks against it");
}
