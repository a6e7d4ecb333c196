import { describe, expect, it } from "vitest";
import { corpusDigest } from "../../../server/corpus/corpusDigest.ts";
import { type CorpusDocument, folderOf } from "../../../server/corpus/corpusDocument.ts";
import { proseOf } from "./proseOf.ts";

const document: CorpusDocument = {
  id: "a.md",
  prose: proseOf({ title: "t", headings: ["h"], body: "b", fields: [{ key: "k", value: "v" }] }),
  tags: ["x", "y"],
};
const vector = (columns: number[], values: number[]): CorpusDocument => ({
  id: "1",
  features: { columns: Int32Array.from(columns), values: Float64Array.from(values) },
  tags: [],
});

describe("the digest of a corpus", () => {
  it("is 64 hexadecimal digits, the same for the same documents", () => {
    expect(corpusDigest([document])).toMatch(/^[0-9a-f]{64}$/);
    expect(corpusDigest([structuredClone(document)])).toBe(corpusDigest([document]));
  });

  it.each<[string, CorpusDocument[], CorpusDocument[]]>([
    ["a name", [document], [{ ...document, id: "b.md" }]],
    ["a tag", [document], [{ ...document, tags: ["x", "z"] }]],
    [
      "the border between two tags",
      [{ ...document, tags: ["ab", "c"] }],
      [{ ...document, tags: ["a", "bc"] }],
    ],
    ["a tag that is a name", [{ ...document, tags: ["x", "t"] }], [{ ...document, tags: ["x"] }]],
    ["a word", [document], [{ ...document, prose: proseOf({ ...document.prose, body: "c" }) }]],
    ["a field", [document], [{ ...document, prose: proseOf({ ...document.prose, fields: [] }) }]],
    ["the order", [document, { ...document, id: "b" }], [{ ...document, id: "b" }, document]],
    ["a column", [vector([1], [1])], [vector([2], [1])]],
    ["a value", [vector([1], [1])], [vector([1], [2])]],
    ["where one document ends", [document], [document, document]],
  ])("changes with %s", (_, a, b) => expect(corpusDigest(a)).not.toBe(corpusDigest(b)));
});

it.each<[CorpusDocument, string]>([
  [{ ...document, id: "a/b/c.md" }, "a/b"],
  [{ ...document, id: "c.md" }, ""],
  [{ ...vector([1], [1]), id: "a/b" }, ""],
])("the folder is that of the path: %#", (given, expected) => expect(folderOf(given)).toBe(expected));
