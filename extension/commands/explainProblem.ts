import * as vscode from "vscode";
import { folderArgument, statusFor } from "../folders.ts";
import type { Session } from "../session.ts";

/** Behind the status bar: says what is wrong with a folder's model and offers what can be done. Argument: a `FolderParams`. */
export async function explainProblem({ status, output }: Session, argument: unknown): Promise<void> {
  const params = folderArgument(argument) ?? {};
  const problem = statusFor(params, status)?.problem;
  const trainAgain = vscode.l10n.t("Train Again");
  const showOutput = vscode.l10n.t("Show Output");
  const choice = await vscode.window.showErrorMessage(
    problem ?? vscode.l10n.t("The tag model of this folder cannot be used. Train it again."),
    trainAgain,
    showOutput,
  );
  if (choice === trainAgain) await vscode.commands.executeCommand("sdlgm.train", params);
  if (choice === showOutput) output.show(true);
}
