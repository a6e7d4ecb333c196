import { describe, expect, it } from "vitest";
import { inlayHints } from "../../../server/language/inlayHints.ts";
import { note, notes } from "./support/notes.ts";
import { type Overrides, opinion, Workspace } from "./support/workspace.ts";

const workspace = new Workspace(notes());
const everything = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
const shown: Overrides = { settings: { inlayHints: true } };

/** The text with each hint in its place, as `«83 %»`. */
function hinted(text: string, overrides: Overrides, range = everything): string {
  const doc = workspace.taggedDocument("new.md", text, overrides);
  return inlayHints(doc, range)
    .map(({ position, label }) => ({ at: doc.lines.offsetAt(position), label }))
    .reverse()
    .reduce((out, { at, label }) => `${out.slice(0, at)}«${label}»${out.slice(at)}`, text);
}

describe("an inlay hint", () => {
  it.each<[string, string, Overrides, string]>([
    [
      "stands behind each tag that the model knows",
      '---\ntags: [a, "b", z]\n---\n#a',
      { ...shown, opinion: opinion({ a: 0.834, b: 0.021 }) },
      '---\ntags: [a«83 %», "b"«2.1 %», z]\n---\n#a«83 %»',
    ],
    [
      "does not stand behind a tag that its author keeps",
      "---\ntags: a, b\n---\n",
      { ...shown, opinion: opinion({ a: 0.8, b: 0.02 }), kept: ["B"] },
      "---\ntags: a«80 %», b\n---\n",
    ],
    [
      "is not shown without a model",
      "---\ntags: a\n---\n",
      { ...shown, opinion: null },
      "---\ntags: a\n---\n",
    ],
    [
      "is not shown by default",
      "---\ntags: a\n---\n",
      { opinion: opinion({ a: 0.8 }) },
      "---\ntags: a\n---\n",
    ],
  ])("%s", (_, text, overrides, expected) => {
    expect(hinted(text, overrides)).toBe(expected);
  });

  it("is made for what is seen only", () => {
    const text = note("T", ["a", "b", "c"], "");
    const second = { start: { line: 4, character: 0 }, end: { line: 4, character: 99 } };
    const hints = hinted(text, { ...shown, opinion: opinion({ a: 0.5, b: 0.6, c: 0.7 }) }, second);
    expect(hints).toBe(text.replace("- b", "- b«60 %»"));
  });

  it("tells why in plain text", () => {
    const text = note("Harbour", ["knots"], "A bowline, a splice. The rope and the hitch.");
    const [hint] = inlayHints(workspace.taggedDocument("sailing/new.md", text, shown), everything);
    expect(hint.label).toBe("99 %");
    expect(hint.tooltip).toMatch(/bowline/);
  });
});
