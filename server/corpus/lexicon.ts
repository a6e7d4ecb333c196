/** Strings to dense numbers, in order of first appearance. */
export class Lexicon {
  readonly #ids = new Map<string, number>();
  readonly #strings: string[] = [];

  constructor(strings: Iterable<string> = []) {
    for (const string of strings) this.intern(string);
  }

  get size(): number {
    return this.#strings.length;
  }

  get strings(): readonly string[] {
    return this.#strings;
  }

  /** The number of `string`; a new one if it was never seen. */
  intern(string: string): number {
    let id = this.#ids.get(string);
    if (id === undefined) {
      id = this.#strings.length;
      this.#ids.set(string, id);
      this.#strings.push(string);
    }
    return id;
  }

  /** The number of `string`, or −1. */
  find(string: string): number {
    return this.#ids.get(string) ?? -1;
  }
}
