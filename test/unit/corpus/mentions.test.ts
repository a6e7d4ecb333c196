import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compoundSplits,
  MentionMatcher,
  type Mentions,
  nameWords,
  noMentions,
} from "../../../server/corpus/mentions.ts";
import { tokenize, WordDictionary } from "../../../server/corpus/tokenizedDocument.ts";
import { foldedWords } from "../../../server/corpus/words.ts";
import type { Prose } from "../../../server/documents/document.ts";
import { proseOf } from "./proseOf.ts";

interface Setting {
  readonly inflections?: boolean;
  readonly idf?: Record<string, number>;
  /** Words that compound names may be split into. */
  readonly known?: readonly string[];
}

function matcherOf(names: readonly string[], { inflections = false, idf = {}, known = [] }: Setting = {}) {
  const dictionary = new WordDictionary();
  const splits = compoundSplits(names, (word) => known.includes(word));
  const options = { names, splits, idf: new Map(Object.entries(idf)), inflections };
  const matcher = new MentionMatcher(options, dictionary);
  return (parts: Partial<Prose>, path = ""): Mentions =>
    matcher.match(tokenize(proseOf(parts), path, dictionary));
}

type Counted = "title" | "heading" | "path" | "body" | "opening" | "inflected";

/** The counts that are not nought, as `zone n`, for each tag that is mentioned. */
function counts(names: readonly string[], mentions: Mentions): Record<string, string> {
  const zones: Counted[] = ["title", "heading", "path", "body", "opening", "inflected"];
  return Object.fromEntries(
    Array.from(mentions.tags, (tag, j) => [
      names[tag],
      zones.flatMap((zone) => (mentions[zone][j] > 0 ? [`${zone} ${mentions[zone][j]}`] : [])).join(", "),
    ]),
  );
}

function check(
  names: readonly string[],
  parts: Partial<Prose>,
  expected: Record<string, string>,
  setting?: Setting,
) {
  expect(counts(names, matcherOf(names, setting)(parts))).toEqual(expected);
}

const inBody = (n: number): string => `body ${n}, opening ${n}`;

describe("the words of a tag's name", () => {
  it.each<[string, string[]]>([
    ["Open-Source", ["open", "source"]],
    ["open_source tools", ["open", "source", "tool"]],
    ["area/sub area", ["sub", "area"]],
    ["area/", ["area"]],
    ["C++", ["c++"]],
    ["🎉", []],
  ])("%s", (name, expected) => expect(nameWords(name)).toEqual(expected));
});

describe("a mention", () => {
  it.each<[string, string, string, string]>([
    ["in any case and number", "users", "A User and USERS", inBody(2)],
    ["of a name with a hyphen, written with a space", "open-source", "open source", inBody(1)],
    ["of a name with a space, written with a hyphen", "open source", "Open-Source", inBody(1)],
    ["of a name with an underscore", "open_source", "open source", inBody(1)],
    ["of two words written as one", "open-source", "opensource", inBody(1)],
    ["that overlaps itself", "go-go", "go go go", inBody(2)],
    ["of a nested name by its last part", "area/cats", "cats", inBody(1)],
    ["of a language", "c++", "C++ code", inBody(1)],
    ["in a language without spaces", "東京", "東京都に住んでいます", inBody(1)],
  ])("is found %s", (_, name, body, expected) => check([name], { body }, { [name]: expected }));

  it.each<[string, string, string]>([
    ["a part of a word", "cat", "category"],
    ["the first part of a nested name", "area/cats", "area"],
    ["another language", "c++", "c and c#"],
    ["nothing", "cat", ""],
    ["a name without letters", "🎉", "🎉"],
  ])("is not %s", (_, name, body) => check([name], { body }, {}));

  it("of two words that stand apart is a part of the name only", () =>
    check(["open-source"], { body: "source of the open" }, { "open-source": "" }));

  it("of one word that is written as two is found where both are known words", () => {
    check(["opensource"], { body: "open source" }, {});
    check(["opensource"], { body: "open source" }, { opensource: inBody(1) }, { known: ["open", "source"] });
  });

  it("is counted for every tag whose name it is, also within another", () =>
    check(
      ["open-source", "source", "Open Source", "x/source"],
      { body: "open source" },
      { "open-source": inBody(1), source: inBody(1), "Open Source": inBody(1), "x/source": inBody(1) },
    ));

  it("is counted zone by zone", () => {
    const match = matcherOf(["cat"]);
    const parts = { title: "Cat", description: "a cat", headings: ["cat", "cats"], body: "cat cat" };
    expect(counts(["cat"], match(parts, "cats/a-cat.md"))).toEqual({
      cat: "title 1, heading 3, path 2, body 2, opening 2",
    });
  });

  it("does not go from one zone into the next", () =>
    check(["open-source"], { title: "open", body: "source" }, { "open-source": "" }));

  it("is in the opening if it begins in the first hundred words", () => {
    const words = (n: number): string => "x ".repeat(n);
    check(["a-b"], { body: `${words(99)} a b` }, { "a-b": "body 1, opening 1" });
    check(["a-b"], { body: `${words(100)} a b` }, { "a-b": "body 1" });
  });

  it("is the same again for the next document", () => {
    const match = matcherOf(["cat", "dog-food"]);
    const parts = { title: "cat", body: "dog food and dogs" };
    const first = match(parts);
    match({ body: "cat dog food" });
    expect(match(parts)).toEqual(first);
  });

  it("of a document without words is none", () => {
    expect(matcherOf(["cat"])({})).toEqual(noMentions());
    expect(matcherOf([])({ body: "cat" })).toEqual(noMentions());
  });
});

