import * as vscode from "vscode";
import type { FolderParams, FolderStatus } from "../server/protocol.ts";
import { isSame, type Status } from "./status.ts";
import { whole } from "./statusText.ts";

interface FolderItem extends vscode.QuickPickItem {
  readonly params: FolderParams;
}

/** What a command was told by a lens, the status bar or a key binding about the folder that it is for. */
export function folderArgument(argument: unknown): FolderParams | undefined {
  if (typeof argument === "string") return { folder: argument };
  if (typeof argument !== "object" || argument === null || !("folder" in argument)) return undefined;
  return typeof argument.folder === "string" ? { folder: argument.folder } : undefined;
}

/**
 * Which workspace folder a command is for: the only one, or one that the user picks, the active editor's first. `allFolders`: the user may
 * also pick all of them. Undefined when the user picks none, or when no folder is open, which is said.
 */
export async function chooseFolder(
  status: Status,
  title: string,
  { allFolders = false } = {},
): Promise<FolderParams | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void offerToOpenFolder();
    return undefined;
  }
  if (folders.length === 1) return { folder: folders[0].uri.toString() };
  const items = activeFirst(folders).map((folder): FolderItem => folderItem(folder, status));
  if (allFolders) items.push({ label: vscode.l10n.t("All folders"), params: {} });
  const placeHolder = vscode.l10n.t("Which folder?");
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.params;
}

/** The status of the folder that parameters name; without one, of the first. */
export function statusFor({ folder }: FolderParams, status: Status): FolderStatus | undefined {
  if (folder === undefined) return status.folders[0];
  return status.folders.find((one) => isSame(one.folder, vscode.Uri.parse(folder)));
}

async function offerToOpenFolder(): Promise<void> {
  const open = vscode.l10n.t("Open Folder…");
  const message = vscode.l10n.t("SDLGM Tags learns from the documents of a folder. Open one first.");
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand("vscode.openFolder");
  }
}

function activeFirst(folders: readonly vscode.WorkspaceFolder[]): vscode.WorkspaceFolder[] {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const active = uri && vscode.workspace.getWorkspaceFolder(uri);
  return [...folders].sort((a, b) => Number(b === active) - Number(a === active));
}

function folderItem(folder: vscode.WorkspaceFolder, status: Status): FolderItem {
  const params = { folder: folder.uri.toString() };
  const known = statusFor(params, status);
  const description =
    known &&
    vscode.l10n.t(
      "{0} documents, {1} with tags",
      whole(vscode.env.language, known.documents),
      whole(vscode.env.language, known.taggedDocuments),
    );
  return { label: folder.name, params, ...(description !== undefined && { description }) };
}
