import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeTags, type TagChanges } from "../../../server/documents/changeTags.ts";
import type { Document, TextEdit } from "../../../server/documents/document.ts";
import {
  addTag,
  applyEdits,
  type EditOptions,
  type EditResult,
  invertEdits,
  removeTag,
  replaceTag,
} from "../../../server/documents/edit.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { lines } from "./lines.ts";
import { slugs, wildNames, writtenStyles } from "./tagStyles.ts";

const front = (...fields: readonly string[]) => lines("---", ...fields, "---", "", "Text");
const nothing: TagChanges = { add: [], remove: [] };

function changed(path: string, text: string, changes: Partial<TagChanges>, options?: EditOptions): string {
  return applyEdits(text, changeTags(readDocument(path, text)!, { ...nothing, ...changes }, options).edits);
}

describe("several changes of a document's tags are one", () => {
  it.each<[string, string, Partial<TagChanges>, string]>([
    ["two more", front("tags: [a]"), { add: ["b", "c"] }, front("tags: [a, b, c]")],
    [
      "two for none",
      lines("Text"),
      { add: ["b", "c"] },
      lines("---", "tags:", "  - b", "  - c", "---", "", "Text"),
    ],
    [
      "one for another",
      front("tags:", "  - a", "  - b"),
      { add: ["c"], remove: ["a"] },
      front("tags:", "  - b", "  - c"),
    ],
    [
      "a new one for the only one",
      front("tags:", "  - a"),
      { add: ["c"], remove: ["a"] },
      front("tags:", "  - c"),
    ],
    [
      "a new name and one more",
      front("tags: [a, b]"),
      { replace: [{ name: "a", newName: "x" }], add: ["c"] },
      front("tags: [x, b, c]"),
    ],
    ["all of them", front("tags: [a, b]"), { remove: ["a", "b"] }, front("tags: []")],
    ["added and taken away", front("tags: [a]"), { add: ["b"], remove: ["b"] }, front("tags: [a]")],
    [
      "in the prose, too",
      `${front("tags: [a]")}#a #b x\n`,
      { remove: ["a"], add: ["c"] },
      `${front("tags: [c]")}a #b x\n`,
    ],
  ])("%s", (_, before, changes, after) => {
    expect(changed("n.md", before, changes)).toBe(after);
  });

  it("edits stay apart where the changes are", () => {
    const text = front("tags: [a, b]", "title: T", "topics:", "  - c", "  - a");
    const { edits } = changeTags(readDocument("n.md", text)!, { ...nothing, remove: ["a"], add: ["d"] });
    expect(edits.map(({ span, newText }) => [text.slice(span.start, span.end), newText])).toEqual([
      ["a, ", ""],
      ["", ", d"],
      ["  - a\n", ""],
    ]);
  });

  it("nothing to do is no edit", () => {
    const document = readDocument("n.md", front("tags: [a]"))!;
    expect(changeTags(document, { add: ["a"], remove: ["z"], replace: [] })).toEqual({ edits: [] });
  });

  it("what cannot be done is told, and the rest is done", () => {
    const text = front("related: a, b");
    const result = changeTags(readDocument("n.md", text)!, { add: ["c", "d, e", ""], remove: ["a"] });
    expect(result.problem?.code).toBe("edit.cannot-write");
    expect(applyEdits(text, result.edits)).toBe(front("related: b, c"));
  });
});

describe.each(writtenStyles)("in a $name", (style) => {
  const name = fc.oneof({ weight: 3, arbitrary: slugs }, { weight: 1, arbitrary: wildNames });
  const cases = fc.record({
    tags: fc.uniqueArray(slugs, { minLength: 2, maxLength: 4 }),
    add: fc.array(name, { maxLength: 3 }),
    remove: fc.array(fc.nat(5), { maxLength: 3 }),
    replace: fc.array(fc.tuple(fc.nat(5), name), { maxLength: 2 }),
    windows: fc.boolean(),
  });
  it("the changes do what they do one after another, and can be undone", () => {
    fc.assert(
      fc.property(cases, ({ tags, add, remove, replace, windows }) => {
        const text = style.write(tags);
        const document = readDocument(style.path, windows ? text.replaceAll("\n", "\r\n") : text)!;
        const changes = {
          add,
          remove: remove.map((nth) => tags[nth % tags.length]!),
          replace: replace.map(([nth, newName]) => ({ name: tags[nth % tags.length]!, newName })),
        };
        const { edits, problem } = changeTags(document, changes);
        const sequence = oneAfterAnother(document, changes);
        const after = applyEdits(document.text, edits);
        expect(after).toBe(sequence.text);
        expect(problem?.code).toBe(sequence.problem);
        expect(applyEdits(after, invertEdits(document.text, edits))).toBe(document.text);
        expectMinimal(document.text, edits);
      }),
      { seed: 3, numRuns: 40 },
    );
  });
});

function oneAfterAnother(document: Document, { add, remove, replace = [] }: TagChanges) {
  let now = document;
  let problem: string | undefined;
  const step = (change: (now: Document) => EditResult) => {
    const result = change(now);
    problem ??= result.problem?.code;
    now = readDocument(now.path, applyEdits(now.text, result.edits))!;
  };
  for (const { name, newName } of replace) step((at) => replaceTag(at, name, newName));
  for (const tag of add) step((at) => addTag(at, tag));
  for (const tag of remove) step((at) => removeTag(at, tag));
  return { text: now.text, problem };
}

/** No edit puts back what it takes away at either end, and none touches another. */
function expectMinimal(text: string, edits: readonly TextEdit[]): void {
  edits.forEach(({ span, newText }, index) => {
    const old = text.slice(span.start, span.end);
    if (old !== "" && newText !== "") {
      expect(old[0]).not.toBe(newText[0]);
      expect(old.at(-1)).not.toBe(newText.at(-1));
    }
    expect(span.start).toBeGreaterThan(edits[index - 1]?.span.end ?? -1);
  });
}
