import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands/index.ts";
import { keepContextKeys } from "./contextKeys.ts";
import { showDashboard } from "./dashboard/dashboardView.ts";
import { Server } from "./server.ts";
import { Status } from "./status.ts";
import { showStatusBar } from "./statusBar.ts";
import { showViews, type Views } from "./views/index.ts";

/** What tests see of the extension. */
export interface Api {
  /** Loads the client, if it is not loaded yet; does not wait for the server. */
  readonly client: Promise<LanguageClient>;
  readonly status: Status;
  readonly views: Views;
}

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const output = vscode.window.createOutputChannel("SDLGM Tags", { log: true });
  const status = new Status();
  const running = new Server(context, output, () => status.isTraining);
  server = running;
  const session = { server: running, status, output };
  context.subscriptions.push(
    output,
    status,
    running,
    status.follow(running),
    keepContextKeys(status),
    showStatusBar(running, status),
    registerCommands(session),
    showDashboard(session, context.extensionUri),
    vscode.workspace.onDidChangeWorkspaceFolders(() => startWhereNeeded(running)),
  );
  const views = showViews(session, context.workspaceState);
  context.subscriptions.push(views);
  startWhereNeeded(running);
  return {
    get client() {
      return running.client;
    },
    status,
    views,
  };
}

export function deactivate(): Promise<void> | undefined {
  return server?.end();
}

/** Without a folder there is nothing to learn from. */
function startWhereNeeded(server: Server): void {
  if (vscode.workspace.workspaceFolders === undefined || server.state !== "idle") return;
  // In a turn of its own: loading the client is most of the work, and the activation does not have to wait for it.
  setImmediate(() => void server.start().catch(() => {}));
}
