import * as vscode from "vscode";
import type { WorkspaceEdit } from "vscode-languageclient/node";
import { type Request, TagPlacesRequest } from "../../../server/protocol.ts";
import type { Server } from "../../server.ts";

interface RenameParams {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
  readonly newName: string;
}

/** Of the Language Server Protocol. VS Code's own command for it loses that changes are to be confirmed. */
const RenameRequest: Request<RenameParams, WorkspaceEdit | null> = { method: "textDocument/rename" };

/**
 * Renames a tag in all documents of a folder; a name that is there already merges the two. Changes of several documents are shown before
 * they are made. What keeps it from being done is told.
 */
export async function renameTag(server: Server, folder: string, tag: string, newName: string): Promise<void> {
  const [first] = await server.ask(TagPlacesRequest, { folder, tag });
  if (first === undefined) {
    warn(vscode.l10n.t("No document has this tag any more."));
    return;
  }
  const { uri, line, character } = first;
  // The server renames from a place in an open document.
  await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const params = { textDocument: { uri }, position: { line, character }, newName };
  const edit = await answerOf(server, params);
  if (edit === undefined) return;
  const client = await server.client;
  const changes = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  await vscode.workspace.applyEdit(changes, { isRefactoring: true });
}

async function answerOf(server: Server, params: RenameParams): Promise<WorkspaceEdit | undefined> {
  const { LSPErrorCodes, ResponseError } = await import("vscode-languageclient/node");
  try {
    const edit = await server.ask(RenameRequest, params);
    if (edit !== null) return edit;
    warn(vscode.l10n.t("The document changed in the meantime, so its tags stay as they are. Try again."));
  } catch (error) {
    if (!(error instanceof ResponseError) || error.code !== LSPErrorCodes.RequestFailed) throw error;
    warn(error.message);
  }
  return undefined;
}

function warn(sentence: string): void {
  void vscode.window.showWarningMessage(sentence);
}
