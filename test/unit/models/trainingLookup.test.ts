import { describe, expect, it } from "vitest";
import { type SparseRow, stackRows } from "../../../server/corpus/sparseRow.ts";
import { TrainingLookup } from "../../../server/models/trainingLookup.ts";

const row = (...columns: number[]): SparseRow => ({
  columns: Int32Array.from(columns),
  values: new Float32Array(columns.length).fill(columns.length === 0 ? 0 : 1 / Math.sqrt(columns.length)),
});

const learned: readonly (readonly [string, SparseRow])[] = [
  ["blog/cats.md", row(0, 1, 2, 3)],
  ["blog/index.md", row(4, 5, 6, 7)],
  ["docs/index.md", row(4, 5, 8, 9)],
  ["docs/empty.md", row()],
  ["docs/twin.md", row(0, 1, 2, 3)],
];

const lookup = new TrainingLookup({
  ids: learned.map(([id]) => id),
  folders: learned.map(([id]) => id.slice(0, id.lastIndexOf("/"))),
  documentTags: learned.map(() => new Int32Array(0)),
  foldOf: new Uint8Array(learned.length),
  rows: stackRows(
    learned.map(([, own]) => own),
    20,
  ),
  logCounts: stackRows(
    learned.map(([, own]) => own),
    20,
  ),
});

describe("a document that was learned from", () => {
  it.each<[string, string, SparseRow, { self: number; edited: boolean }]>([
    ["unchanged", "blog/cats.md", row(0, 1, 2, 3), { self: 0, edited: false }],
    ["unchanged, one of twins", "docs/twin.md", row(0, 1, 2, 3), { self: 4, edited: false }],
    ["unchanged, without words", "docs/empty.md", row(), { self: 3, edited: false }],
    ["edited", "blog/cats.md", row(0, 1, 2, 12), { self: 0, edited: true }],
    ["from a folder further up", "site/blog/cats.md", row(0, 1, 2, 3), { self: 0, edited: false }],
    ["from a folder further down", "cats.md", row(0, 1, 2, 3), { self: 0, edited: false }],
    ["from further down and edited", "cats.md", row(0, 1, 2, 12), { self: 0, edited: true }],
    ["by its words among those of one name", "index.md", row(4, 5, 8, 9), { self: 2, edited: false }],
  ])("is known again %s", (_, id, words, expected) => expect(lookup.find(id, words)).toEqual(expected));
});

describe("another document", () => {
  it.each<[string, string, SparseRow]>([
    ["has another name", "blog/dogs.md", row(0, 1, 2, 3)],
    ["has the name of one learned from at another place", "other/cats.md", row(0, 1, 2, 3)],
    ["has the name's end only", "s.md", row(0, 1, 2, 3)],
    ["shares too little with the one of its name", "blog/cats.md", row(0, 10, 11, 12)],
    ["has no words, and neither had its namesake any in common", "blog/cats.md", row()],
    ["could be any of several of its name", "index.md", row(4, 5, 10, 11)],
  ])("%s", (_, id, words) => expect(lookup.find(id, words)).toBeUndefined());
});
