import * as vscode from "vscode";
import { RestartPolicy } from "./restartPolicy.ts";

/** What a `Restarter` does with the server. */
export interface Restartable {
  start(): void;
  showOutput(): void;
  /** Whether a training is lost with the server. */
  wasTraining(): boolean;
}

/** Starts a server again that has stopped by itself, and says so once. */
export class Restarter implements vscode.Disposable {
  readonly #server: Restartable;
  readonly #policy = new RestartPolicy();
  #timer: NodeJS.Timeout | undefined;

  constructor(server: Restartable) {
    this.#server = server;
  }

  /** Whether a start is due. */
  get isPending(): boolean {
    return this.#timer !== undefined;
  }

  /** To be called when the server is gone though nobody stopped it. */
  stopped(): void {
    if (this.isPending) return;
    const next = this.#policy.stopped(performance.now());
    if (next.kind === "giveUp") {
      void this.#offerRestart();
      return;
    }
    if (next.isFirst) void this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#server.start();
    }, next.delay);
  }

  /** Drops a start that is due, because somebody starts or stops the server now. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** As `cancel`, and the next stop counts as the first. */
  reset(): void {
    this.cancel();
    this.#policy.reset();
  }

  dispose(): void {
    this.cancel();
  }

  async #tell(): Promise<void> {
    const message = this.#server.wasTraining()
      ? vscode.l10n.t(
          "The SDLGM server stopped and is being restarted. Its training is lost; the last model stays, and you can train again.",
        )
      : vscode.l10n.t("The SDLGM server stopped and is being restarted.");
    const showOutput = vscode.l10n.t("Show Output");
    if ((await vscode.window.showWarningMessage(message, showOutput)) === showOutput)
      this.#server.showOutput();
  }

  async #offerRestart(): Promise<void> {
    const restart = vscode.l10n.t("Restart");
    const showOutput = vscode.l10n.t("Show Output");
    const choice = await vscode.window.showErrorMessage(
      vscode.l10n.t(
        "The SDLGM server stopped again and again and is not restarted any more. The output says why.",
      ),
      restart,
      showOutput,
    );
    if (choice === showOutput) this.#server.showOutput();
    if (choice !== restart) return;
    this.reset();
    this.#server.start();
  }
}
