import { describe, expect, it } from "vitest";
import { listed, percentage, shown } from "../../../server/language/phrases.ts";

describe("a probability", () => {
  it.each<[number, string]>([
    [1, "99 %"],
    [0.996, "99 %"],
    [0.834, "83 %"],
    [0.0996, "10 %"],
    [0.0123, "1.2 %"],
    [0.02, "2 %"],
    [0.001, "0.1 %"],
    [0.0009, "below 0.1 %"],
    [0, "below 0.1 %"],
  ])("of %d is told as %s", (probability, expected) => {
    expect(percentage(probability)).toBe(expected);
  });
});

describe("a name in a sentence", () => {
  it("is cut where it is long, and hides nothing", () => {
    expect(shown("x".repeat(60))).toBe("x".repeat(60));
    expect(shown("😀".repeat(61))).toBe(`${"😀".repeat(59)}…`);
    expect(shown("a\u202Eb\u2066c\nd")).toBe("abc d");
  });

  it("stands in quotes among others", () => {
    expect(listed(["a", "b c"])).toBe('"a", "b c"');
  });
});
