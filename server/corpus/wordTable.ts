/**
 * Numbers of words that are looked up where they stand in a text, so that a word that is known already costs no string.
 * Open addressing with linear probing; the letters of all words lie in one array.
 */
export class WordTable {
  #size = 0;
  /** The number of an entry, or −1. */
  #slots = new Int32Array(1024).fill(-1);
  #hashes = new Int32Array(512);
  /** Where the units of entry e start; those of the next one end them. */
  #starts = new Int32Array(513);
  #values = new Int32Array(512);
  #units = new Uint16Array(4096);

  /** The value of the word `text[start .. end-1]`, or −1. */
  find(text: string, start: number, end: number): number {
    const hash = hashOf(text, start, end);
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot];
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash && this.#isAt(entry, text, start, end)) return this.#values[entry];
    }
  }

  /** Gives a value to a word that has none yet. */
  add(word: string, value: number): void {
    const entry = this.#size;
    const from = this.#starts[entry];
    if (entry === this.#values.length) this.#growEntries();
    if (from + word.length > this.#units.length) {
      this.#units = enlarged(this.#units, new Uint16Array(2 * (from + word.length)));
    }
    for (let at = 0; at < word.length; at++) this.#units[from + at] = word.charCodeAt(at);
    this.#starts[entry + 1] = from + word.length;
    this.#hashes[entry] = hashOf(word, 0, word.length);
    this.#values[entry] = value;
    this.#size++;
    // Half empty at least, so that a probe is short.
    if (2 * this.#size > this.#slots.length) this.#rehash(2 * this.#slots.length);
    else this.#place(entry);
  }

  #isAt(entry: number, text: string, start: number, end: number): boolean {
    const from = this.#starts[entry];
    if (this.#starts[entry + 1] - from !== end - start) return false;
    for (let at = start, unit = from; at < end; at++, unit++) {
      if (text.charCodeAt(at) !== this.#units[unit]) return false;
    }
    return true;
  }

  #place(entry: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[entry] & mask;
    while (this.#slots[slot] >= 0) slot = (slot + 1) & mask;
    this.#slots[slot] = entry;
  }

  #rehash(slots: number): void {
    this.#slots = new Int32Array(slots).fill(-1);
    for (let entry = 0; entry < this.#size; entry++) this.#place(entry);
  }

  #growEntries(): void {
    const capacity = 2 * this.#values.length;
    this.#hashes = enlarged(this.#hashes, new Int32Array(capacity));
    this.#starts = enlarged(this.#starts, new Int32Array(capacity + 1));
    this.#values = enlarged(this.#values, new Int32Array(capacity));
  }
}

/** FNV-1a over the units, mixed so that the low bits depend on all of them. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

function enlarged<T extends Int32Array | Uint16Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
