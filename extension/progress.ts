import * as vscode from "vscode";
import type {
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from "vscode-languageclient/node";

type WorkDoneProgress = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

/** A notification that is open. */
interface Notice {
  readonly progress: vscode.Progress<{ message?: string; increment?: number }>;
  readonly tokens: Set<ProgressToken>;
  /** 0..100; never falls. */
  percentage: number;
}

/**
 * Shows what the server does for a command as one notification with a Cancel button. The language client alone would show it as a few
 * words in the status bar. Progress that no command waits for (indexing, training when idle) is left to the client.
 */
export class CommandProgress {
  readonly #cancelServer: (token: ProgressToken) => void;
  readonly #open: Notice[] = [];
  readonly #notices = new Map<ProgressToken, Notice>();
  #lastToken = 0;

  /** `cancelServer` tells the server that the user cancelled a progress. */
  constructor(cancelServer: (token: ProgressToken) => void) {
    this.#cancelServer = cancelServer;
  }

  /**
   * Runs `work` beneath a notification. The token that it gets may be handed to the server as `workDoneToken`; progress that the server
   * makes by itself meanwhile, and that can be cancelled, is shown here as well.
   */
  run<T>(
    title: string,
    work: (cancel: vscode.CancellationToken, token: ProgressToken) => Promise<T>,
  ): Promise<T> {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return Promise.resolve(
      vscode.window.withProgress(options, async (progress, cancel) => {
        const notice: Notice = { progress, tokens: new Set(), percentage: 0 };
        this.#lastToken += 1;
        const token = `sdlgm-command-${this.#lastToken}`;
        this.#notices.set(token, notice);
        this.#open.push(notice);
        const cancelled = cancel.onCancellationRequested(() => {
          for (const one of notice.tokens) this.#cancelServer(one);
        });
        try {
          return await work(cancel, token);
        } finally {
          cancelled.dispose();
          this.#forget(notice);
        }
      }),
    );
  }

  /** The client's middleware: `next` shows the progress in the client's own way. */
  handle(token: ProgressToken, value: WorkDoneProgress, next: () => void): void {
    if (value.kind === "begin" && value.cancellable === true) this.#adopt(token);
    const notice = this.#notices.get(token);
    if (value.kind === "end") {
      this.#notices.delete(token);
      notice?.tokens.delete(token);
    }
    // The client has something to clear away at the end, even of what it did not show.
    if (notice === undefined || value.kind === "end") next();
    else report(notice, value);
  }

  #adopt(token: ProgressToken): void {
    if (this.#notices.has(token)) return;
    const notice = this.#open.find(({ tokens }) => tokens.size === 0) ?? this.#open.at(-1);
    if (notice === undefined) return;
    notice.tokens.add(token);
    this.#notices.set(token, notice);
  }

  #forget(notice: Notice): void {
    this.#open.splice(this.#open.indexOf(notice), 1);
    for (const [token, owner] of this.#notices) if (owner === notice) this.#notices.delete(token);
  }
}

function report(notice: Notice, value: WorkDoneProgressBegin | WorkDoneProgressReport): void {
  const percentage = Math.min(100, value.percentage ?? 0);
  const increment = Math.max(0, percentage - notice.percentage);
  notice.percentage += increment;
  notice.progress.report({ increment, ...(value.message !== undefined && { message: value.message }) });
}
