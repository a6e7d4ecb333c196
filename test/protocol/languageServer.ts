import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  type ClientCapabilities,
  createProtocolConnection,
  ProgressType,
  type ProtocolConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import {
  type FolderStatus,
  type Notification,
  type Request,
  StatusNotification,
  StatusRequest,
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
const REQUESTS = [
  "client/registerCapability",
  "window/workDoneProgress/create",
  "workspace/diagnostic/refresh",
  "workspace/codeLens/refresh",
  "workspace/inlayHint/refresh",
];

export interface StartOptions {
  /** Workspace folders by URI. */
  readonly folders: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: object;
  readonly locale?: string;
  /** Answers `workspace/configuration` by section; the section `sdlgm` as nested objects. */
  readonly configuration?: (section: string | undefined, scope: string | undefined) => unknown;
  /** Requests of the server that are answered with an error. */
  readonly refused?: readonly string[];
  /** Another copy of the built server. */
  readonly program?: string;
  /** The number of the user that the server runs as. */
  readonly user?: number;
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
  readonly #showsStatus: boolean;
  #waiting: { matches: (received: Received) => boolean; resolve: (received: Received) => void }[] = [];
  configuration: StartOptions["configuration"];

  constructor(options: StartOptions) {
    const { folders, capabilities = ABLE_CLIENT, locale, program = SERVER, user, refused = [] } = options;
    const initializationOptions = { showsStatus: true, ...options.initializationOptions };
    this.configuration = options.configuration;
    this.#showsStatus = initializationOptions.showsStatus;
    this.process = spawn(process.execPath, [program, "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
      ...(user !== undefined && { uid: user, gid: user, cwd: "/" }),
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout!),
      new StreamMessageWriter(this.process.stdin!),
    );
    const answer = (method: string, result: (params: never) => unknown): void =>
      this.connection.onRequest(method, (params) =>
        refused.includes(method) ? new ResponseError(1, "This client refuses.") : result(params as never),
      ) as unknown as undefined;
    for (const method of REQUESTS) {
      answer(method, (params: { token?: string }) => {
        if (params?.token !== undefined) this.followProgress(params.token);
        return this.#receive(method, params);
      });
    }
    answer("workspace/configuration", ({ items }: { items: { section?: string; scopeUri?: string }[] }) =>
      items.map(({ section, scopeUri }) => this.configuration?.(section, scopeUri) ?? null),
    );
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
    const { length } = options.folders;
    await server.untilStatus(
      (folders) => folders.length === length && folders.every(({ phase }) => phase !== "indexing"),
    );
    return server;
  }

  request<Params, Result>(request: Request<Params, Result>, params: Params): Promise<Result> {
    return this.connection.sendRequest(request.method, params);
  }

  ask<Result = unknown>(method: string, params: unknown): Promise<Result> {
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

  /** Files were created (1), changed (2) or deleted (3). */
  watched(...changes: readonly (readonly [uri: string, type: 1 | 2 | 3])[]): Promise<void> {
    return this.notify("workspace/didChangeWatchedFiles", {
      changes: changes.map(([uri, type]) => ({ uri, type })),
    });
  }

  /** The first message from the server that matches, of those that came already (from the number `after` on) and those to come. */
  until(matches: (received: Received) => boolean, after = 0): Promise<Received> {
    const known = this.received.slice(after).find(matches);
    if (known !== undefined) return Promise.resolve(known);
    const waiting = new Error("The server did not say what was waited for.");
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(waiting), 30_000);
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

  /** The folders as soon as they are as wanted. */
  async untilStatus(
    matches: (folders: readonly FolderStatus[]) => boolean,
  ): Promise<readonly FolderStatus[]> {
    for (;;) {
      const after = this.received.length;
      const folders = await this.request(StatusRequest, {});
      if (matches(folders)) return folders;
      if (this.#showsStatus) await this.untilSaid(StatusNotification, () => true, after);
    }
  }

  /** What the server said on its own, of one kind. */
  said<Params>({ method }: Notification<Params>): readonly Params[] {
    return this.received.flatMap((one) => (one.method === method ? [one.params as Params] : []));
  }

  /** What was reported under a token, see `followProgress`. */
  reported<Value>(token: string | number): readonly Value[] {
    return this.said<{ token: unknown; value: Value }>({ method: "$/progress" }).flatMap((one) =>
      one.token === token ? [one.value] : [],
    );
  }

  /** The sentences that were shown to the user. */
  get shown(): readonly string[] {
    return this.said<{ message: string }>({ method: "window/showMessage" }).map(({ message }) => message);
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
    const { exitCode, signalCode } = this.process;
    return exitCode !== null || signalCode !== null
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
