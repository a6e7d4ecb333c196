import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import type { Api } from "../../extension/main.ts";
import type { FolderStatus, Phase } from "../../server/protocol.ts";
import { eventually } from "./eventually.ts";

export const EXTENSION = "sdlgm.sdlgm-tags";

/** The extension under test, active. */
export async function activeExtension(): Promise<vscode.Extension<Api>> {
  const extension = vscode.extensions.getExtension<Api>(EXTENSION);
  assert.ok(extension, `VS Code knows no extension ${EXTENSION}`);
  await extension.activate();
  return extension;
}

/** What the extension last heard of a workspace folder, or undefined. */
export async function statusOf(folder: vscode.WorkspaceFolder): Promise<FolderStatus | undefined> {
  return (await activeExtension()).exports.status.of(folder.uri);
}

/** Waits until the extension has heard that a folder is so far. */
export function phase(folder: vscode.WorkspaceFolder, ...phases: readonly Phase[]): Promise<FolderStatus> {
  return eventually(`${phases.join(" or ")} as the phase of ${folder.name}`, async () => {
    const status = await statusOf(folder);
    return status !== undefined && phases.includes(status.phase) && status;
  });
}

/** Trains the model of a folder as users do, and waits until it is ready. */
export async function train(folder: vscode.WorkspaceFolder): Promise<FolderStatus> {
  await vscode.commands.executeCommand("sdlgm.train", { folder: folder.uri.toString() });
  return phase(folder, "ready");
}
