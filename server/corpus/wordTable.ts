/** Of each slot: hash, where the word's units start, how many they are (nought where the slot is free), and the word's value. */
const FIELDS = 4;

/**
 * Numbers of words that are looked up where they stand in a text, so that a word that is known already costs no string.
 * Open addressing with linear probing; all that is known of a word lies side by side, but for its letters, which lie in one array.
 */
export class WordTable {
  #size = 0;
  #slots = new Int32Array(FIELDS * 1024);
  #units = new Uint16Array(4096);
  #unitsUsed = 0;

  /** The value of the word `units[start .. end-1]`, which has a letter at least, or −1. */
  find(units: Uint16Array, start: number, end: number): number {
    const slots = this.#slots;
    const hash = hashOf(units, start, end);
    const mask = slots.length / FIELDS - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = FIELDS * slot;
      const length = slots[at + 2];
      if (length === 0) return -1;
      if (slots[at] !== hash || length !== end - start) continue;
      if (this.#isAt(slots[at + 1], units, start, end)) return slots[at + 3];
    }
  }

  /** Gives a value to a word that has none yet. */
  add(units: Uint16Array, start: number, end: number, value: number): void {
    const from = this.#unitsUsed;
    this.#unitsUsed += end - start;
    if (this.#unitsUsed > this.#units.length) {
      const larger = new Uint16Array(2 * this.#unitsUsed);
      larger.set(this.#units);
      this.#units = larger;
    }
    this.#units.set(units.subarray(start, end), from);
    this.#size++;
    // Half empty at least, so that a probe is short.
    if (2 * FIELDS * this.#size > this.#slots.length) this.#grow();
    place(this.#slots, [hashOf(units, start, end), from, end - start, value]);
  }

  #isAt(from: number, units: Uint16Array, start: number, end: number): boolean {
    const known = this.#units;
    for (let at = start, unit = from; at < end; at++, unit++) if (units[at] !== known[unit]) return false;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += FIELDS) {
      if (old[at + 2] > 0) place(this.#slots, old.subarray(at, at + FIELDS));
    }
  }
}

/** Puts the fields of one word into the next free slot. */
function place(slots: Int32Array, fields: ArrayLike<number>): void {
  const mask = slots.length / FIELDS - 1;
  let slot = fields[0] & mask;
  while (slots[FIELDS * slot + 2] > 0) slot = (slot + 1) & mask;
  slots.set(fields, FIELDS * slot);
}

/** FNV-1a over the units, mixed so that the low bits depend on all of them. */
function hashOf(units: Uint16Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ units[at], 0x01000193);
  return hash ^ (hash >>> 15);
}
