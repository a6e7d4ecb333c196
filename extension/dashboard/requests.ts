import * as vscode from "vscode";
import { PauseRequest } from "../../server/protocol.ts";
import type { FromDashboard } from "../../webview/messages.ts";
import { ServerGone } from "../server.ts";
import type { Session } from "../session.ts";
import type { FolderRuns } from "./folderRuns.ts";
import { chooseLeftOut } from "./leftOut.ts";

type Request = Exclude<FromDashboard, { readonly type: "ready" | "show" }>;

/** Does what the dashboard asks for, in the folder that it shows. What goes wrong is told once. */
export async function answer(
  request: Request,
  session: Session,
  runs: FolderRuns,
  folder: string | undefined,
): Promise<void> {
  try {
    await carryOut(request, session, runs, folder);
  } catch (error) {
    if (error instanceof vscode.CancellationError || error instanceof ServerGone) return;
    session.output.error(
      `${request.type}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    void vscode.window.showErrorMessage(vscode.l10n.t("SDLGM Tags could not do this. The output says why."));
  }
}

async function carryOut(
  request: Request,
  session: Session,
  runs: FolderRuns,
  folder: string | undefined,
): Promise<void> {
  const { executeCommand } = vscode.commands;
  switch (request.type) {
    case "openFolder":
      await executeCommand("vscode.openFolder");
      return;
    case "restart":
      await executeCommand("sdlgm.restart");
      return;
    case "showOutput":
      await executeCommand("sdlgm.showOutput");
      return;
    case "openSettings":
      await executeCommand("workbench.action.openSettings", "@ext:sdlgm.sdlgm-tags");
      return;
  }
  // All others are about a folder.
  if (folder === undefined) return;
  switch (request.type) {
    case "train":
      await executeCommand("sdlgm.train", { folder });
      return;
    case "stop":
      await executeCommand("sdlgm.stop", { folder });
      return;
    case "pause":
    case "resume":
      await session.server.ask(PauseRequest, { folder, paused: request.type === "pause" });
      return;
    case "evaluate":
      await executeCommand("sdlgm.evaluate", { folder });
      return;
    case "openTag":
      await executeCommand("sdlgm.tags.reveal", { folder, tag: request.tag });
      return;
    case "openDocument":
      await openDocument(folder, request.path);
      return;
    case "showLeftOut": {
      const path = await chooseLeftOut(runs.of(folder)[0]);
      if (path !== undefined) await openDocument(folder, path);
      return;
    }
  }
}

/** Only what lies in the folder: paths come out of a page, and before that out of a file beside the model. */
async function openDocument(folder: string, path: string): Promise<void> {
  const uri = documentIn(vscode.Uri.parse(folder), path);
  if (uri !== undefined) await vscode.commands.executeCommand("vscode.open", uri, { preview: true });
}

function documentIn(folder: vscode.Uri, path: string): vscode.Uri | undefined {
  const uri = vscode.Uri.joinPath(folder, path);
  const root = folder.path.endsWith("/") ? folder.path : `${folder.path}/`;
  return uri.path.startsWith(root) ? uri : undefined;
}
