import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldTag, isUsableTag, MAX_TAG_LENGTH, plainTagName } from "../../../server/documents/tagName.ts";

describe("the fold of a tag name", () => {
  it.each([
    ["Machine Learning", "machine-learning"],
    ["machine_learning", "machine-learning"],
    ["machine - learning", "machine-learning"],
    ["#cooking", "cooking"],
    ["  Café ", "café"],
    ["ﬁnance", "finance"],
    ["area/Work", "area/work"],
    ["c++", "c++"],
    ["c#", "c#"],
    ["node.js", "node.js"],
    ["r-packages", "r-packages"],
  ])("makes %j the tag %j", (name, expected) => {
    expect(foldTag(name)).toBe(expected);
  });

  it("keeps singular and plural apart", () => {
    expect(foldTag("package")).not.toBe(foldTag("packages"));
  });

  it("is its own fold", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (name) => {
        expect(foldTag(foldTag(name))).toBe(foldTag(name));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe("a usable tag", () => {
  it.each([
    ["a", true],
    ["x".repeat(MAX_TAG_LENGTH), true],
    ["x".repeat(MAX_TAG_LENGTH + 1), false],
    ["", false],
    ["#", false],
    ["a\u0000b", false],
    ["a\nb", false],
    ["\ud800", false],
    ["😀", true],
  ])("%j: %s", (name, expected) => {
    expect(isUsableTag(name)).toBe(expected);
  });
});

it("the name of a tag comes without its mark", () => {
  expect(plainTagName(" #a ")).toBe("a");
  expect(plainTagName("c#")).toBe("c#");
});
