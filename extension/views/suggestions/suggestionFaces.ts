import type { Localizer } from "../../localizer.ts";
import { whole } from "../../statusText.ts";
import type { Face } from "../face.ts";
import { likelihood, shownName } from "../plainText.ts";
import type { EntryNode, Note, SuggestionNode, SuggestionsState } from "./suggestionNodes.ts";
import { nodeId } from "./suggestionNodes.ts";
import { evidenceFace, levelFace, tagFace } from "./tagFaces.ts";

/** So many entries more are shown at once. */
export const PAGE = 100;

type Parts = Omit<Face, "id">;

/** What a row of the suggestions looks like. */
export function suggestionFace(
  l10n: Localizer,
  locale: string,
  node: SuggestionNode,
  state: SuggestionsState,
): Face {
  return { id: nodeId(node), ...parts(l10n, locale, node, state) };
}

function parts(l10n: Localizer, locale: string, node: SuggestionNode, state: SuggestionsState): Parts {
  switch (node.kind) {
    case "document":
      return documentFace(l10n, state.document?.name ?? "");
    case "review":
      return reviewFace(l10n, locale, state.queue?.total ?? 0);
    case "level":
      return levelFace(l10n, locale, node.suggestions);
    case "tag":
      return tagFace(l10n, locale, node);
    case "rejected": {
      const label = l10n.t("Never suggested here");
      const count = whole(locale, node.tags.length);
      return {
        ...{ label, description: count, icon: "circle-slash", children: "collapsed" },
        tooltip: [l10n.t("Tags that you have rejected for this document.")],
        spoken: `${label}, ${count}`,
      };
    }
    case "evidence":
      return evidenceFace(l10n, locale, node);
    case "entry":
      return entryFace(l10n, locale, node);
    case "more": {
      const label = l10n.t("Show {0} More", whole(locale, Math.min(PAGE, node.left)));
      const description = l10n.t("{0} left", whole(locale, node.left));
      return {
        ...{ label, description, icon: "ellipsis", tooltip: [label], spoken: `${label}, ${description}` },
        ...{ children: "none", command: { id: "sdlgm.review.more", args: [] } },
      };
    }
    case "note":
      return noteFace(l10n, node.note, node.folder);
  }
}

function documentFace(l10n: Localizer, name: string): Parts {
  const label = l10n.t("This document");
  const file = shownName(name);
  return {
    ...{ label, description: file, tooltip: [file], spoken: `${label}, ${file}` },
    ...{ context: "document", children: "expanded" },
  };
}

function reviewFace(l10n: Localizer, locale: string, total: number): Parts {
  const label = l10n.t("To review");
  const count = whole(locale, total);
  return {
    ...{ label, ...(total > 0 && { description: count }), spoken: `${label}, ${count}` },
    ...{ context: "review", children: "expanded" },
    tooltip: [
      l10n.t("Where the model is surest that a tag is missing, or that one is wrong; the surest first."),
    ],
  };
}

/** `compost   97 %, missing · The first heap`. */
function entryFace(l10n: Localizer, locale: string, node: EntryNode): Parts {
  const { tag, kind, probability, title, path, folderName } = node.item;
  const name = shownName(tag);
  const document = shownName(title === "" ? path : title);
  const file = shownName(folderName === undefined ? path : `${folderName}/${path}`, 200);
  const figure = likelihood(l10n, locale, probability);
  const isMissing = kind === "missing";
  const verdict = isMissing ? l10n.t("{0}, missing", figure) : l10n.t("{0}, unlikely", figure);
  const sentence = isMissing
    ? l10n.t(
        "“{0}” looks like a document with the tag “{1}” ({2}), and does not have it.",
        document,
        name,
        figure,
      )
    : l10n.t("“{0}” has the tag “{1}”, and does not look like it ({2}).", document, name, figure);
  const choice = isMissing
    ? l10n.t("Accept adds the tag. Reject never suggests it there again.")
    : l10n.t("Accept removes the tag. Reject keeps it, and does not ask again.");
  return {
    label: name,
    description: `${verdict} · ${document}`,
    icon: isMissing ? "add" : "question",
    tooltip: [sentence, file, choice],
    spoken: `${name}, ${verdict}, ${document}, ${file}. ${choice}`,
    context: `entry.${kind}`,
    children: "none",
    command: { id: "sdlgm.review.open", args: [node.item] },
  };
}

function noteFace(l10n: Localizer, note: Note, folder: string | undefined): Parts {
  const label = noteText(l10n, note);
  const common = { label, tooltip: [label], spoken: label, children: "none" as const };
  if (note !== "no-model") return { ...common, icon: note === "nothing-to-review" ? "check-all" : "info" };
  return {
    ...common,
    icon: "play",
    tooltip: [label, l10n.t("Click to train one.")],
    command: { id: "sdlgm.train", args: [{ folder }] },
  };
}

function noteText(l10n: Localizer, note: Note): string {
  switch (note) {
    case "no-model":
      return l10n.t("There is no model yet.");
    case "not-read":
      return l10n.t("SDLGM Tags does not read this document.");
    case "nothing-suggested":
      return l10n.t("No other tag is likely here.");
    case "nothing-to-review":
      return l10n.t("Nothing is left to review.");
  }
}
