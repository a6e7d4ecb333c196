import type { Writable } from "node:stream";

/** The results, on standard output. A reader that has seen enough and went away (`| head`) is not an error. */
export class Output {
  readonly #stream: Writable;
  readonly #whenClosed = new AbortController();

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      this.#whenClosed.abort();
    });
  }

  /** Aborted once nobody reads any more. */
  get closed(): AbortSignal {
    return this.#whenClosed.signal;
  }

  /** Resolves when more can be written, or nobody reads any more. */
  write(text: string): Promise<void> {
    if (this.closed.aborted || this.#stream.write(text)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#stream.once("drain", resolve);
      this.closed.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  writeJson(value: unknown): Promise<void> {
    return this.write(`${JSON.stringify(value)}\n`);
  }
}
