import * as vscode from "vscode";
import type { LanguageClient, ProgressToken } from "vscode-languageclient/node";
import type { Notification, Request } from "../server/protocol.ts";
import { CommandProgress } from "./progress.ts";
import { Restarter } from "./restart.ts";

/** `restarting`: it stopped by itself and will be started in a moment. `stopped`: it is gone until somebody restarts it. */
export type ServerState = "idle" | "starting" | "running" | "restarting" | "stopped";

/** The server cannot be asked; what there is to say about it has been said already. */
export class ServerGone extends Error {}

/** The language server from its first start to the end of the extension, over all restarts. */
export class Server implements vscode.Disposable {
  readonly progress = new CommandProgress((token) => void this.#cancelProgress(token));
  readonly #context: vscode.ExtensionContext;
  readonly #output: vscode.LogOutputChannel;
  readonly #stateChanged = new vscode.EventEmitter<ServerState>();
  readonly #restarter: Restarter;
  readonly #listeners: { readonly method: string; readonly listener: (params: unknown) => void }[] = [];
  #client: Promise<LanguageClient> | undefined;
  #state: ServerState = "idle";
  /** Whether the server's end is our doing. */
  #isStopping = false;

  readonly onDidChangeState = this.#stateChanged.event;

  /** `isTraining` tells, at any time, whether a training would be lost. */
  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, isTraining: () => boolean) {
    this.#context = context;
    this.#output = output;
    this.#restarter = new Restarter({
      start: () => void this.start().catch(() => {}),
      showOutput: () => output.show(true),
      wasTraining: isTraining,
    });
  }

  get state(): ServerState {
    return this.#state;
  }

  /** The client, loaded when it is first asked for: that takes longer than all the rest of the activation. */
  get client(): Promise<LanguageClient> {
    this.#client ??= this.#load();
    return this.#client;
  }

  /** Starts the server unless it runs; rejects with `ServerGone` when it does not come up. */
  async start(): Promise<LanguageClient> {
    this.#restarter.cancel();
    const client = await this.client;
    try {
      await client.start();
    } catch (error) {
      this.#output.error(String(error));
      // A server that lives on without having been initialised would keep the client from another start.
      client.serverProcess?.kill();
      throw new ServerGone();
    }
    return client;
  }

  /** Stops the server, if it runs, and starts it afresh. */
  async restart(): Promise<void> {
    this.#restarter.reset();
    await this.#stop(await this.client);
    await this.start();
  }

  /**
   * Sends a request; starts the server for it if need be. Rejects with `ServerGone`, with `vscode.CancellationError`, or with what the
   * server says.
   */
  async ask<Params, Result>(
    { method }: Request<Params, Result>,
    params: Params,
    cancel?: vscode.CancellationToken,
  ): Promise<Result> {
    const client = await this.start();
    try {
      // A token that is undefined would be sent as a second parameter.
      return await (cancel === undefined
        ? client.sendRequest<Result>(method, params)
        : client.sendRequest<Result>(method, params, cancel));
    } catch (error) {
      throw cancel?.isCancellationRequested ? new vscode.CancellationError() : await meaningOf(error);
    }
  }

  /** Listens to a notification, over restarts. To be called before the first start. */
  listen<Params>({ method }: Notification<Params>, listener: (params: Params) => void): void {
    this.#listeners.push({ method, listener: (params) => listener(params as Params) });
  }

  /** Receives the progress of a token that goes with a request. */
  async receiveProgress(token: ProgressToken): Promise<vscode.Disposable> {
    const client = await this.start();
    const { WorkDoneProgress } = await import("vscode-languageclient/node");
    return client.onProgress(WorkDoneProgress.type, token, () => {});
  }

  dispose(): void {
    this.#restarter.dispose();
    this.#stateChanged.dispose();
  }

  /** For `deactivate`: ends the server. */
  async end(): Promise<void> {
    this.#restarter.cancel();
    const client = await this.#client;
    if (client !== undefined) await this.#stop(client);
  }

  async #load(): Promise<LanguageClient> {
    const [{ createClient }, { State }] = await Promise.all([
      import("./client.ts"),
      import("vscode-languageclient/node"),
    ]);
    const client = createClient(this.#context, this.#output, {
      handleWorkDoneProgress: (token, value, next) =>
        this.progress.handle(token, value, () => next(token, value)),
    });
    for (const { method, listener } of this.#listeners) client.onNotification(method, listener);
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.#become("running");
      else if (newState === State.Starting) this.#become("starting");
      else this.#ended();
    });
    return client;
  }

  #ended(): void {
    if (this.#isStopping) {
      this.#become("idle");
      return;
    }
    this.#restarter.stopped();
    this.#become(this.#restarter.isPending ? "restarting" : "stopped");
  }

  #become(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }

  async #stop(client: LanguageClient): Promise<void> {
    const process = client.serverProcess;
    this.#isStopping = true;
    try {
      await client.stop();
    } catch {
      // It is starting, or does not answer.
      process?.kill();
    } finally {
      this.#isStopping = false;
    }
  }

  async #cancelProgress(token: ProgressToken): Promise<void> {
    const client = await this.client;
    const { WorkDoneProgressCancelNotification } = await import("vscode-languageclient/node");
    if (this.#state === "running") {
      await client.sendNotification(WorkDoneProgressCancelNotification.type, { token });
    }
  }
}

/** What a failed request means to the one who asked. */
async function meaningOf(error: unknown): Promise<unknown> {
  const { ErrorCodes, LSPErrorCodes, ResponseError } = await import("vscode-languageclient/node");
  // Other errors than answers come from a connection that is gone.
  if (!(error instanceof ResponseError)) return new ServerGone();
  switch (error.code) {
    case LSPErrorCodes.RequestCancelled:
    case LSPErrorCodes.ServerCancelled:
      return new vscode.CancellationError();
    case ErrorCodes.MessageReadError:
    case ErrorCodes.MessageWriteError:
    case ErrorCodes.PendingResponseRejected:
    case ErrorCodes.ConnectionInactive:
      return new ServerGone();
    default:
      return error;
  }
}
