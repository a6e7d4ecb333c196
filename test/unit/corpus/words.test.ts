import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldedWords, foldWord, forEachWord, isNumber } from "../../../server/corpus/words.ts";

function wordsOf(text: string): string[] {
  const words: string[] = [];
  forEachWord(text, (word) => words.push(word));
  return words;
}

describe("the words of a text", () => {
  it.each<[string, string, string[]]>([
    ["lower case", "The QUICK Fox", ["the", "quick", "fox"]],
    ["punctuation between them", "one,two;three—four/five", ["one", "two", "three", "four", "five"]],
    ["hyphens and underscores", "open-source snake_case", ["open", "source", "snake", "case"]],
    ["apostrophes of both kinds", "the user's l’été", ["the", "user", "s", "l", "été"]],
    ["names of languages", "C++, C# and F#.", ["c++", "c#", "and", "f#"]],
    ["an anchor, which is no language", "page#part", ["page", "part"]],
    ["digits in words", "es6 2024 mp3s", ["es6", "2024", "mp3s"]],
    ["letters that carry marks, however encoded", "nai\u0308ve naïve", ["naïve", "naïve"]],
    ["other alphabets", "Ёлка ΑΒΓ שלום", ["ёлка", "αβγ", "שלום"]],
    ["Hindi vowel signs", "हिन्दी में", ["हिन्दी", "में"]],
    ["Korean", "한국어 문서", ["한국어", "문서"]],
    ["emoji, which are none", "🎉 done 🎉", ["done"]],
    ["nothing", "  \n—…", []],
  ])("has %s", (_, text, expected) => expect(wordsOf(text)).toEqual(expected));

  it("has what one pattern finds, wherever ASCII and other letters meet", () => {
    const pattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:\+\+|#(?![\p{L}\p{N}]))?/gu;
    const pieces = [
      "a",
      "Zz9",
      "é",
      "ß",
      "İ",
      "Σ",
      "\u0308",
      "’",
      "—",
      "+",
      "++",
      "#",
      " ",
      "\n",
      "𝒜",
      "🎉",
      "\ud835",
      "x".repeat(40),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const runs = [...parts.join("").toLowerCase().matchAll(pattern)].map(([run]) => run);
        expect(wordsOf(parts.join(""))).toEqual(
          runs.filter((run) => run.length <= 40).map((run) => run.normalize("NFC")),
        );
      }),
      { seed: 5, numRuns: 3000 },
    );
  });

  it.each([
    ["Japanese", "東京都に住んでいます", "東京"],
    ["Chinese", "我们使用机器学习", "我们"],
    ["Thai", "ประเทศไทยสวยงามมาก", "ประเทศไทย"],
  ])("parts %s, which has no spaces", (_, text, word) => {
    const words = wordsOf(text);
    expect(words.length).toBeGreaterThan(1);
    expect(words).toContain(word);
    expect(words.join("")).toBe(text);
  });

  it("is the same for Japanese whether a mark is a character of its own or not", () => {
    expect(wordsOf("か\u3099っこう")).toEqual(wordsOf("がっこう"));
  });

  it("loses no character where it cuts a long run", () => {
    const text = `x${"\u{20000}".repeat(400)}`;
    expect(wordsOf(text).join("")).toBe(text);
  });

  it("leaves out runs of more than 40 letters", () => {
    expect(wordsOf(`${"a".repeat(40)} ${"b".repeat(41)} ${"é".repeat(41)} c`)).toEqual(["a".repeat(40), "c"]);
  });

  it.each<[string, string]>([
    ["one letter", "a".repeat(1_000_000)],
    ["plus signs", "a+".repeat(500_000)],
    ["marks", `a${"\u0301".repeat(1_000_000)}`],
    ["Chinese", "机器学习".repeat(20_000)],
    ["Thai", "ไทย".repeat(20_000)],
  ])("is read in no time, even of a million of %s", (_, text) => {
    const started = performance.now();
    wordsOf(text);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("are well formed, not empty and without white space, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        for (const word of wordsOf(text)) {
          expect(word).toMatch(/^[^\s]+$/u);
          expect(word.toLowerCase().normalize("NFC")).toBe(word);
        }
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe("plural folding", () => {
  it.each([
    ["users", "user"],
    ["studies", "study"],
    ["ties", "tie"],
    ["boxes", "box"],
    ["classes", "class"],
    ["wishes", "wish"],
    ["branches", "branch"],
    ["approaches", "approach"],
    ["switches", "switch"],
    ["caches", "cache"],
    ["niches", "niche"],
    ["buzzes", "buzz"],
    ["movies", "movie"],
    ["cookies", "cookie"],
    ["databases", "database"],
    ["apis", "api"],
    ["wikis", "wiki"],
  ])("makes %s and %s one", (plural, singular) => expect(foldWord(plural)).toBe(foldWord(singular)));

  it.each(["css", "ios", "redis", "class", "status", "analysis", "was", "c++", "été", ""])(
    "leaves %o alone",
    (word) => expect(foldWord(word)).toBe(word),
  );

  it("is done in tags' names and in texts alike", () => {
    expect(foldedWords("Web-APIs for studies")).toEqual(["web", "api", "for", "study"]);
  });

  it("keeps words apart that differ in their first half", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,12}$/), fc.stringMatching(/^[a-z]{4,12}$/), (a, b) => {
        const start = (word: string): string => word.slice(0, word.length - 3);
        if (foldWord(a) === foldWord(b)) expect(b.startsWith(start(a)) || a.startsWith(start(b))).toBe(true);
      }),
      { seed: 12, numRuns: 500 },
    );
  });
});

it.each<[string, boolean]>([
  ["2024", true],
  ["٣", true],
  ["es6", false],
  ["", false],
])("%o is a number: %s", (word, expected) => expect(isNumber(word)).toBe(expected));
