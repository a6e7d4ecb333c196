/** Does something soon after it is asked for, but never more often than every so many milliseconds. */
export class Pacer {
  readonly #milliseconds: number;
  readonly #action: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = Number.NEGATIVE_INFINITY;

  constructor(milliseconds: number, action: () => void) {
    this.#milliseconds = milliseconds;
    this.#action = action;
  }

  request(): void {
    if (this.#timer !== undefined) return;
    const rest = this.#last + this.#milliseconds - performance.now();
    this.#timer = setTimeout(() => this.#act(), Math.max(0, rest));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #act(): void {
    this.#timer = undefined;
    this.#last = performance.now();
    this.#action();
  }
}
