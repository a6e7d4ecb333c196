import { strict as assert } from "node:assert";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { eventually } from "./eventually.ts";

/** The workspace folder with this name; without one, the first. */
export function folder(name?: string): vscode.WorkspaceFolder {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = name === undefined ? folders[0] : folders.find((one) => one.name === name);
  assert.ok(found, `There is no workspace folder ${name ?? ""}`);
  return found;
}

/** The address of a file, by its path below a workspace folder. */
export function uriOf(path: string, { uri } = folder()): vscode.Uri {
  return vscode.Uri.joinPath(uri, path);
}

/** The bytes of a file on disk. */
export function bytesOf(path: string, inside = folder()): Buffer {
  return readFileSync(uriOf(path, inside).fsPath);
}

/** Writes a file behind VS Code's back, as other programs do. */
export function writeOnDisk(path: string, content: string | Uint8Array, inside = folder()): void {
  const { fsPath } = uriOf(path, inside);
  mkdirSync(dirname(fsPath), { recursive: true });
  writeFileSync(fsPath, content);
}

/** Opens a file in the editor; what was there before is closed. */
export async function show(path: string, inside = folder()): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(path, inside)), {
    preview: false,
  });
}

/** Saves a file that was changed in the editor, whether or not it is shown. */
export async function save(path: string, inside = folder()): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriOf(path, inside));
  // VS Code refuses as long as it thinks that the file has just changed on disk.
  await eventually(`${path}, saved,`, () => !document.isDirty || document.save());
}

/** The place where a text begins in a document for the first time, or so many code units behind it. */
export function placeOf(document: vscode.TextDocument, text: string, behind = 0): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${document.fileName} has no "${text}"`);
  return document.positionAt(at + behind);
}

/** The paths of locations below their folders with the texts there, sorted. */
export async function textsAt(
  locations: readonly vscode.Location[],
): Promise<{ readonly path: string; readonly text: string }[]> {
  const texts = await Promise.all(
    locations.map(async ({ uri, range }) => ({
      path: vscode.workspace.asRelativePath(uri, false),
      text: (await vscode.workspace.openTextDocument(uri)).getText(range),
    })),
  );
  return texts.sort((a, b) => (a.path < b.path ? -1 : 1));
}
