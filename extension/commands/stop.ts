import * as vscode from "vscode";
import { CancelRequest, type FolderParams } from "../../server/protocol.ts";
import { folderArgument } from "../folders.ts";
import type { Session } from "../session.ts";

/** SDLGM: Stop Training. Argument: a `FolderParams`, or none for all folders; with `ask: true` the user is asked first. */
export async function stop({ server }: Session, argument: unknown): Promise<void> {
  if (wantsToBeAsked(argument) && !(await confirm())) return;
  const params: FolderParams = folderArgument(argument) ?? {};
  const stopped = await server.ask(CancelRequest, params);
  if (!stopped) void vscode.window.showInformationMessage(vscode.l10n.t("Nothing is being trained."));
}

function wantsToBeAsked(argument: unknown): boolean {
  return typeof argument === "object" && argument !== null && "ask" in argument && argument.ask === true;
}

async function confirm(): Promise<boolean> {
  const stopTraining = vscode.l10n.t("Stop Training");
  const question = vscode.l10n.t("Stop the training? The last model stays as it is.");
  return (await vscode.window.showWarningMessage(question, { modal: true }, stopTraining)) === stopTraining;
}
