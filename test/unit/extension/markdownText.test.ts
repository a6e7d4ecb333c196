import { describe, expect, it } from "vitest";
import { escapedMarkdown } from "../../../extension/markdownText.ts";

describe("escaped text", () => {
  it.each([
    ["a link", "[a](command:x)", "\\[a\\]\\(command\\:x\\)"],
    ["an address", "https://a.example", "https\\:\\/\\/a\\.example"],
    ["HTML", "<b>bold</b>", "\\<b\\>bold\\<\\/b\\>"],
    ["an entity", "&nbsp;", "\\&nbsp\\;"],
    ["an item of a list", "- a 1. b", "\\- a 1\\. b"],
    ["code", "`a`", "\\`a\\`"],
    ["a line end", "a\n\nb", "a b"],
    ["a backslash", "a\\b", "a\\\\b"],
    ["words, and lines break at its spaces", "Straße, 東京 ok", "Straße\\, 東京 ok"],
  ])("means nothing but itself where it looks like %s", (_, text, expected) => {
    expect(escapedMarkdown(text)).toBe(expected);
  });
});
