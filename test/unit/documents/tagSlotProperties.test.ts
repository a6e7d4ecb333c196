import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../../server/documents/document.ts";
import { applyEdits } from "../../../server/documents/edit.ts";
import { readDocument } from "../../../server/documents/read.ts";
import { foldTag, isUsableTag, plainTagName } from "../../../server/documents/tagName.ts";
import { tagSlotAt } from "../../../server/documents/tagSlot.ts";
import { slugs, wildNames, writtenStyles } from "./tagStyles.ts";

const settings = { seed: 11, numRuns: 80 };
const names = (document: Document) => document.tags.map(({ name }) => name);

describe.each(writtenStyles)("in a $name", (style) => {
  const documents = fc
    .record({
      tags: fc.uniqueArray(slugs, { selector: foldTag, minLength: 2, maxLength: 4 }),
      windows: fc.boolean(),
    })
    .map(({ tags, windows }) => {
      const text = style.write(tags);
      return readDocument(style.path, windows ? text.replaceAll("\n", "\r\n") : text)!;
    });
  /** A document, one of its tags, and a place in that or at its end. */
  const places = fc.tuple(documents, fc.nat(), fc.nat()).map(([document, nth, deep]) => {
    const index = nth % document.tags.length;
    const { span, name } = document.tags[index]!;
    const nameStart = document.text.indexOf(name, span.start);
    return { document, index, offset: nameStart + (deep % (name.length + 1)), nameStart };
  });

  it("there is a place in every tag, and what is chosen there takes its place", () => {
    fc.assert(
      fc.property(places, slugs, ({ document, index, offset, nameStart }, name) => {
        const slot = tagSlotAt(document, offset)!;
        expect(slot).toMatchObject({
          prefix: document.text.slice(nameStart, offset),
          style: document.tags[index]!.style,
          field: document.tags[index]!.field,
          replace: document.tags[index]!.span,
        });
        const text = applyEdits(document.text, [{ span: slot.replace, newText: slot.write(name)! }]);
        expect(names(readDocument(style.path, text)!)).toEqual(names(document).with(index, name));
      }),
      settings,
    );
  });

  it("any name is written so that it is read, or not at all", () => {
    fc.assert(
      fc.property(places, wildNames, ({ document, index, offset }, wild) => {
        const slot = tagSlotAt(document, offset)!;
        const newText = slot.write(wild);
        if (newText === undefined) {
          if (style.anyName) expect(isUsableTag(plainTagName(wild))).toBe(false);
          return;
        }
        const after = readDocument(style.path, applyEdits(document.text, [{ span: slot.replace, newText }]))!;
        expect(names(after)).toEqual(names(document).with(index, plainTagName(wild)));
        expect(after.problems.length).toBe(document.problems.length);
      }),
      settings,
    );
  });

  it("there is a place where the text ends in a tag", () => {
    fc.assert(
      fc.property(places, ({ document, index, offset, nameStart }) => {
        fc.pre(offset > nameStart);
        const text = document.text.slice(0, offset);
        const unfinished = readDocument(style.path, text) ?? { ...document, text };
        const slot = tagSlotAt(unfinished, offset)!;
        expect(slot.prefix).toBe(text.slice(nameStart));
        // The first tag of a quoted text is the whole of it as long as no other follows, so the quote is part of it.
        const starts = [document.tags[index]!.span.start, nameStart - 1];
        expect(starts).toContain(slot.replace.start);
        expect(slot.replace.end).toBe(offset);
        expect(slot.write("new")).toBeDefined();
      }),
      settings,
    );
  });
});

it("asking for a place throws nowhere and gives no place that the text has not", () => {
  const texts = fc
    .constantFrom(...writtenStyles)
    .chain((style) =>
      fc
        .array(fc.oneof(slugs, wildNames), { minLength: 1, maxLength: 3 })
        .map((tags) => ({ style, text: style.write(tags) })),
    );
  fc.assert(
    fc.property(texts, fc.nat(), fc.boolean(), wildNames, ({ style, text }, at, cut, name) => {
      const offset = at % (text.length + 1);
      const document = readDocument(style.path, cut ? text.slice(0, offset) : text);
      const slot = document && tagSlotAt(document, offset);
      if (!slot) return;
      expect(slot.replace.start).toBeLessThanOrEqual(offset);
      expect(slot.replace.end).toBeGreaterThanOrEqual(offset);
      expect(document.text.slice(slot.replace.start, slot.replace.end)).not.toMatch(/[\r\n]/);
      slot.write(name);
    }),
    { seed: 11, numRuns: 1500 },
  );
});
