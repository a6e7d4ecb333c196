import { describe, expect, it } from "vitest";
import { foldTag } from "../../../server/documents/tagName.ts";
import { foldsKey, type HostedModel } from "../../../server/session/hostedModel.ts";
import { changedDocuments, isStale } from "../../../server/session/staleness.ts";
import type { IndexedDocument } from "../../../server/workspace/folderIndex.ts";

const TRAINED = 1000;
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

type Documents = Readonly<Record<string, { readonly tags: readonly string[]; readonly modified?: number }>>;

function indexed(documents: Documents): ReadonlyMap<string, IndexedDocument> {
  return new Map(
    Object.entries(documents).map(([path, { tags, modified = 0 }]) => [
      path,
      {
        path,
        absolute: `/notes/${path}`,
        title: path,
        tags: tags.map((name) => ({ name, style: "yaml-block", field: "tags", range })),
        problems: 0,
        modified,
        open: false,
        digest: "",
      } satisfies IndexedDocument,
    ]),
  );
}

const learned = new Map(
  Object.entries({ "a.md": ["x", "Y Z"], "b.md": ["x"], "c.md": [] }).map(([path, tags]) => [
    path,
    foldsKey(tags.map(foldTag)),
  ]),
);
const model = { learned, trainedFrom: TRAINED } as unknown as HostedModel;
const same: Documents = { "a.md": { tags: ["x", "Y Z"] }, "b.md": { tags: ["x"] }, "c.md": { tags: [] } };

describe("documents that have changed since the training", () => {
  it.each<[string, Documents, number]>([
    ["are none where all are as they were", same, 0],
    [
      "are not those whose tags stand in another order or spelling",
      { ...same, "a.md": { tags: ["y_z", "X", "x"] } },
      0,
    ],
    ["are those with another tag", { ...same, "b.md": { tags: ["w"] } }, 1],
    ["are those that lost their tags", { ...same, "b.md": { tags: [] } }, 1],
    ["are those that got some", { ...same, "c.md": { tags: ["x"] } }, 1],
    ["are those that were written to", { ...same, "b.md": { tags: ["x"], modified: TRAINED + 1 } }, 1],
    ["are not those that were written to before", { ...same, "b.md": { tags: ["x"], modified: TRAINED } }, 0],
    ["are those that have gone", { "b.md": { tags: ["x"] } }, 2],
    ["are new ones with tags", { ...same, "d.md": { tags: ["x"], modified: TRAINED + 1 } }, 1],
    ["are not new ones without", { ...same, "d.md": { tags: [], modified: TRAINED + 1 } }, 0],
    ["are each of them", { "a.md": { tags: [] }, "d.md": { tags: ["x"] } }, 4],
  ])("%s", (_, documents, expected) => {
    expect(changedDocuments(indexed(documents), model)).toBe(expected);
  });
});

describe("a model", () => {
  it.each([
    [4, 10, false],
    [5, 10, true],
    [5, 250, true],
    [5, 251, false],
    [19, 1000, false],
    [20, 1000, true],
    [0, 0, false],
  ])("of which %i documents of %i have changed is stale: %s", (changed, documents, expected) => {
    expect(isStale(changed, documents)).toBe(expected);
  });
});
