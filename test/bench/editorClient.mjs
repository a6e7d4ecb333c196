// The client's side of a language server in a process of its own.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";

/** What VS Code can do, as far as it costs the server something. */
const CAPABILITIES = {
  workspace: {
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: {},
    codeAction: { resolveSupport: { properties: ["edit"] }, dataSupport: true },
  },
  window: { workDoneProgress: true },
};
const TO_BE_ANSWERED = [
  "window/workDoneProgress/create",
  "workspace/diagnostic/refresh",
  "workspace/codeLens/refresh",
  "client/registerCapability",
];

/** A server on one folder. `milliseconds` tells when, after its start, it first answered and when it knew the whole folder. */
export class EditorClient {
  milliseconds = {};

  /** @param {{ program: string, folder: string, cacheFolder: string, nodeArguments?: string[] }} options */
  static async start({ program, folder, cacheFolder, nodeArguments = [] }) {
    const client = new EditorClient();
    const from = performance.now();
    const since = () => performance.now() - from;
    client.process = spawn(process.execPath, [...nodeArguments, program, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    client.connection = createProtocolConnection(
      new StreamMessageReader(client.process.stdout),
      new StreamMessageWriter(client.process.stdin),
    );
    for (const method of TO_BE_ANSWERED) client.connection.onRequest(method, () => null);
    client.connection.listen();
    const uri = pathToFileURL(folder).href;
    await client.ask("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "bench" }],
      capabilities: CAPABILITIES,
      initializationOptions: { showsStatus: true, cacheFolder },
    });
    client.milliseconds.initialized = since();
    const indexed = new Promise((resolve) => {
      client.connection.onNotification("sdlgm/statusChanged", ({ folders: [status] }) => {
        if (status !== undefined && status.phase !== "indexing") resolve(status);
      });
    });
    const beforeIndex = performance.now();
    client.tell("initialized", {});
    await client.ask("sdlgm/status", {});
    client.milliseconds.firstAnswer = since();
    client.status = await indexed;
    client.milliseconds.index = performance.now() - beforeIndex;
    return client;
  }

  ask(method, params) {
    return this.connection.sendRequest(method, params);
  }

  tell(method, params) {
    void this.connection.sendNotification(method, params);
  }

  /** CPU time of the server's main thread so far; NaN where the system does not tell. */
  cpuMilliseconds() {
    const { pid } = this.process;
    try {
      return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      return Number.NaN;
    }
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    await this.ask("shutdown");
    this.tell("exit");
    await ended;
    this.connection.dispose();
  }
}
