import { describe, expect, it } from "vitest";
import type { TextDocumentEdit, TextEdit } from "vscode-languageserver-types";
import { applyEdits } from "../../../server/documents/edit.ts";
import { codeActions } from "../../../server/language/codeActions.ts";
import { DEFAULT_SETTINGS, type FixAllKind } from "../../../server/language/settings.ts";
import { lines } from "../documents/lines.ts";
import { note, notes } from "./support/notes.ts";
import { type Overrides, opinion, Workspace } from "./support/workspace.ts";

const workspace = new Workspace(notes());
const OPTIONS = {
  decideCommand: "decide",
  resolveSupport: false,
  documentChanges: true,
  disabledSupport: true,
};

/** What `source.fixAll` makes of a text under a setting; undefined where there is no such action. */
function fixed(
  text: string,
  fixAll: readonly FixAllKind[],
  overrides: Overrides = {},
  only = ["source.fixAll"],
): string | undefined {
  const doc = workspace.taggedDocument("sailing/new.md", text, {
    settings: { ...DEFAULT_SETTINGS, fixAll },
    ...overrides,
  });
  const range = doc.lines.rangeOf({ start: text.length, end: text.length });
  const [action, ...more] = codeActions(doc, range, { diagnostics: [], only }, OPTIONS);
  if (action === undefined) return undefined;
  expect(more).toEqual([]);
  expect(action.kind).toBe("source.fixAll.sdlgm");
  const [change] = action.edit!.documentChanges as TextDocumentEdit[];
  const edits = (change.edits as TextEdit[]).map(({ range: at, newText }) => ({
    span: doc.lines.spanOf(at),
    newText,
  }));
  return applyEdits(text, edits);
}

const text = note("Harbour", ["Weather Log", "garden", "cake"], "The mast.");
const figures = {
  opinion: opinion({ sailing: 0.95, knots: 0.89, "weather-log": 0.5, cake: 0.011, garden: 0.009 }),
};

describe("fixing all", () => {
  it.each<[readonly FixAllKind[], readonly string[]]>([
    [["near-duplicates"], ["weather-log", "garden", "cake"]],
    [["likely"], ["Weather Log", "garden", "cake", "sailing"]],
    [["unlikely"], ["Weather Log", "cake"]],
    [
      ["unlikely", "near-duplicates", "likely"],
      ["weather-log", "cake", "sailing"],
    ],
  ])("of %j is one edit", (allowed, tags) => {
    expect(fixed(text, allowed, figures)).toBe(note("Harbour", tags, "The mast."));
  });

  it("is not there while the settings allow nothing", () => {
    expect(fixed(text, [], figures)).toBeUndefined();
  });

  it("is not there where nothing is to be fixed", () => {
    expect(
      fixed(note("Harbour", ["sailing"], ""), ["likely", "unlikely", "near-duplicates"], figures),
    ).toBeUndefined();
  });

  it.each<[readonly string[], boolean]>([
    [["source.fixAll.sdlgm"], true],
    [["source.fixAll"], true],
    [["source"], true],
    [["source.organizeImports"], false],
    [["quickfix"], false],
    [["source.fixAll.other"], false],
  ])("is there for %j: %j", (only, isThere) => {
    expect(fixed(text, ["unlikely"], figures, [...only]) !== undefined).toBe(isThere);
  });

  it("leaves alone what the author has decided", () => {
    const decided = { ...figures, kept: ["garden", "weather log"], rejected: ["sailing"] };
    expect(fixed(text, ["likely", "unlikely", "near-duplicates"], decided)).toBeUndefined();
    expect(fixed(lines("---", "tags: []", "---"), ["likely"], figures)).toBeUndefined();
  });

  it("adds no more than the model's limit allows", () => {
    const sure = { ...opinion({ sailing: 0.99, knots: 0.98, cake: 0.97 }), limit: 2 };
    expect(fixed(note("Harbour", ["garden"], ""), ["likely"], { opinion: sure })).toBe(
      note("Harbour", ["garden", "sailing"], ""),
    );
  });

  it("needs no model for spellings", () => {
    expect(fixed(text, ["near-duplicates", "likely", "unlikely"], { opinion: null })).toBe(
      note("Harbour", ["weather-log", "garden", "cake"], "The mast."),
    );
  });
});
