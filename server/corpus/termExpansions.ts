/** The terms that each word of a dictionary counts as, by number; worked out when a word is met first. */
export class TermExpansions {
  readonly #expand: (word: number) => readonly number[];
  /** Where the terms of a word start, or −1 for a word not met yet. */
  #start = new Int32Array(1024).fill(-1);
  #end = new Int32Array(1024);
  #terms = new Int32Array(1024);
  #size = 0;

  constructor(expand: (word: number) => readonly number[]) {
    this.#expand = expand;
  }

  /** The terms of all words, `terms[startOf(word) .. endOf(word)-1]` being those of one. To be asked for after `startOf`, which may change it. */
  get terms(): Int32Array {
    return this.#terms;
  }

  startOf(word: number): number {
    if (word >= this.#start.length || this.#start[word] < 0) this.#add(word);
    return this.#start[word];
  }

  /** To be asked for after `startOf`. */
  endOf(word: number): number {
    return this.#end[word];
  }

  of(word: number): Int32Array {
    const start = this.startOf(word);
    return this.#terms.slice(start, this.#end[word]);
  }

  #add(word: number): void {
    const terms = this.#expand(word);
    if (word >= this.#start.length) this.#growWords(word);
    if (this.#size + terms.length > this.#terms.length) this.#growTerms(terms.length);
    this.#start[word] = this.#size;
    for (const term of terms) this.#terms[this.#size++] = term;
    this.#end[word] = this.#size;
  }

  #growWords(word: number): void {
    const length = Math.max(word + 1, 2 * this.#start.length);
    const start = new Int32Array(length).fill(-1);
    start.set(this.#start);
    this.#start = start;
    const end = new Int32Array(length);
    end.set(this.#end);
    this.#end = end;
  }

  #growTerms(more: number): void {
    const terms = new Int32Array(2 * (this.#terms.length + more));
    terms.set(this.#terms);
    this.#terms = terms;
  }
}
