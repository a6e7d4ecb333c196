import * as vscode from "vscode";
import { folderArgument, statusFor } from "../folders.ts";
import type { Session } from "../session.ts";

interface MenuItem extends vscode.QuickPickItem {
  readonly run: readonly [command: string, ...args: unknown[]];
}

/** Behind the status bar: what a model that is ready can do. Argument: a `FolderParams`. */
export async function showMenu({ status }: Session, argument: unknown): Promise<void> {
  const params = folderArgument(argument) ?? {};
  const uri = vscode.window.activeTextEditor?.document.uri;
  const isOfFolder = uri !== undefined && status.of(uri) !== undefined;
  const items: MenuItem[] = [
    ...(isOfFolder
      ? [{ label: vscode.l10n.t("Suggest Tags for This Document"), run: ["sdlgm.suggestTags"] as const }]
      : []),
    {
      label: vscode.l10n.t("Suggest Tags for Untagged Documents…"),
      run: ["sdlgm.suggestUntagged", params],
    },
    { label: vscode.l10n.t("Show Training Report"), run: ["sdlgm.showReport", params] },
    { label: vscode.l10n.t("Evaluate Tag Model"), run: ["sdlgm.evaluate", params] },
    { label: vscode.l10n.t("Train Tag Model"), run: ["sdlgm.train", params] },
  ];
  const title = statusFor(params, status)?.name ?? vscode.l10n.t("SDLGM Tags");
  const choice = await vscode.window.showQuickPick(items, { title });
  if (choice !== undefined) await vscode.commands.executeCommand(...choice.run);
}
