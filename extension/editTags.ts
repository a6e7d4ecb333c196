import * as vscode from "vscode";
import { EditTagsRequest } from "../server/protocol.ts";
import type { Server } from "./server.ts";

/** Tags that a document is to get and to lose. */
export interface TagChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/**
 * Changes the tags of a document in the editor, so that one undo takes it back. Returns whether that was done; if not, the user has been
 * told why.
 */
export async function changeTags(server: Server, uri: vscode.Uri, change: TagChange): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  const { version } = document;
  const { edit, problem } = await tagEdit(server, uri, change);
  if (edit === undefined) {
    warn(problem ?? vscode.l10n.t("The tags of this document cannot be edited here."));
    return false;
  }
  const isStale = document.version !== version;
  if (isStale || !(await vscode.workspace.applyEdit(edit))) {
    warn(vscode.l10n.t("The document changed in the meantime, so its tags stay as they are. Try again."));
    return false;
  }
  if (problem !== undefined) warn(problem);
  return true;
}

/** Where the text of an open document would change; undefined where it would not. */
export async function placeOfChange(
  server: Server,
  uri: vscode.Uri,
  change: TagChange,
): Promise<vscode.Range | undefined> {
  const { edit } = await tagEdit(server, uri, change);
  const [first] = edit?.get(uri) ?? [];
  return first?.range;
}

async function tagEdit(
  server: Server,
  uri: vscode.Uri,
  change: TagChange,
): Promise<{ readonly edit: vscode.WorkspaceEdit | undefined; readonly problem: string | undefined }> {
  const { edit, problem } = await server.ask(EditTagsRequest, { uri: uri.toString(), ...change });
  const client = await server.client;
  return { edit: edit && (await client.protocol2CodeConverter.asWorkspaceEdit(edit)), problem };
}

function warn(sentence: string): void {
  void vscode.window.showWarningMessage(sentence);
}
