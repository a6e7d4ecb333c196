import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  RevealOutputChannelOn,
  TransportKind,
} from "vscode-languageclient/node";
import type { InitializationOptions } from "../server/protocol.ts";
import { DOCUMENT_FILES } from "./documentFiles.ts";

/** Makes the client of the language server in `dist/server.js`, not started yet. */
export function createClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
  middleware: Middleware,
): LanguageClient {
  const server = {
    module: context.asAbsolutePath("dist/server.js"),
    transport: TransportKind.ipc,
  };
  const options: LanguageClientOptions = {
    documentSelector: [...DOCUMENT_FILES],
    initializationOptions: initializationOptions(context),
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticPullOptions: { onChange: true, onSave: true },
    middleware,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({
        action: CloseAction.DoNotRestart,
        handled: true,
        message: "The connection to the server was closed.",
      }),
    },
    initializationFailedHandler: (error) => {
      // Rejects `start()`; any answer would also make the client show a message of its own or stop what has not started.
      throw error;
    },
  };
  return new QuietClient("sdlgm", "SDLGM Tags", { run: server, debug: server }, options);
}

/** Shows no messages: what users should know is said by this extension in a sentence, and the rest is in the output. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function initializationOptions(context: vscode.ExtensionContext): InitializationOptions {
  const cacheFolder = context.storageUri?.fsPath;
  const l10nBundle = vscode.l10n.uri?.fsPath;
  return {
    showsStatus: true,
    ...(cacheFolder !== undefined && { cacheFolder }),
    ...(l10nBundle !== undefined && { l10nBundle }),
  };
}
