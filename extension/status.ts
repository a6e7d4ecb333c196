import * as vscode from "vscode";
import { type FolderStatus, StatusNotification, StatusRequest } from "../server/protocol.ts";
import type { Server } from "./server.ts";

/** What the server last said of the models of all workspace folders. The one place where the extension keeps it. */
export class Status implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #folders: readonly FolderStatus[] = [];

  readonly onDidChange = this.#changed.event;

  /** Follows a server that has not been started yet. */
  follow(server: Server): vscode.Disposable {
    server.listen(StatusNotification, ({ folders }) => this.#set(folders));
    return server.onDidChangeState((state) => {
      if (state === "running") void this.#refresh(server);
      else this.#set(this.#folders.map(withoutTraining));
    });
  }

  /** In the order of the workspace; empty until the server has answered. */
  get folders(): readonly FolderStatus[] {
    return this.#folders;
  }

  get isTraining(): boolean {
    return this.#folders.some(({ phase }) => phase === "training");
  }

  /** The state of the workspace folder that a file lies in. */
  of(uri: vscode.Uri): FolderStatus | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    return folder && this.#folders.find((status) => isSame(status.folder, folder.uri));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #refresh(server: Server): Promise<void> {
    try {
      this.#set(await server.ask(StatusRequest, {}));
    } catch {
      // The server is gone again, and asks to be followed anew when it is back.
    }
  }

  #set(folders: readonly FolderStatus[]): void {
    this.#folders = folders;
    this.#changed.fire();
  }
}

/** Whether a URI that the server wrote is that of a folder; both sides escape differently. */
export function isSame(uri: string, folder: vscode.Uri): boolean {
  return vscode.Uri.parse(uri).toString() === folder.toString();
}

/** A server that is gone trains nothing. */
function withoutTraining({ progress, ...status }: FolderStatus): FolderStatus {
  if (status.phase !== "training") return status;
  return { ...status, phase: status.model === undefined ? "untrained" : "ready" };
}
