import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document, TextEdit } from "../../../server/documents/document.ts";
import {
  addTag,
  applyEdits,
  type EditResult,
  invertEdits,
  removeTag,
  replaceTag,
} from "../../../server/documents/edit.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { foldTag } from "../../../server/documents/tagName.ts";
import { slugs, wildNames, writtenStyles } from "./tagStyles.ts";

const names = (document: Document) => document.tags.map(({ name }) => name);

function applied(document: Document, { edits }: EditResult): Document {
  const text = applyEdits(document.text, edits);
  expect(applyEdits(text, invertEdits(document.text, edits))).toBe(document.text);
  expectRestUntouched(document.text, text, edits);
  return readDocument(document.path, text)!;
}

/** What no edit covers is there afterwards, unit for unit. */
function expectRestUntouched(before: string, text: string, edits: readonly TextEdit[]): void {
  const inserted = edits.reduce((sum, { newText }) => sum + newText.length, 0);
  const removed = edits.reduce((sum, { span }) => sum + span.end - span.start, 0);
  expect(text.length).toBe(before.length + inserted - removed);
  const starts = edits.map(({ span }) => span.start);
  const ends = edits.map(({ span }) => span.end);
  expect(text.slice(0, Math.min(text.length, ...starts))).toBe(
    before.slice(0, Math.min(before.length, ...starts)),
  );
  const tail = before.length - Math.max(0, ...ends);
  if (edits.length > 0) expect(text.slice(text.length - tail)).toBe(before.slice(before.length - tail));
}

describe.each(writtenStyles)("in a $name", (style) => {
  const tagSet = fc.uniqueArray(slugs, { selector: foldTag, minLength: 2, maxLength: 5 });
  const documents = fc
    .record({ tags: tagSet, windows: fc.boolean(), bom: fc.boolean() })
    .map(({ tags, windows, bom }) => {
      const text = style.write(tags);
      return readDocument(
        style.path,
        (bom ? "\ufeff" : "") + (windows ? text.replaceAll("\n", "\r\n") : text),
      )!;
    });
  const settings = { seed: 7, numRuns: 60 };

  it("an added tag is behind the others", () => {
    fc.assert(
      fc.property(documents, slugs, (document, tag) => {
        fc.pre(!names(document).some((known) => foldTag(known) === foldTag(tag)));
        expect(names(applied(document, addTag(document, tag)))).toEqual([...names(document), tag]);
      }),
      settings,
    );
  });

  it("any tag is added as it is, or refused", () => {
    fc.assert(
      fc.property(documents, wildNames, (document, tag) => {
        const result = addTag(document, tag);
        if (result.problem?.code === "edit.unusable-tag" || result.edits.length === 0) {
          if (style.anyName) expect(result.problem?.code).not.toBe("edit.cannot-write");
          return;
        }
        expect(names(applied(document, result))).toEqual([
          ...names(document),
          tag.replace(/^#+\s*/, "").trim(),
        ]);
      }),
      settings,
    );
  });

  it("a removed tag is gone and the others stay", () => {
    fc.assert(
      fc.property(documents, fc.nat(), (document, nth) => {
        const tag = names(document)[nth % names(document).length]!;
        expect(names(applied(document, removeTag(document, tag)))).toEqual(
          names(document).filter((name) => name !== tag),
        );
      }),
      settings,
    );
  });

  it("all tags can be removed, one after the other, and one be added again", () => {
    fc.assert(
      fc.property(documents, slugs, (document, tag) => {
        let rest = document;
        for (const name of names(document)) rest = applied(rest, removeTag(rest, name));
        expect(names(rest)).toEqual([]);
        expect(names(applied(rest, addTag(rest, tag)))).toEqual([tag]);
      }),
      { ...settings, numRuns: 30 },
    );
  });

  it("a replaced tag has its new name in the old place", () => {
    fc.assert(
      fc.property(documents, fc.nat(), slugs, (document, nth, newName) => {
        const tag = names(document)[nth % names(document).length]!;
        fc.pre(!names(document).some((known) => foldTag(known) === foldTag(newName)));
        const expected = names(document).map((name) => (name === tag ? newName : name));
        expect(names(applied(document, replaceTag(document, tag, newName)))).toEqual(expected);
      }),
      settings,
    );
  });
});

it("tags in a sentence are read, removed and replaced", () => {
  fc.assert(
    fc.property(fc.uniqueArray(slugs, { minLength: 1, maxLength: 4 }), slugs, (tags, newName) => {
      const worthy = tags.filter((tag) => !/^[\da-f]{3,8}$/.test(tag));
      fc.pre(worthy.length > 0 && !/^[\da-f]{3,8}$/.test(newName) && !worthy.includes(newName));
      const document = readDocument("n.md", `Say ${worthy.map((tag) => `#${tag}, and`).join(" ")} so.\n`)!;
      expect(names(document)).toEqual(worthy);
      expect(names(applied(document, removeTag(document, worthy[0]!)))).toEqual(worthy.slice(1));
      expect(names(applied(document, replaceTag(document, worthy[0]!, newName)))).toEqual([
        newName,
        ...worthy.slice(1),
      ]);
    }),
    { seed: 7, numRuns: 100 },
  );
});