describe("the share of a name that is there", () => {
  it.each<[string, string, number]>([
    ["all of it", "the open source", 1],
    ["one of two words, by its idf", "the source", 0.75],
    ["the other", "an open door", 0.25],
    ["words in any zone count once", "source and source", 0.75],
  ])("%s", (_, body, expected) => {
    const match = matcherOf(["open-source"], { idf: { open: 1, source: 3 } });
    expect([...match({ body }).share]).toEqual([expected]);
  });

  it("counts a word that a name repeats once", () => {
    expect([...matcherOf(["go-go-dance"])({ body: "go" }).share]).toEqual([0.5]);
  });
});

describe("inflected forms", () => {
  const names = ["talo", "kirjasto"];
  it.each<[string, string, Record<string, string>]>([
    ["of a short name", "talossa", { talo: "inflected 1" }],
    ["of a long name, also with a changed stem", "kirjastosta kirjaston", { kirjasto: "inflected 2" }],
    ["but not the form itself", "talo", { talo: inBody(1) }],
    ["but not a word much longer", "taloudellisuus", {}],
    ["but not another stem", "tietä", {}],
  ])("are counted by themselves: %s", (_, body, expected) =>
    check(names, { body }, expected, { inflections: true }),
  );

  it("do not count unless asked for", () => check(names, { body: "talossa kirjaston" }, {}));

  it("may be any word of a longer name", () =>
    check(
      ["uusi-talo"],
      { body: "uuden talon uusi talossa" },
      { "uusi-talo": "inflected 1" },
      { inflections: true },
    ));
});

describe("thousands of tags", () => {
  const names = Array.from({ length: 5000 }, (_, i) => `topic ${i.toString(36)}x`);
  it("are looked for in one pass", () => {
    const match = matcherOf(names, { inflections: true });
    const body = Array.from({ length: 20_000 }, (_, i) => `topic ${(i % 6000).toString(36)}x`).join(" ");
    const started = performance.now();
    const mentions = match({ body });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(mentions.tags).toHaveLength(5000);
    expect(mentions.tags).toEqual(Int32Array.from(names.keys()));
  });
});

describe("any document and any names", () => {
  const word = fc.constantFrom(
    "open",
    "source",
    "opensource",
    "cat",
    "cats",
    "studies",
    "c++",
    "naïve",
    "a",
    "東京",
  );
  const phrase = (max: number) =>
    fc
      .array(fc.tuple(word, fc.constantFrom(" ", "-", "_", ", ")), { minLength: 1, maxLength: max })
      .map((parts) =>
        parts
          .map(([text, gap]) => text + gap)
          .join("")
          .replace(/[-_, ]+$/, ""),
      );

  it("mention exactly the tags whose words follow each other there, and a share only of words that are there", () => {
    fc.assert(
      fc.property(fc.uniqueArray(phrase(3), { maxLength: 6 }), phrase(12), (names, body) => {
        const words = foldedWords(body);
        const mentions = matcherOf(names)({ body });
        names.forEach((name, tag) => {
          const wanted = nameWords(name);
          let times = 0;
          for (let at = 0; at < words.length; at++) {
            if (wanted.every((part, n) => words[at + n] === part)) times++;
            else if (wanted.length > 1 && words[at] === wanted.join("")) times++;
          }
          const present = new Set(wanted.filter((part) => words.includes(part))).size;
          const j = mentions.tags.indexOf(tag);
          expect(j < 0 ? 0 : mentions.body[j]).toBe(times);
          expect(j < 0 ? 0 : mentions.share[j]).toBeCloseTo(present / new Set(wanted).size, 6);
        });
      }),
      { seed: 21, numRuns: 400 },
    );
  });

  it("have as inflected only words that begin like a word of the name", () => {
    const anyWord = fc.stringMatching(/^[abk]{3,9}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(anyWord, { maxLength: 5 }),
        fc.array(anyWord, { maxLength: 8 }),
        (names, body) => {
          const mentions = matcherOf(names, { inflections: true })({ body: body.join(" ") });
          mentions.tags.forEach((tag, j) => {
            if (mentions.inflected[j] === 0) return;
            const start = names[tag].slice(0, 3);
            expect(body.filter((text) => text.startsWith(start)).length).toBeGreaterThanOrEqual(
              mentions.inflected[j],
            );
          });
        },
      ),
      { seed: 22, numRuns: 300 },
    );
  });
});
