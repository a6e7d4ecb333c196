import * as vscode from "vscode";
import { TrainRequest } from "../../server/protocol.ts";
import { chooseFolder, folderArgument } from "../folders.ts";
import type { Session } from "../session.ts";
import { trainingNews } from "../trainingNews.ts";

/** SDLGM: Train Tag Model. Argument: a `FolderParams`, or none to ask. */
export async function train({ server, status, output }: Session, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Train Tag Model");
  const params = folderArgument(argument) ?? (await chooseFolder(status, title, { allFolders: true }));
  if (params === undefined) return;
  const outcomes = await server.progress.run(vscode.l10n.t("Training the tag model"), (cancel) =>
    server.ask(TrainRequest, params, cancel),
  );
  const { good, bad } = trainingNews(vscode.l10n, vscode.env.language, outcomes);
  // The command is done with the training, not when its messages have been read.
  if (good !== undefined) void tellSuccess(good, params);
  for (const sentence of bad) void tellFailure(sentence, output);
}

async function tellSuccess(sentence: string, params: object): Promise<void> {
  const report = vscode.l10n.t("Show Report");
  const untagged = vscode.l10n.t("Suggest for Untagged…");
  const choice = await vscode.window.showInformationMessage(sentence, report, untagged);
  if (choice === report) await vscode.commands.executeCommand("sdlgm.showReport", params);
  if (choice === untagged) await vscode.commands.executeCommand("sdlgm.suggestUntagged", params);
}

async function tellFailure(sentence: string, output: vscode.LogOutputChannel): Promise<void> {
  const showOutput = vscode.l10n.t("Show Output");
  if ((await vscode.window.showErrorMessage(sentence, showOutput)) === showOutput) output.show(true);
}
