import { t } from "@vscode/l10n";
import {
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  InlayHintRefreshRequest,
} from "vscode-languageserver/node";
import {
  type FolderStatus,
  StatusNotification,
  TrainingEventNotification,
  type TrainingProgress,
} from "../protocol.ts";
import type { EditorClient, Progress } from "../session/client.ts";
import type { ClientAbilities } from "./clientAbilities.ts";
import { showMessage } from "./showMessage.ts";

/** Notifications of one kind go out at most this often. */
const STATUS_MS = 100;
const REFRESH_MS = 150;
/** For editors that show no progress. */
const NOT_SHOWN: Progress = { report() {}, done() {}, signal: new AbortController().signal };

/** The editor at the other end of the connection. */
export class ConnectedClient implements EditorClient {
  readonly #connection: Connection;
  readonly #abilities: ClientAbilities;
  readonly #statuses: () => FolderStatus[];
  readonly #refreshPushed: () => void;
  /** The configuration as it was pushed, from editors that cannot be asked for it. */
  pushedConfiguration: unknown;
  /** Called whenever the state of a folder changes. */
  onActivity: (() => void) | undefined;
  #statusTimer: NodeJS.Timeout | undefined;
  #refreshTimer: NodeJS.Timeout | undefined;
  #told = new Map<string, number>();

  /**
   * @param statuses what is reported as the state of all folders
   * @param refreshPushed called on a refresh, for diagnostics that the editor does not pull
   */
  constructor(
    connection: Connection,
    abilities: ClientAbilities,
    statuses: () => FolderStatus[],
    refreshPushed: () => void,
  ) {
    this.#connection = connection;
    this.#abilities = abilities;
    this.#statuses = statuses;
    this.#refreshPushed = refreshPushed;
  }

  async configuration(resource: string, sections: readonly string[]): Promise<readonly unknown[]> {
    if (this.#abilities.configuration) {
      const items = sections.map((section) => ({ scopeUri: resource, section }));
      try {
        return await this.#connection.workspace.getConfiguration(items);
      } catch (error) {
        this.log("warning", String(error));
        return [];
      }
    }
    const pushed = (this.pushedConfiguration ?? {}) as Record<string, unknown>;
    return sections.map((section) => pushed[section]);
  }

  log(level: "error" | "warning" | "info", line: string): void {
    const { console } = this.#connection;
    if (level === "error") console.error(line);
    else if (level === "warning") console.warn(line);
    else console.info(line);
  }

  /** The same sentence is shown once in ten minutes, and always logged. */
  tell(level: "error" | "warning" | "info", sentence: string): void {
    this.log(level, sentence);
    const last = this.#told.get(sentence);
    const now = performance.now();
    if (last !== undefined && now - last < 600_000) return;
    this.#told.set(sentence, now);
    showMessage(this.#connection, level, sentence);
  }

  async progress(title: string): Promise<Progress> {
    if (!this.#abilities.workDoneProgress) return NOT_SHOWN;
    const progress = await this.#connection.window.createWorkDoneProgress().catch((error) => {
      this.log("warning", String(error));
    });
    if (progress === undefined) return NOT_SHOWN;
    const stop = new AbortController();
    progress.token.onCancellationRequested(() => stop.abort());
    progress.begin(title, 0, t("Starting"), true);
    return {
      report: (share, message) => progress.report(Math.floor(100 * share), message),
      done: () => progress.done(),
      signal: stop.signal,
    };
  }

  statusChanged(): void {
    this.onActivity?.();
    if (!this.#abilities.showsStatus) return;
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = undefined;
      this.#send(this.#connection.sendNotification(StatusNotification.method, { folders: this.#statuses() }));
    }, STATUS_MS);
  }

  trainingEvent(event: TrainingProgress & { readonly folder: string }): void {
    if (this.#abilities.showsStatus) {
      this.#send(this.#connection.sendNotification(TrainingEventNotification.method, event));
    }
  }

  refresh(): void {
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      const { refreshesCodeLenses, refreshesDiagnostics, refreshesInlayHints } = this.#abilities;
      if (refreshesDiagnostics) this.#send(this.#connection.sendRequest(DiagnosticRefreshRequest.type));
      if (refreshesCodeLenses) this.#send(this.#connection.sendRequest(CodeLensRefreshRequest.type));
      if (refreshesInlayHints) this.#send(this.#connection.sendRequest(InlayHintRefreshRequest.type));
      this.#refreshPushed();
    }, REFRESH_MS);
  }

  dispose(): void {
    clearTimeout(this.#statusTimer);
    clearTimeout(this.#refreshTimer);
  }

  /** An editor that refuses a refresh, or is gone, is no reason to stop. */
  #send(sending: Promise<unknown>): void {
    sending.catch((error) => this.#connection.console.warn(String(error)));
  }
}
