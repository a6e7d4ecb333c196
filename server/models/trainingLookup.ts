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
 * Tells whether a document was learned from. It is known by its name, also when it is seen from a folder further up or down; if its
 * words are not the ones learned from, enough of them must be. Equal words under another name are another document: short ones
 * repeat.
 */
export class TrainingLookup {
  readonly #training: TrainingDocuments;
  readonly #byFileName = new Map<string, number[]>();

  constructor(training: TrainingDocuments) {
    this.#training = training;
    training.ids.forEach((id, i) => {
      append(this.#byFileName, fileNameOf(id), i);
    });
  }

  find(id: string, row: SparseRow): KnownDocument | undefined {
    const named = (this.#byFileName.get(fileNameOf(id)) ?? []).filter((i) =>
      isSamePath(this.#training.ids[i], id),
    );
    const same = named.find((i) => isEqual(rowOf(this.#training.rows, i), row));
    if (same !== undefined) return { self: same, edited: false };
    const exact = named.find((i) => this.#training.ids[i] === id);
    const self = exact ?? (named.length === 1 ? named[0] : undefined);
    if (self === undefined || dot(rowOf(this.#training.rows, self), row) < SAME_DOCUMENT) return undefined;
    return { self, edited: true };
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

function isEqual(a: SparseRow, b: SparseRow): boolean {
  return (
    a.columns.length === b.columns.length &&
    a.columns.every((column, j) => column === b.columns[j] && a.values[j] === b.values[j])
  );
}
