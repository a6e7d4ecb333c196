import * as vscode from "vscode";
import { ReportRequest } from "../../server/protocol.ts";
import { chooseFolder, folderArgument } from "../folders.ts";
import { offerToTrain } from "../offerToTrain.ts";
import type { Session } from "../session.ts";

/** SDLGM: Show Training Report. Argument: a `FolderParams`, or none to ask. */
export async function showReport({ server, status, reports }: Session, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Training Report");
  const params = folderArgument(argument) ?? (await chooseFolder(status, title));
  if (params === undefined) return;
  const report = await server.ask(ReportRequest, params);
  if (report === null) void offerToTrain(params);
  else await reports.show(title, report.markdown);
}
