import type * as vscode from "vscode";
import type { Server } from "./server.ts";
import type { Status } from "./status.ts";

/** What every command works with. */
export interface Session {
  readonly server: Server;
  readonly status: Status;
  readonly output: vscode.LogOutputChannel;
}
