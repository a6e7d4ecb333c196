import { describe, expect, it } from "vitest";
import { choicesTitle, tagChange, tagChoices } from "../../../extension/tagChoices.ts";
import type { DocumentSuggestions, SuggestedTag } from "../../../server/protocol.ts";
import { plainEnglish } from "./plainEnglish.ts";

const one = (tag: string, more: Partial<SuggestedTag> = {}): SuggestedTag => ({
  ...{ tag, probability: 0.5, present: false, predicted: false, rejected: false, because: "" },
  ...{ kept: false, unlikely: false, evidence: [] },
  ...more,
});
const suggestions = (
  tags: readonly SuggestedTag[],
  interval: readonly [number, number] = [3, 5],
): DocumentSuggestions => ({
  uri: "file:///notes/early-path.md",
  version: 1,
  level: { mean: 4, median: 4, interval },
  limit: 8,
  tags,
});
const choices = (...tags: SuggestedTag[]) => tagChoices(suggestions(tags), "en");
const picked = (...tags: SuggestedTag[]): string[] =>
  choices(...tags)
    .filter(({ isPicked }) => isPicked)
    .map(({ tag }) => tag);

describe("the tags to choose from", () => {
  it("are the document's own, then the others, the likeliest first", () => {
    const order = choices(
      one("bread"),
      one("soil", { present: true }),
      one("rye"),
      one("tea", { present: true }),
    );
    expect(order.map(({ tag }) => tag)).toEqual(["soil", "tea", "bread", "rye"]);
  });

  it("say how likely they are and why", () => {
    expect(choices(one("bread", { probability: 0.873, because: "“dough”" }))).toMatchObject([
      { label: "bread", description: "87 %", detail: "“dough”" },
    ]);
  });

  it("say nothing of how likely a tag is that the model does not know", () => {
    expect(choices(one("mine", { present: true, probability: null }))[0].description).toBe("");
  });

  it("leave out what was rejected, unless the document has it", () => {
    const left = choices(one("bread", { rejected: true }), one("soil", { rejected: true, present: true }));
    expect(left.map(({ tag }) => tag)).toEqual(["soil"]);
  });

  it("show as text what would be an icon", () => {
    expect(choices(one("$(bug) bread"))[0].label).not.toContain("$(");
    expect(choices(one("$(bug) bread"))[0].tag).toBe("$(bug) bread");
  });
});

describe("the tags that are picked at first", () => {
  it("are the document's own, whatever the model thinks", () => {
    expect(
      picked(one("soil", { present: true, probability: 0.01 }), one("bread", { predicted: true })),
    ).toEqual(["soil"]);
  });

  it("are the model's own set in a document without tags", () => {
    expect(picked(one("bread", { predicted: true }), one("soil"))).toEqual(["bread"]);
  });

  it("are none of those that were rejected", () => {
    expect(picked(one("bread", { predicted: true, rejected: true }), one("soil"))).toEqual([]);
  });
});

describe("the title of the choice", () => {
  const owned = (count: number) => Array.from({ length: count }, (_, i) => one(`tag${i}`, { present: true }));
  it.each<[readonly [number, number], number, string]>([
    [[3, 5], 5, "Tags of a.md: looks like 3–5 tags, has 5"],
    [[0, 1], 0, "Tags of a.md: looks like 0–1 tags, has 0"],
    [[4, 4], 9, "Tags of a.md: looks like 4 tags, has 9"],
    [[1, 1], 1, "Tags of a.md: looks like 1 tag, has 1"],
    [[0, 0], 2, "Tags of a.md: looks like no tags, has 2"],
  ])("for %j and %i tags", (interval, count, expected) => {
    expect(choicesTitle(plainEnglish, "en", "a.md", suggestions(owned(count), interval))).toBe(expected);
  });
});

describe("the change that a choice asks for", () => {
  const all = choices(
    one("soil", { present: true }),
    one("tea", { present: true }),
    one("bread"),
    one("rye"),
  );

  it.each<[string, string[], string[], string[]]>([
    ["none where nothing was changed", ["soil", "tea"], [], []],
    ["what was checked is added", ["soil", "tea", "rye"], ["rye"], []],
    ["what was unchecked is removed", ["tea"], [], ["soil"]],
    ["both at once", ["tea", "bread"], ["bread"], ["soil"]],
    ["everything is removed", [], [], ["soil", "tea"]],
  ])("%s", (_, chosen, add, remove) => {
    expect(tagChange(all, new Set(chosen))).toEqual({ add, remove });
  });
});
