import * as vscode from "vscode";
import { EvaluateRequest } from "../../server/protocol.ts";
import { chooseFolder, folderArgument } from "../folders.ts";
import type { Session } from "../session.ts";

/** SDLGM: Evaluate Tag Model. Shows the report in the sidebar. Argument: a `FolderParams`, or none to ask. */
export async function evaluate({ server, status }: Session, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Evaluate Tag Model");
  const params = folderArgument(argument) ?? (await chooseFolder(status, title));
  if (params === undefined) return;
  const report = await server.progress.run(vscode.l10n.t("Evaluating the tag model"), (cancel) =>
    server.ask(EvaluateRequest, params, cancel),
  );
  // Null: stopped, or told by the server why not.
  if (report !== null) await vscode.commands.executeCommand("sdlgm.showReport", params);
}
