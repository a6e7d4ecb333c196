import { describe, expect, it } from "vitest";
import { tokenize, WordDictionary } from "../../../server/corpus/tokenizedDocument.ts";
import { writtenForms } from "../../../server/corpus/writtenForms.ts";
import { proseOf } from "./proseOf.ts";

function check(parts: Parameters<typeof proseOf>[0], path: string) {
  const dictionary = new WordDictionary();
  const tokens = tokenize(proseOf(parts), path, dictionary);
  const written = (words: Int32Array): string[] =>
    Array.from(words, (word) => dictionary.words.strings[word]);
  return {
    ...tokens,
    title: written(tokens.title),
    description: written(tokens.description),
    headings: written(tokens.headings),
    body: written(tokens.body),
    pathWords: written(tokens.pathWords),
  };
}

describe("a tokenized document", () => {
  it("has the folded words of each zone", () => {
    const parts = {
      title: "Two Studies",
      description: "On cats",
      headings: ["Part one", "Part two"],
      body: "Cats!",
    };
    expect(check(parts, "notes/My-cats.md")).toEqual({
      title: ["two", "study"],
      description: ["on", "cat"],
      headings: ["part", "one", "part", "two"],
      body: ["cat"],
      pathWords: ["note", "my", "cat"],
      fields: [],
      folders: ["notes"],
    });
  });

  it.each<[string, string[], string[]]>([
    ["a/b/c.en.md", ["a", "a/b"], ["a", "b", "c"]],
    ["./a/../c.md", ["a"], ["a", "c"]],
    ["c", [], ["c"]],
    [".hidden", [], ["hidden"]],
    ["", [], []],
  ])("takes folders and words from the path %o", (path, folders, words) => {
    expect(check({}, path)).toMatchObject({ folders, pathWords: words });
  });

  it("keeps short fields whole and drops long ones", () => {
    const fields = [
      { key: "Author", value: "Ana Bo" },
      { key: "note", value: "x".repeat(81) },
    ];
    expect(check({ fields }, "a.md").fields).toEqual(["author=ana bo"]);
  });

  it("reads no more than 50,000 words of a zone", () => {
    expect(check({ body: "word ".repeat(60_000) }, "a.md").body).toHaveLength(50_000);
  });

  it("numbers a word alike in all documents, whatever its case and number", () => {
    const dictionary = new WordDictionary();
    const a = tokenize(proseOf({ body: "cat CATS Cat" }), "a", dictionary);
    const b = tokenize(proseOf({ title: "cats" }), "b", dictionary);
    expect(new Set([...a.body, ...b.title]).size).toBe(1);
  });
});

it("tells how a document first wrote each folded word", () => {
  const forms = writtenForms(
    proseOf({ title: "Kubernetes", headings: ["Studies"], body: "a study of kubernetes" }),
  );
  expect(Object.fromEntries(forms)).toEqual({ kubernete: "kubernetes", study: "studies", a: "a", of: "of" });
});
