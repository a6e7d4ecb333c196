import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocks, code, isLinkable, link, oneLine } from "../../../server/language/markdown.ts";

const hostile = fc
  .array(
    fc.constantFrom(
      ..."` `` * _ [ ] ( ) < > ! \\ & | ~~ # \n \r\n \u202e \u0000 \ud800 a é 😀 <img src=x> ![x](y) [a](command:b) https://e.example".split(
        " ",
      ),
      " ",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("text of a document in Markdown", () => {
  it.each([
    ["plain", "plain"],
    ["two\n\nlines  here", "two lines here"],
    [" \t trimmed ", "trimmed"],
    ["turned \u202eround\u2066", "turned round"],
    ["a\u0000b", "a b"],
    ["x".repeat(80), "x".repeat(80)],
    ["x".repeat(81), `${"x".repeat(79)}…`],
    ["😀".repeat(100), `${"😀".repeat(79)}…`],
  ])("is one line, and not too long: %j", (text, expected) => {
    expect(oneLine(text)).toBe(expected);
  });

  it.each([
    ["garden", "`garden`"],
    ["c++ & <b>", "`c++ & <b>`"],
    ["[a](command:b)", "`[a](command:b)`"],
    ["a `b` c", "`` a `b` c ``"],
    ["``", "``` `` ```"],
    ["", "` `"],
  ])("is left alone as code: %j", (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it("never ends its code early", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [, fence, inside] = /^(`+)([\s\S]*?)\1$/.exec(code(text))!;
        expect(inside).not.toContain("\n");
        expect(inside.match(/`+/g) ?? []).not.toContain(fence);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  it("has nothing that means anything in the label of a link", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [, label] = /^\[([\s\S]*)\]\(file:\/\/\/a\.md#L3\)$/.exec(link(text, "file:///a.md", "L3"))!;
        expect(label.replace(/\\[!-/:-@[-`{-~]/g, "")).not.toMatch(/[^\P{P}\-.…]|[`<>|~$^+=]|\n/u);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

describe("a link", () => {
  it.each([
    ["file:///notes/a.md", "file:///notes/a.md"],
    ["file:///notes/a%20(b).md", "file:///notes/a%20%28b%29.md"],
    ["file:///notes/a b>\n.md", "file:///notes/a%20b%3E%0A.md"],
    ["vscode-vfs://github/é\ud800.md", "vscode-vfs://github/%C3%A9%EF%BF%BD.md"],
  ])("cannot be left by what stands in the address: %j", (uri, expected) => {
    expect(link("a", uri)).toBe(`[a](${expected})`);
  });

  it.each([
    ["file:///a.md", true],
    ["vscode-remote://ssh+host/a.md", true],
    ["untitled:Untitled-1", false],
    ["command:workbench.action.quit", false],
    ["command://x", false],
    ["javascript:alert(1)", false],
    ["a.md", false],
  ])("may lead to %s: %s", (uri, expected) => {
    expect(isLinkable(uri)).toBe(expected);
  });
});

it("what is empty is no paragraph", () => {
  expect(blocks(["a", undefined, "", "- b"])).toBe("a\n\n- b");
});
