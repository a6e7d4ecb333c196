import { describe, expect, it } from "vitest";
import type { CorpusDocument } from "../../../server/corpus/corpusDocument.ts";
import { train } from "../../../server/training/train.ts";
import { TooLittleToLearn } from "../../../server/training/trainOptions.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";
import { plain, trainAndLook } from "./corpora.ts";

const ordinary = syntheticCorpus({ documents: 40, tags: 6, seed: 8 });

function numbered(count: number, make: (i: number) => CorpusDocument): CorpusDocument[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

describe("too little to learn from", () => {
  const refusal = (documents: readonly CorpusDocument[]): string => {
    try {
      train(documents, { seed: 1 });
    } catch (error) {
      expect(error).toBeInstanceOf(TooLittleToLearn);
      return (error as Error).message;
    }
    return "It was learned from.";
  };
  const text = (i: number) => `words and words ${i}`;

  it.each<[string, CorpusDocument[], RegExp[]]>([
    ["no documents", [], [/\b0 of 0 documents have tags/]],
    ["a single document", [plain("0.md", text(0), ["only"])], [/\b1 of 1 document has tags/]],
    ["no tags", numbered(30, (i) => plain(`${i}.md`, text(i), [])), [/\b0 of 30 documents have tags/]],
    [
      "one tag",
      numbered(30, (i) => plain(`${i}.md`, text(i), ["only"])),
      [/\b30 of 30 documents have tags/, /\b1 tag stands in/],
    ],
    [
      "nine documents",
      numbered(9, (i) => plain(`${i}.md`, text(i), ["a", "b"])),
      [/\b9 of 9 documents have tags/, /\b2 tags stand/],
    ],
    [
      "nine tagged documents among others",
      numbered(50, (i) => plain(`${i}.md`, text(i), i < 9 ? ["a", "b"] : [])),
      [/\b9 of 50 documents have tags/],
    ],
    [
      "tags that are all different",
      numbered(30, (i) => plain(`${i}.md`, text(i), [`tag ${i}`])),
      [/\b30 of 30 documents have tags/, /\b0 tags stand/],
    ],
    [
      "one tag spelled in two ways",
      numbered(30, (i) => plain(`${i}.md`, text(i), [i % 2 ? "Open Data" : "open-data"])),
      [/\b1 tag stands in/],
    ],
  ])("is refused with the counts: %s", (_, documents, counts) => {
    const message = refusal(documents);
    for (const count of counts) expect(message).toMatch(count);
    expect(message).toMatch(/at least 10 tagged documents and 2 such tags/);
    expect(message).not.toMatch(/NaN|undefined|\n/);
  });

  it("is no longer refused from ten documents and two tags on", () => {
    const documents = numbered(10, (i) => plain(`${i}.md`, text(i), [i % 2 ? "a" : "b"]));
    expect(trainAndLook(documents).complaints).toEqual([]);
  });
});

describe("odd documents", () => {
  const tag = (i: number) => [`tag ${i % 3}`];

  it.each<[string, CorpusDocument[]]>([
    ["all the same", numbered(30, (i) => plain(`${i}.md`, "the very same words", tag(i)))],
    [
      "all the same, with the same tags",
      numbered(30, (i) => plain(`${i}.md`, "the very same words", ["a", "b"])),
    ],
    ["all empty", numbered(30, (i) => plain(`${i}.md`, "", tag(i)))],
    ["some empty", [...ordinary, ...numbered(10, (i) => plain(`empty/${i}.md`, "", tag(i)))]],
    ["of one word", numbered(30, (i) => plain(`${i}.md`, `word${i % 4}`, tag(i)))],
    ["of one word never seen twice", numbered(30, (i) => plain(`${i}.md`, `word${i}`, tag(i)))],
    ["twice under two names", [...ordinary, ...ordinary.map((d) => ({ ...d, id: `copy/${d.id}` }))]],
    ["twice under one name", [...ordinary, ...ordinary]],
    [
      "with every tag there is",
      numbered(30, (i) => plain(`${i}.md`, `word${i % 5} and ${i}`, ["a", "b", "c"])),
    ],
    ["with a tag named twice", ordinary.map((d) => ({ ...d, tags: [...d.tags, ...d.tags] }))],
    [
      "with tags that are only signs",
      numbered(30, (i) => plain(`${i}.md`, `w${i % 7}`, ["C++", "#", ...tag(i)])),
    ],
    ["with numbers as tags", numbered(30, (i) => plain(`${i}.md`, `w${i % 7}`, [`${2000 + (i % 3)}`]))],
    [
      "in one script without spaces",
      numbered(30, (i) => plain(`${i}.md`, "東京都の公園".repeat(1 + (i % 3)), tag(i))),
    ],
    ["of nothing but signs", numbered(30, (i) => plain(`${i}.md`, "!!! ??? —", tag(i)))],
  ])("can be learned from: %s", (_, documents) => {
    expect(trainAndLook(documents).complaints).toEqual([]);
  });

  it("may have five hundred tags, without raising the limit for all", () => {
    const many = Array.from({ length: 500 }, (_, k) => `rare ${k}`);
    const documents = [
      ...syntheticCorpus({ documents: 120, tags: 6, seed: 9 }),
      plain("many.md", "all about everything", many),
    ];
    const { tagger, complaints } = trainAndLook(documents);
    expect(complaints).toEqual([]);
    expect(tagger.model.tags.length).toBeGreaterThanOrEqual(500);
    expect(tagger.model.summary.limit).toBeLessThan(10);
  });

  it("may have five hundred tags when they are few, and the limit is then what they need", () => {
    const many = Array.from({ length: 500 }, (_, k) => `rare ${k}`);
    const { complaints } = trainAndLook([
      ...ordinary.slice(0, 20),
      plain("many.md", "all about everything", many),
    ]);
    expect(complaints).toEqual([]);
  });

  it("keep a tag to themselves when only they have it", () => {
    const documents = [...ordinary, plain("own.md", "something else altogether", ["mine alone", "shared"])];
    const { tagger } = trainAndLook(documents);
    const { suggestions } = tagger.suggest(documents[documents.length - 1]);
    expect(suggestions.map(({ tag: name }) => name)).not.toContain("mine alone");
  });
});
