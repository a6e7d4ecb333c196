import { t } from "@vscode/l10n";
import type {
  ChangeAnnotation,
  Position,
  Range,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-types";
import type { TagOccurrence } from "../documents/document.ts";
import { replaceTag } from "../documents/edit.ts";
import { foldTag, isUsableTag, plainTagName } from "../documents/tagName.ts";
import { tagAtPosition } from "./definition.ts";
import { shown } from "./phrases.ts";
import type { TaggedDocument } from "./taggedDocument.ts";
import { type EditSupport, lspTextEdits } from "./workspaceEdits.ts";

export interface RenameSupport extends EditSupport {
  /** `workspace.workspaceEdit.changeAnnotationSupport`: changes that are shown and confirmed before they are made. */
  readonly annotations: boolean;
}

export interface TagRename {
  readonly edit: WorkspaceEdit;
  /** One sentence for each document that has the tag and cannot be changed, or one that says why the name cannot be. */
  readonly problems: readonly string[];
}

const ANNOTATION = "sdlgm.rename";

/** The name of the tag at `position` and where it is written, without quotes and `#`; undefined where no tag is. */
export function prepareRename(
  doc: TaggedDocument,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const tag = tagAtPosition(doc, position);
  return tag && { range: doc.lines.rangeOf(nameSpan(doc.document.text, tag)), placeholder: tag.name };
}

/**
 * Gives a tag another name in all of these documents, however it is spelled there. Where a document has the new one already, the two
 * become one. A change of several documents waits to be confirmed, where the client can do that.
 *
 * @param documents those of the folder that have the tag; others are left alone
 */
export function renameTag(
  documents: readonly TaggedDocument[],
  name: string,
  newName: string,
  support: RenameSupport,
): TagRename {
  const wanted = plainTagName(newName);
  if (!isUsableTag(wanted)) {
    const problem = t(
      "This is no name for a tag: write one with letters, of at most 100 characters, on one line.",
    );
    return { edit: {}, problems: [problem] };
  }
  const problems: string[] = [];
  const changed: { readonly doc: TaggedDocument; readonly edits: TextEdit[] }[] = [];
  for (const doc of documents) {
    const { edits, problem } = replaceTag(doc.document, name, wanted, doc.folder.editing);
    const lspEdits = lspTextEdits(doc, edits);
    if (lspEdits.length > 0) changed.push({ doc, edits: lspEdits });
    else if (problem) problems.push(t("{0}: {1}", doc.document.path, problem.message));
  }
  return { edit: editOf(changed, annotation(documents, name, wanted), support), problems };
}

function editOf(
  changed: readonly { readonly doc: TaggedDocument; readonly edits: TextEdit[] }[],
  annotation: ChangeAnnotation,
  { documentChanges, annotations }: RenameSupport,
): WorkspaceEdit {
  if (changed.length === 0) return {};
  if (!documentChanges) {
    return { changes: Object.fromEntries(changed.map(({ doc, edits }) => [doc.uri, edits])) };
  }
  const isAnnotated = annotations && changed.length > 1;
  const edit: WorkspaceEdit = {
    documentChanges: changed.map(
      ({ doc: { uri, version }, edits }): TextDocumentEdit => ({
        textDocument: { uri, version },
        edits: isAnnotated ? edits.map((one) => ({ ...one, annotationId: ANNOTATION })) : edits,
      }),
    ),
  };
  return isAnnotated ? { ...edit, changeAnnotations: { [ANNOTATION]: annotation } } : edit;
}

function annotation(documents: readonly TaggedDocument[], name: string, newName: string): ChangeAnnotation {
  const isMerge =
    foldTag(name) !== foldTag(newName) &&
    documents.some(({ folder }) => folder.tags.get(newName) !== undefined);
  const label = isMerge
    ? t('Merge tag "{0}" into "{1}", which there is already', shown(name), shown(newName))
    : t('Rename tag "{0}" to "{1}"', shown(name), shown(newName));
  // The preview of VS Code begins with nothing ticked, so it is only for what cannot be told apart again.
  return { label, needsConfirmation: isMerge };
}

/** A tag's place without the `#` of an inline tag or the quotes around an item. */
function nameSpan(text: string, { span, style }: TagOccurrence): TagOccurrence["span"] {
  const { start, end } = span;
  if (style === "inline") return { start: start + 1, end };
  const quote = text[start];
  const isQuoted = (quote === '"' || quote === "'") && end - start >= 2 && text[end - 1] === quote;
  return isQuoted ? { start: start + 1, end: end - 1 } : span;
}
