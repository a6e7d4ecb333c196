import * as vscode from "vscode";
import type { FolderStatus } from "../server/protocol.ts";
import type { Server } from "./server.ts";
import { isSame, type Status } from "./status.ts";
import { type ServerHealth, type StatusEntry, statusEntry } from "./statusText.ts";
import { tooltip } from "./tooltip.ts";

/** Shows the state of the model of the active editor's folder, and leads to what can be done about it. */
export function showStatusBar(server: Server, status: Status): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("sdlgm.status", vscode.StatusBarAlignment.Right, 90);
  item.name = vscode.l10n.t("SDLGM Tags");
  const update = (): void => {
    const health = healthOf(server);
    if (health === undefined || vscode.workspace.workspaceFolders === undefined) {
      item.hide();
      return;
    }
    const folder = folderToShow(status);
    fill(item, statusEntry(vscode.l10n, vscode.env.language, health, folder), folder);
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    server.onDidChangeState(update),
    status.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeWorkspaceFolders(update),
  );
}

function fill(item: vscode.StatusBarItem, entry: StatusEntry, folder: FolderStatus | undefined): void {
  item.text = entry.text;
  item.tooltip = tooltip(entry.tooltip);
  item.accessibilityInformation = { label: entry.label, role: "button" };
  item.command = commandFor(entry, folder);
  item.backgroundColor = entry.isProblem ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
}

function commandFor({ click, label }: StatusEntry, folder: FolderStatus | undefined): vscode.Command {
  const target = folder === undefined ? {} : { folder: folder.folder };
  const command = (id: string, ...args: unknown[]): vscode.Command => ({
    command: id,
    title: label,
    arguments: args,
  });
  switch (click) {
    case "train":
      return command("sdlgm.train", target);
    case "askToStop":
      return command("sdlgm.stop", { ...target, ask: true });
    case "menu":
      return command("sdlgm.showMenu", target);
    case "explain":
      return command("sdlgm.explainProblem", target);
    case "restart":
      return command("sdlgm.restart");
    case "output":
      return command("sdlgm.showOutput");
  }
}

function healthOf({ state }: Server): ServerHealth | undefined {
  return state === "idle" ? undefined : state;
}

/** The active editor's folder; without one, a folder where something goes on, or the first. */
function folderToShow(status: Status): FolderStatus | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
  const active = folder && status.folders.find((one) => isSame(one.folder, folder.uri));
  return (
    active ??
    status.folders.find(({ phase }) => phase === "training") ??
    status.folders.find(({ phase }) => phase === "failed") ??
    status.folders[0]
  );
}
