import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  type ClientCapabilities,
  createProtocolConnection,
  ProgressType,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import {
  type FolderStatus,
  type Notification,
  type Request,
  StatusNotification,
  TrainingEventNotification,
} from "../../server/protocol.ts";

export const SERVER = fileURLToPath(new URL("../../dist/server.js", import.meta.url));

/** What VS Code can do, as far as the server asks. */
export const ABLE_CLIENT: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    fileOperations: { didCreate: true, didRename: true, didDelete: true },
  },
  textDocument: {
    diagnostic: {},
    codeAction: { resolveSupport: { properties: ["edit"] }, dataSupport: true },
  },
  window: { workDoneProgress: true },
};

const NOTIFICATIONS = [
  StatusNotification.method,
  TrainingEventNotification.method,
  "window/logMessage",
  "window/showMessage",
  "textDocument/publishDiagnostics",
];

export interface StartOptions {
  /** Workspace folders by URI. */
  readonly folders: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  readonly locale?: string;
  /** Answers `workspace/configuration` by section; the section `sdlgm` as nested objects. */
  readonly configuration?: (section: string | undefined, scope: string | undefined) => unknown;
  /** How to start the server instead of the built one. */
  readonly nodeArguments?: readonly string[];
}

/** A message that came from the server on its own. */
export interface Received {
  readonly method: string;
  readonly params: unknown;
}

/** The built server in a process of its own, spoken to over its standard input and output. */
export class LanguageServer {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  /** Everything that the server said on its own, in order. */
  readonly received: Received[] = [];
  readonly initializeResult: Promise<{ capabilities: Record<string, unknown> }>;
  #waiting: { matches: (received: Received) => boolean; resolve: (received: Received) => void }[] = [];
  configuration: StartOptions["configuration"];

  constructor(options: StartOptions) {
    const {
      folders,
      capabilities = ABLE_CLIENT,
      initializationOptions = { showsStatus: true },
      locale,
    } = options;
    this.configuration = options.configuration;
    this.process = spawn(process.execPath, [...(options.nodeArguments ?? []), SERVER, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout!),
      new StreamMessageWriter(this.process.stdin!),
    );
    this.connection.onRequest("workspace/configuration", ({ items }) =>
      items.map(
        (item: { section?: string; scopeUri?: string }) =>
          this.configuration?.(item.section, item.scopeUri) ?? null,
      ),
    );
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.onRequest("window/workDoneProgress/create", ({ token }) => {
      this.followProgress(token);
      return null;
    });
    for (const method of ["diagnostic", "codeLens", "inlayHint"]) {
      this.connection.onRequest(`workspace/${method}/refresh`, () =>
        this.#receive(`${method}/refresh`, null),
      );
    }
    for (const method of NOTIFICATIONS) {
      this.connection.onNotification(method, (params) => void this.#receive(method, params));
    }
    // The other end may be killed by a test.
    this.connection.onError(() => undefined);
    this.connection.listen();
    this.initializeResult = this.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: folders[0] ?? null,
      workspaceFolders: folders.map((uri) => ({ uri, name: uri.slice(uri.lastIndexOf("/") + 1) })),
      capabilities,
      initializationOptions,
      ...(locale !== undefined && { locale }),
    });
  }

  /** Starts a server and waits until it has looked at all folders. */
  static async start(options: StartOptions): Promise<LanguageServer> {
    const server = new LanguageServer(options);
    await server.initializeResult;
    await server.notify("initialized", {});
    if (options.folders.length > 0) await server.until(isIndexed(options.folders.length));
    return server;
  }

  request<Params, Result>(request: Request<Params, Result>, params: Params): Promise<Result> {
    return this.connection.sendRequest(request.method, params);
  }

  ask<Result = unknown>(method: string, params: object): Promise<Result> {
    return this.connection.sendRequest(method, params);
  }

  notify(method: string, params: object): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  open(uri: string, text: string, languageId = "markdown", version = 1): Promise<void> {
    return this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  }

  /** The whole text anew. */
  change(uri: string, text: string, version: number): Promise<void> {
    return this.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** The first message from the server that matches, of those that came already and those to come. */
  until(matches: (received: Received) => boolean, after = 0): Promise<Received> {
    const known = this.received.slice(after).find(matches);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error("The server did not say what was waited for.")),
        30_000,
      );
      this.#waiting.push({
        matches,
        resolve: (received) => {
          clearTimeout(timer);
          resolve(received);
        },
      });
    });
  }

  untilSaid<Params>(
    { method }: Notification<Params>,
    matches: (params: Params) => boolean,
    after = 0,
  ): Promise<Params> {
    const isIt = (received: Received) => received.method === method && matches(received.params as Params);
    return this.until(isIt, after).then(({ params }) => params as Params);
  }

  /** Receives what the server reports under a token, work or parts of a result, as `$/progress` with `token` and `value`. */
  followProgress(token: string | number): void {
    this.connection.onProgress(new ProgressType<unknown>(), token, (value) => {
      this.#receive("$/progress", { token, value });
    });
  }

  /** Ends it as an editor does, and returns the exit code. */
  async stop(): Promise<number | null> {
    const ended = this.ended();
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const code = await ended;
    this.connection.dispose();
    return code;
  }

  ended(): Promise<number | null> {
    const { exitCode } = this.process;
    return exitCode !== null
      ? Promise.resolve(exitCode)
      : new Promise((resolve) => this.process.once("exit", (code) => resolve(code)));
  }

  #receive(method: string, params: unknown): null {
    const received = { method, params };
    this.received.push(received);
    this.#waiting = this.#waiting.filter(({ matches, resolve }) => {
      if (!matches(received)) return true;
      resolve(received);
      return false;
    });
    return null;
  }
}

function isIndexed(count: number): (received: Received) => boolean {
  return ({ method, params }) => {
    if (method !== StatusNotification.method) return false;
    const { folders } = params as { folders: FolderStatus[] };
    return folders.length === count && folders.every(({ phase }) => phase !== "indexing");
  };
}
