import type { TagEntry, TagTrouble } from "../../../server/protocol.ts";
import type { Localizer } from "../../localizer.ts";
import { percent, whole } from "../../statusText.ts";
import type { Face } from "../face.ts";
import { shownName } from "../plainText.ts";
import { type BranchNode, type DocumentNode, nodeId, PAGE, type TagsNode } from "./tagNodes.ts";

type Parts = Omit<Face, "id">;

/** With fewer, how often the model finds the tag again is chance. */
const DOCUMENTS_TO_JUDGE = 5;

const TROUBLE_ICONS: Readonly<Record<TagTrouble, string>> = {
  "near-duplicate": "copy",
  unpredictable: "question",
  everywhere: "globe",
};

/** What a row of the tags looks like. */
export function tagsFace(l10n: Localizer, locale: string, node: TagsNode): Face {
  return { id: nodeId(node), ...parts(l10n, locale, node) };
}

function parts(l10n: Localizer, locale: string, node: TagsNode): Parts {
  switch (node.kind) {
    case "folder": {
      const label = shownName(node.name);
      const count = tagsText(l10n, locale, node.tags);
      return {
        ...{ label, description: count, icon: "folder", tooltip: [label, count] },
        ...{ spoken: `${label}, ${count}`, context: "folder", children: "expanded" },
      };
    }
    case "branch":
      return branchFace(l10n, locale, node);
    case "document":
      return documentFace(node);
    case "more": {
      const label = l10n.t("Show {0} More", whole(locale, Math.min(PAGE, node.left)));
      const description = l10n.t("{0} left", whole(locale, node.left));
      return {
        ...{ label, description, icon: "ellipsis", tooltip: [label], spoken: `${label}, ${description}` },
        ...{ children: "none", command: { id: "sdlgm.tags.more", args: [node] } },
      };
    }
  }
}

function branchFace(l10n: Localizer, locale: string, { branch }: BranchNode): Parts {
  const { label, name, entry, children, uses, tags } = branch;
  const trouble = entry?.trouble;
  const short = entry === undefined ? undefined : troubleText(l10n, entry);
  const count = whole(locale, uses);
  const facts = [
    ...(entry === undefined ? [] : [documentsText(l10n, locale, entry.documents)]),
    ...(children.length === 0
      ? []
      : [l10n.t("With the tags below it: {0}, used {1} times.", tagsText(l10n, locale, tags), count)]),
    ...(entry === undefined ? [] : troubleSentences(l10n, locale, entry)),
    ...(entry?.f1 === undefined || entry.documents < DOCUMENTS_TO_JUDGE
      ? []
      : [l10n.t("Found again in documents seen as if new: F1 {0}.", percent(locale, entry.f1))]),
  ];
  const shown = shownName(label);
  return {
    label: shown,
    description: short === undefined ? count : `${count} · ${short}`,
    icon: trouble === undefined ? (entry === undefined ? "symbol-namespace" : "tag") : TROUBLE_ICONS[trouble],
    tooltip: [shownName(name, 200), ...facts],
    spoken: [shown, ...(short === undefined ? [] : [short]), ...facts].join(", "),
    context: entry === undefined ? "group" : trouble === "near-duplicate" ? "tag.duplicate" : "tag",
    children: "collapsed",
  };
}

function documentFace({ place, parent }: DocumentNode): Parts {
  const title = shownName(place.title === "" ? place.path : place.title);
  const path = shownName(place.path, 200);
  const { line, character } = place;
  return {
    label: title,
    ...(title !== path && { description: path }),
    icon: "file",
    tooltip: [title, path],
    spoken: `${title}, ${path}`,
    context: "document",
    children: "none",
    command: {
      id: "sdlgm.tags.open",
      args: [{ uri: place.uri, line, character, tag: parent.branch.name }],
    },
    resource: place.uri,
  };
}

/** In two or three words, beside the count. */
function troubleText(l10n: Localizer, { trouble, common }: TagEntry): string | undefined {
  switch (trouble) {
    case "near-duplicate":
      return common === undefined ? l10n.t("near-duplicate") : l10n.t("like “{0}”", shownName(common));
    case "unpredictable":
      return l10n.t("hard to predict");
    case "everywhere":
      return l10n.t("almost everywhere");
    default:
      return undefined;
  }
}

function troubleSentences(
  l10n: Localizer,
  locale: string,
  { trouble, common, documents }: TagEntry,
): string[] {
  switch (trouble) {
    case "near-duplicate":
      return common === undefined
        ? [l10n.t("Another tag is almost the same.")]
        : [
            l10n.t(
              "It is probably meant to be “{0}”. Merge it, and its documents get that tag instead.",
              shownName(common),
            ),
          ];
    case "unpredictable":
      return [
        l10n.t("Nothing in the documents tells where it belongs, so it is never suggested with confidence."),
      ];
    case "everywhere":
      return [
        l10n.t(
          "Almost every document has it ({0}), so it tells few of them apart.",
          whole(locale, documents),
        ),
      ];
    default:
      return [];
  }
}

function documentsText(l10n: Localizer, locale: string, count: number): string {
  return count === 1 ? l10n.t("1 document has it.") : l10n.t("{0} documents have it.", whole(locale, count));
}

function tagsText(l10n: Localizer, locale: string, count: number): string {
  return count === 1 ? l10n.t("1 tag") : l10n.t("{0} tags", whole(locale, count));
}
