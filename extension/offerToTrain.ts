import * as vscode from "vscode";
import type { FolderParams } from "../server/protocol.ts";

/** Says that a folder has no model, and offers to train one. */
export async function offerToTrain(params: FolderParams): Promise<void> {
  const train = vscode.l10n.t("Train Tag Model");
  const message = vscode.l10n.t("There is no tag model for this folder yet. Train one first.");
  if ((await vscode.window.showInformationMessage(message, train)) === train) {
    await vscode.commands.executeCommand("sdlgm.train", params);
  }
}
