import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { config as configureTranslations } from "@vscode/l10n";
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type FileOperationRegistrationOptions,
  type InitializeParams,
  type InitializeResult,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { PRODUCT_VERSION } from "../productVersion.ts";
import type { InitializationOptions } from "../protocol.ts";
import { IdleTraining } from "../session/idleTraining.ts";
import { Sessions, type WorkspaceFolder } from "../session/sessions.ts";
import { type ClientAbilities, clientAbilities } from "./clientAbilities.ts";
import { ConnectedClient } from "./connectedClient.ts";
import { SERVER_COMMANDS } from "./customRequests.ts";
import { featureCapabilities } from "./languageFeatures.ts";
import { type OpenDocuments, SYNC } from "./openDocuments.ts";

/** Files in them never matter; there may be very many. */
const NEVER = /[/\\](?:\.git|\.hg|\.svn|node_modules)[/\\]/;
const ALL_FILES: FileOperationRegistrationOptions = {
  filters: [{ scheme: "file", pattern: { glob: "**/*" } }],
};

/** The server from `initialize` to `exit`: what it keeps, and who the client is. */
export class Lifecycle {
  readonly #connection: Connection;
  readonly #refreshPushed: () => void;
  #abilities: ClientAbilities = clientAbilities({}, {});
  #client: ConnectedClient | undefined;
  #sessions: Sessions | undefined;
  #idle: IdleTraining | undefined;
  #folders: readonly WorkspaceFolder[] = [];

  /** @param refreshPushed called when diagnostics that the editor does not pull may have changed */
  constructor(connection: Connection, refreshPushed: () => void) {
    this.#connection = connection;
    this.#refreshPushed = refreshPushed;
  }

  get abilities(): ClientAbilities {
    return this.#abilities;
  }

  /** Not before `initialize`. */
  get sessions(): Sessions {
    if (this.#sessions === undefined) throw new Error("The server is not initialized yet.");
    return this.#sessions;
  }

  listen(documents: OpenDocuments): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized(documents));
    connection.onShutdown(() => this.#shutDown());
    connection.onDidChangeConfiguration(async ({ settings }) => {
      if (this.#client !== undefined) this.#client.pushedConfiguration = settings;
      await Promise.all(this.sessions.all.map((folder) => folder.configurationChanged()));
    });
    connection.onDidChangeWatchedFiles(({ changes }) => this.#filesChanged(changes.map(({ uri }) => uri)));
    connection.workspace.onDidCreateFiles(({ files }) => this.#filesChanged(files.map(({ uri }) => uri)));
    connection.workspace.onDidDeleteFiles(({ files }) => this.#filesChanged(files.map(({ uri }) => uri)));
    connection.workspace.onDidRenameFiles(async ({ files }) => {
      this.#filesChanged(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri]));
      for (const { oldUri, newUri } of files) await this.#moveDecisions(oldUri, newUri);
    });
    connection.onDidSaveTextDocument(({ textDocument }) => this.#filesChanged([textDocument.uri]));
  }

  #initialize(params: InitializeParams): InitializeResult {
    const options = (params.initializationOptions ?? {}) as InitializationOptions;
    translate(options, params.locale);
    this.#abilities = clientAbilities(params.capabilities, options);
    const client = new ConnectedClient(
      this.#connection,
      this.#abilities,
      () => this.#sessions?.statuses() ?? [],
      this.#refreshPushed,
    );
    this.#client = client;
    this.#sessions = new Sessions(client, {
      worker: __filename,
      product: PRODUCT_VERSION,
      cacheFolder: options.cacheFolder,
    });
    this.#idle = new IdleTraining(this.#sessions);
    client.onActivity = () => this.#idle?.activity();
    this.#folders = params.workspaceFolders ?? rootOf(params);
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: SYNC, save: { includeText: false } },
        ...featureCapabilities(this.#abilities),
        executeCommandProvider: { commands: SERVER_COMMANDS },
        workspace: {
          workspaceFolders: { supported: true, changeNotifications: true },
          fileOperations: { didCreate: ALL_FILES, didRename: ALL_FILES, didDelete: ALL_FILES },
        },
      },
      serverInfo: { name: "SDLGM Tags", version: PRODUCT_VERSION },
    };
  }

  async #initialized(documents: OpenDocuments): Promise<void> {
    for (const folder of this.#folders) this.sessions.add(folder);
    const { registersConfiguration, watchesFiles, workspaceFolders } = this.#abilities;
    const { client, workspace } = this.#connection;
    if (workspaceFolders) {
      workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.sessions.remove(uri);
        for (const folder of added) this.sessions.add(folder);
        documents.handAll();
      });
    }
    const refused = (error: unknown): void => this.#client?.log("warning", String(error));
    if (registersConfiguration) {
      await client.register(DidChangeConfigurationNotification.type, {}).catch(refused);
    }
    if (watchesFiles) {
      // Everything, because folders that come and go have no extension; the client leaves out what its user excludes.
      const watchers = [{ globPattern: "**/*" }];
      await client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(refused);
    }
  }

  async #shutDown(): Promise<void> {
    this.#idle?.dispose();
    this.#client?.dispose();
    await Promise.all(this.sessions.all.map((folder) => folder.save()));
    await this.sessions.close();
  }

  #filesChanged(uris: readonly string[]): void {
    const paths = uris.filter((uri) => uri.startsWith("file:")).map((uri) => URI.parse(uri).fsPath);
    const relevant = paths.filter((path) => !NEVER.test(path));
    if (relevant.length === 0) return;
    for (const folder of this.sessions.all) {
      const own = relevant.filter((path) => folder.paths.contains(path));
      if (own.length > 0) folder.filesChanged(own);
    }
  }

  async #moveDecisions(oldUri: string, newUri: string): Promise<void> {
    for (const folder of this.sessions.all) {
      const from = folder.paths.pathOf(oldUri);
      const to = folder.paths.pathOf(newUri);
      if (from === undefined || to === undefined) continue;
      const problem = await folder.decisions.rename(from, to);
      if (problem !== undefined) this.#client?.tell("warning", problem);
    }
  }
}

/** The folder of a client that knows of one at most. */
function rootOf({ rootUri }: InitializeParams): WorkspaceFolder[] {
  return rootUri == null
    ? []
    : [{ uri: rootUri, name: URI.parse(rootUri).path.split("/").at(-1) ?? rootUri }];
}

/** Sentences come in the language of the client: its own bundle, or else ours for its locale; without one, in English. */
function translate({ l10nBundle }: InitializationOptions, locale: string | undefined): void {
  const language = /^[a-z]{2}/i.exec(locale ?? "")?.[0].toLowerCase();
  const own = language && join(dirname(__dirname), "l10n", `bundle.l10n.${language}.json`);
  const bundle = l10nBundle ?? own;
  if (bundle === undefined) return;
  try {
    configureTranslations({ contents: readFileSync(bundle, "utf8") });
  } catch {
    // No such language: the English sentences are in the code.
  }
}
