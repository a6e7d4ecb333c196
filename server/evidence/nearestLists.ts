import type { Neighbour } from "./neighbours.ts";

/** For each of n documents the most similar ones that were added for it, `size` at most; earlier documents first among equals. */
export class NearestLists {
  readonly #size: number;
  readonly #filled: Int32Array;
  /** n × size: heaps with the least similar (of equals the latest) on top, so that most additions cost one comparison. */
  readonly #documents: Int32Array;
  readonly #similarities: Float64Array;

  constructor(documents: number, size: number) {
    this.#size = size;
    this.#filled = new Int32Array(documents);
    this.#documents = new Int32Array(documents * size);
    this.#similarities = new Float64Array(documents * size);
  }

  /** To be called once for each pair. */
  add(of: number, document: number, similarity: number): void {
    const base = of * this.#size;
    if (this.#filled[of] < this.#size) this.#rise(base, this.#filled[of]++, document, similarity);
    else if (!(similarity < this.#similarities[base])) {
      if (this.#isWorse(base, similarity, document)) this.#sink(base, document, similarity);
    }
  }

  documentsOf(of: number): Int32Array {
    const base = of * this.#size;
    return this.#documents.subarray(base, base + this.#filled[of]);
  }

  /** Most similar first. */
  sorted(of: number): Neighbour[] {
    const base = of * this.#size;
    const neighbours = Array.from(this.documentsOf(of), (document, at) => ({
      document,
      similarity: this.#similarities[base + at],
    }));
    return neighbours.sort((a, b) => b.similarity - a.similarity || a.document - b.document);
  }

  /** Whether the entry at `at` has to make room for this one before others. */
  #isWorse(at: number, similarity: number, document: number): boolean {
    const known = this.#similarities[at];
    return known < similarity || (known === similarity && this.#documents[at] > document);
  }

  #rise(base: number, last: number, document: number, similarity: number): void {
    let at = last;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#isWorse(base + up, similarity, document)) break;
      this.#move(base + up, base + at);
      at = up;
    }
    this.#set(base + at, document, similarity);
  }

  #sink(base: number, document: number, similarity: number): void {
    let at = 0;
    for (let down = 1; down < this.#size; down = 2 * at + 1) {
      const right = base + down + 1;
      if (
        down + 1 < this.#size &&
        this.#isWorse(right, this.#similarities[right - 1], this.#documents[right - 1])
      )
        down++;
      if (!this.#isWorse(base + down, similarity, document)) break;
      this.#move(base + down, base + at);
      at = down;
    }
    this.#set(base + at, document, similarity);
  }

  #move(from: number, to: number): void {
    this.#documents[to] = this.#documents[from];
    this.#similarities[to] = this.#similarities[from];
  }

  #set(at: number, document: number, similarity: number): void {
    this.#documents[at] = document;
    this.#similarities[at] = similarity;
  }
}
