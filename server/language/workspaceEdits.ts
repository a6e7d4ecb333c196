import type { TextEdit as LspTextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import type { TextEdit } from "../documents/document.ts";
import type { TaggedDocument } from "./taggedDocument.ts";

/** What a client can do with edits. */
export interface EditSupport {
  /** `workspace.workspaceEdit.documentChanges`: edits that name the version of the text that they are for. */
  readonly documentChanges: boolean;
}

/** Edits of one document for a client. */
export function workspaceEdit(
  doc: TaggedDocument,
  edits: readonly TextEdit[],
  { documentChanges }: EditSupport,
): WorkspaceEdit {
  const { uri, version } = doc;
  const lspEdits = lspTextEdits(doc, edits);
  return documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits: lspEdits }] }
    : { changes: { [uri]: lspEdits } };
}

/** Edits by offsets as edits by lines and columns; without those that write what is there. */
export function lspTextEdits({ document, lines }: TaggedDocument, edits: readonly TextEdit[]): LspTextEdit[] {
  return edits
    .filter(({ span, newText }) => document.text.slice(span.start, span.end) !== newText)
    .map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}
