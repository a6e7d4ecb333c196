import type { InlayHint, Range } from "vscode-languageserver-types";
import { foldTag } from "../documents/tagName.ts";
import { because } from "./evidenceText.ts";
import { percentage } from "./phrases.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** Behind each tag in `range` its probability, where the settings want it: not behind those that the author keeps or the model does not know. */
export function inlayHints(doc: TaggedDocument, range: Range): InlayHint[] {
  const { document, decisions, folder, lines, opinion } = doc;
  if (!folder.settings.inlayHints || opinion === undefined) return [];
  const { start, end } = lines.spanOf(range);
  const judged = document.tags.flatMap(({ name, span }) => {
    const probability = opinion.probabilityOf(name);
    const isSeen = start <= span.end && span.start <= end;
    return isSeen && probability !== undefined && !decisions.kept.has(foldTag(name))
      ? [{ name, span, probability }]
      : [];
  });
  if (judged.length === 0) return [];
  const reasons = opinion.explain(judged.map(({ name }) => name));
  return judged.map(({ span, probability }, n) => {
    const tooltip = because(reasons[n]);
    return {
      position: lines.positionAt(span.end),
      label: percentage(probability),
      paddingLeft: true,
      ...(tooltip !== "" && { tooltip }),
    };
  });
}
