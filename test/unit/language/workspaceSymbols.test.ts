import { describe, expect, it } from "vitest";
import { tagSymbols } from "../../../server/language/workspaceSymbols.ts";
import { note } from "./support/notes.ts";
import { Workspace } from "./support/workspace.ts";

/** A folder with a document for each of these lists of tags. */
function folder(...tags: readonly (readonly string[])[]) {
  const files = Object.fromEntries(tags.map((names, i) => [`n${i}.md`, note("N", names, "")]));
  return new Workspace(files).taggedDocument("n0.md", undefined, { opinion: null }).folder;
}

const notes = folder(
  ["rust", "programming/rust", "trust"],
  ["trust", "rusty", "robust", "bust"],
  ["trust", "Open Source", "run-stats"],
);
const check = (query: string, expected: readonly string[]) =>
  expect(tagSymbols([notes], query).map(({ name }) => name)).toEqual(expected);

describe("the symbols of a workspace", () => {
  it.each<[query: string, expected: readonly string[]]>([
    ["rust", ["rust", "rusty", "programming/rust", "trust", "robust", "run-stats"]],
    ["#Rust", ["rust", "rusty", "programming/rust", "trust", "robust", "run-stats"]],
    ["open s", ["Open Source"]],
    ["opsrc", ["Open Source"]],
    ["zebra", []],
  ])("for %j are the tags that match, the best first", (query, expected) => {
    check(query, expected);
  });

  it("are all tags for nothing, the most used first", () => {
    expect(tagSymbols([notes], "").map(({ name }) => name)).toHaveLength(8);
    expect(tagSymbols([notes], "")[0]).toEqual({
      name: "trust",
      kind: 20,
      containerName: "3 documents",
      location: {
        uri: `${Workspace.uri}/n0.md`,
        range: { start: { line: 5, character: 4 }, end: { line: 5, character: 9 } },
      },
    });
    expect(tagSymbols([notes], "rusty")[0].containerName).toBe("1 document");
  });

  it("come from every folder", () => {
    expect(tagSymbols([notes, folder(["rust"], ["rust"])], "rust").slice(0, 2)).toMatchObject([
      { name: "rust", containerName: "2 documents" },
      { name: "rust", containerName: "1 document" },
    ]);
    expect(tagSymbols([], "rust")).toEqual([]);
  });

  it("are at most a thousand", () => {
    const many = folder(Array.from({ length: 1100 }, (_, i) => `tag${i}`));
    expect(tagSymbols([many], "")).toHaveLength(1000);
  });
});
