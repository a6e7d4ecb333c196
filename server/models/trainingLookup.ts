import { dot, rowOf, type SparseRow } from "../corpus/sparseRow.ts";
import type { TrainingDocuments } from "./tagModel.ts";

/** A document of the same name that shares less than this with the one learned from is another document. */
const SAME_DOCUMENT = 0.5;

/** A training document found again. */
export interface KnownDocument {
  readonly self: number;
  readonly edited: boolean;
}

/**
 * Tells whether a document was learned from. It is known by its words, wherever it lies now; or, edited, by its name (also when it is
 * seen from a folder further up or down) and enough of its words.
 */
export class TrainingLookup {
  readonly #training: TrainingDocuments;
  readonly #byWords = new Map<number, number[]>();
  readonly #byFileName = new Map<string, number[]>();

  constructor(training: TrainingDocuments) {
    this.#training = training;
    training.ids.forEach((id, i) => {
      append(this.#byWords, hashOf(rowOf(training.rows, i)), i);
      append(this.#byFileName, fileNameOf(id), i);
    });
  }

  find(id: string, row: SparseRow): KnownDocument | undefined {
    const same = this.#sameWords(row);
    const named = (this.#byFileName.get(fileNameOf(id)) ?? []).filter((i) =>
      isSamePath(this.#training.ids[i], id),
    );
    const exact = named.find((i) => same.includes(i)) ?? same[0];
    if (exact !== undefined) return { self: exact, edited: false };
    const byName =
      named.find((i) => this.#training.ids[i] === id) ?? (named.length === 1 ? named[0] : undefined);
    if (byName === undefined || dot(rowOf(this.#training.rows, byName), row) < SAME_DOCUMENT)
      return undefined;
    return { self: byName, edited: true };
  }

  #sameWords(row: SparseRow): number[] {
    if (row.columns.length === 0) return [];
    const candidates = this.#byWords.get(hashOf(row)) ?? [];
    return candidates.filter((i) => isEqual(rowOf(this.#training.rows, i), row));
  }
}

function append<Key>(map: Map<Key, number[]>, key: Key, value: number): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function fileNameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

function isSamePath(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

/** FNV-1a over columns and the bits of the values. */
function hashOf({ columns, values }: SparseRow): number {
  const bits = new Uint32Array(values.slice().buffer);
  let hash = 0x811c9dc5;
  for (let j = 0; j < columns.length; j++) {
    hash = Math.imul(hash ^ columns[j], 0x01000193);
    hash = Math.imul(hash ^ bits[j], 0x01000193);
  }
  return hash >>> 0;
}

function isEqual(a: SparseRow, b: SparseRow): boolean {
  return (
    a.columns.length === b.columns.length &&
    a.columns.every((column, j) => column === b.columns[j] && a.values[j] === b.values[j])
  );
}
