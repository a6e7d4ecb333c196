import * as vscode from "vscode";
import type { Status } from "./status.ts";

/** Keeps the keys that `package.json` enables commands by in line with the status. */
export function keepContextKeys(status: Status): vscode.Disposable {
  const last = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (last.get(key) === value) return;
    last.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const update = (): void => {
    const { folders } = status;
    const hasModel = folders.some(({ model }) => model !== undefined);
    set("sdlgm.isTraining", status.isTraining);
    set("sdlgm.hasModel", hasModel);
    // Not the negation of the former: before the server has answered nobody knows, and commands stay enabled.
    set("sdlgm.lacksModel", folders.length > 0 && !hasModel);
  };
  update();
  return status.onDidChange(update);
}
