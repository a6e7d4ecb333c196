import { describe, expect, it } from "vitest";
import { english } from "../../../webview/language/english.ts";
import { german } from "../../../webview/language/german.ts";
import { languageOf } from "../../../webview/language/language.ts";
import { baselineName, lossName, reasonName, stageHint, stageName } from "../../../webview/language/names.ts";
import { nearestLanguage, sentencesIn } from "../../../webview/language/sentences.ts";

const NOW = new Date("2026-03-04T14:00:00");

function placeholders(sentence: string): string[] {
  return [...new Set(sentence.match(/\{\d\}/g))].sort();
}

describe("the sentences of the dashboard", () => {
  it("are all there in German, and none that nobody says", () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.entries(english))("%s has the same values in both languages", (name, sentence) => {
    const translated = german[name as keyof typeof english];
    expect(translated.trim()).not.toBe("");
    expect(placeholders(translated)).toEqual(placeholders(sentence));
  });

  it("are German for every kind of German, and English for all others", () => {
    expect(["de", "de-AT", "DE-ch"].map(nearestLanguage)).toEqual(["de", "de", "de"]);
    expect(["en", "fr", "", "den", "x-de"].map(nearestLanguage)).toEqual(["en", "en", "en", "en", "en"]);
  });

  it("keep values as they are, also those that look like places to fill in", () => {
    const say = sentencesIn("en");
    expect(say("hardToTell", "$& {0} <b>")).toBe("hard to tell apart from $& {0} <b>");
    expect(say("pageOf", 1, 25, "57")).toBe("1–25 of 57");
  });

  it("call what the server names by its name, and what they do not know as the server does", () => {
    const say = sentencesIn("en");
    expect(stageName(say, "head")).toBe("Weighing the evidence");
    expect(stageName(say, "polishing")).toBe("polishing");
    expect(stageHint(say, "polishing")).toBe("");
    expect(baselineName(say, "nearestNeighbours")).toBe("Similar documents");
    expect(lossName(say, "level")).toBe("how many");
    expect(reasonName(say, "too-large")).toBe("too large");
    expect(reasonName(say, "toString")).toBe("toString");
  });
});

describe("figures", () => {
  const en = languageOf("en-GB");
  const de = languageOf("de");

  it.each([
    [0, "0 %"],
    [0.004, "< 1 %"],
    [0.426, "43 %"],
    [0.994, "99 %"],
    [0.996, "> 99 %"],
    [1, "100 %"],
    [Number.NaN, "–"],
  ])("%d is %s", (share, expected) => {
    expect(en.percent(share).replaceAll("\u00a0", " ")).toBe(expected);
  });

  it("are never broken over two lines", () => {
    expect(en.percent(0.43)).toBe("43\u00a0%");
    expect(en.duration(6.2)).toBe("6\u00a0s");
  });

  it.each([
    [6.2, "6 s"],
    [0.2, "1 s"],
    [89, "89 s"],
    [150, "3 min"],
    [Number.NaN, "–"],
  ])("%d seconds are %s", (seconds, expected) => {
    expect(en.duration(seconds).replaceAll("\u00a0", " ")).toBe(expected);
  });

  it("are written as the language writes them", () => {
    expect([en.decimal(0.63), de.decimal(0.63)]).toEqual(["0.63", "0,63"]);
    expect([en.whole(2664), de.whole(2664)]).toEqual(["2,664", "2.664"]);
    expect([en.significant(12.345), de.significant(0.01234)]).toEqual(["12.3", "0,0123"]);
  });

  it("have a sign where they are differences, but not where that is nought", () => {
    expect([en.signed(0.02), en.signed(-0.02), en.signed(-0.001), de.signed(-1.5, 1)]).toEqual([
      "+0.02",
      "−0.02",
      "0.00",
      "−1,5",
    ]);
  });

  it("say when something was, from now on to years ago", () => {
    const past = (seconds: number): string => new Date(NOW.getTime() - 1000 * seconds).toISOString();
    expect(en.ago(past(20), NOW)).toBe("now");
    expect(en.ago(past(130), NOW)).toMatch(/^2 min/);
    expect(en.ago(past(90_000), NOW)).toBe("yesterday");
    expect(de.ago(past(90_000), NOW)).toBe("gestern");
    expect(en.ago("never", NOW)).toBe("–");
  });

  it("name the year only of moments in another one", () => {
    expect(en.moment("2026-03-04T13:02:00", NOW)).not.toContain("2026");
    expect(en.moment("2025-12-31T13:02:00", NOW)).toContain("2025");
    expect(en.moment("", NOW)).toBe("–");
  });
});
