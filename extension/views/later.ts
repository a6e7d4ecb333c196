import type * as vscode from "vscode";

/** Does something a while after it was last asked for, and not more than ten times that while after it was first asked for. */
export class Later implements vscode.Disposable {
  readonly #milliseconds: number;
  readonly #action: () => void;
  #timer: NodeJS.Timeout | undefined;
  #since: number | undefined;

  constructor(milliseconds: number, action: () => void) {
    this.#milliseconds = milliseconds;
    this.#action = action;
  }

  soon(): void {
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    const rest = this.#since + 10 * this.#milliseconds - now;
    this.#timer = setTimeout(() => this.now(), Math.max(0, Math.min(this.#milliseconds, rest)));
  }

  now(): void {
    this.dispose();
    this.#action();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#since = undefined;
  }
}
