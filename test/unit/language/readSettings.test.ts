import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelName, readSettings } from "../../../server/language/readSettings.ts";
import { DEFAULT_SETTINGS, DIAGNOSTIC_CODES, type Settings } from "../../../server/language/settings.ts";

/** A section in which only `name` is set. */
function section(name: string, value: unknown): unknown {
  return name.split(".").reduceRight<unknown>((inner, part) => ({ [part]: inner }), value);
}

describe("the settings of a folder", () => {
  it.each([undefined, null, {}, { tags: null, training: {} }])("are the defaults for %j", (value) => {
    expect(readSettings(value)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  it.each<[name: string, value: unknown, changed: Partial<Settings>]>([
    ["tags.keys", ["labels", " kinds "], { tagKeys: ["labels", "kinds"] }],
    ["tags.inline", "never", { inlineTags: "never" }],
    ["tags.fieldStyle", "flow", { fieldStyle: "flow" }],
    ["model.path", "../models/notes.sdlgm", { modelPath: "../models/notes.sdlgm" }],
    ["training.limit", 64, { limit: 64 }],
    ["training.limit", null, { limit: undefined }],
    ["training.seed", 0, { seed: 0 }],
    ["training.threads", 3, { threads: 3 }],
    ["training.reproducible", true, { reproducible: true }],
    ["training.whenIdle", true, { trainWhenIdle: true }],
    ["training.afterChanges", 1, { trainAfterChanges: 1 }],
    ["suggestions.leastProbability", 0, { leastProbability: 0 }],
    ["suggestions.most", 50, { mostSuggestions: 50 }],
    ["codeLens.enabled", false, { codeLens: false }],
    ["inlayHints.enabled", true, { inlayHints: true }],
    ["fixAll", ["likely", "likely", "near-duplicates"], { fixAll: ["likely", "near-duplicates"] }],
    ["fixAll", [], { fixAll: [] }],
    [
      "diagnostics.tooMany",
      "error",
      { diagnostics: { ...DEFAULT_SETTINGS.diagnostics, "tags.too-many": "error" } },
    ],
    [
      "diagnostics.nearDuplicate",
      "off",
      { diagnostics: { ...DEFAULT_SETTINGS.diagnostics, "tags.near-duplicate": "off" } },
    ],
  ])("take %s = %j", (name, value, changed) => {
    const expected = { settings: { ...DEFAULT_SETTINGS, ...changed }, problems: [] };
    expect(readSettings(section(name, value))).toEqual(expected);
    expect(readSettings({ [name]: value })).toEqual(expected);
  });

  it.each<[name: string, value: unknown, takes: string]>([
    ["tags.keys", [], "a list of field names with at least one"],
    ["tags.keys", "tags", "a list of field names with at least one"],
    ["tags.keys", ["tags", 3], "a list of field names with at least one"],
    ["tags.keys", [" "], "a list of field names with at least one"],
    ["tags.inline", true, "one of auto, always, never"],
    ["tags.fieldStyle", "wide", "one of auto, block, flow, comma"],
    ["model.path", "", "the path of a file"],
    ["model.path", 7, "the path of a file"],
    ["training.limit", 0, "null or a whole number between 1 and 64"],
    ["training.limit", 65, "null or a whole number between 1 and 64"],
    ["training.limit", "9", "null or a whole number between 1 and 64"],
    ["training.threads", 0, "null or a whole number between 1 and 64"],
    ["training.seed", -1, "a whole number between 0 and 9007199254740991"],
    ["training.seed", 1.5, "a whole number between 0 and 9007199254740991"],
    ["training.whenIdle", "yes", "true or false"],
    ["training.afterChanges", 0, "a whole number between 1 and 1000000"],
    ["suggestions.leastProbability", 1.01, "a number between 0 and 1"],
    ["suggestions.leastProbability", Number.NaN, "a number between 0 and 1"],
    ["suggestions.most", 51, "a whole number between 1 and 50"],
    ["codeLens.enabled", 1, "true or false"],
    ["inlayHints.enabled", {}, "true or false"],
    ["diagnostics.missing", "loud", "one of off, hint, information, warning, error"],
    ["diagnostics.tooFew", true, "one of off, hint, information, warning, error"],
    ["fixAll", ["everything"], "a list of any of near-duplicates, likely, unlikely"],
    ["fixAll", "likely", "a list of any of near-duplicates, likely, unlikely"],
  ])("keep the default and say so for %s = %j", (name, value, takes) => {
    expect(readSettings(section(name, value))).toEqual({
      settings: DEFAULT_SETTINGS,
      problems: [`The setting sdlgm.${name} takes ${takes}. Its value is not used; the default holds.`],
    });
  });

  it("take what is right beside what is wrong", () => {
    const { settings, problems } = readSettings({ training: { seed: "one", limit: 5 } });
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, limit: 5 });
    expect(problems).toHaveLength(1);
  });

  it.each([[[]], ["on"], [3], [true]])("are the defaults, with one problem, for a section %j", (value) => {
    expect(readSettings(value)).toEqual({
      settings: DEFAULT_SETTINGS,
      problems: ["The setting sdlgm takes an object with further settings."],
    });
  });

  it("have one level for each code", () => {
    expect(DIAGNOSTIC_CODES.map(levelName)).toEqual([
      "missing",
      "tooMany",
      "tooFew",
      "unlikely",
      "likely",
      "nearDuplicate",
      "malformed",
    ]);
  });

  it("are complete whatever is sent", () => {
    const names = ["tags", "keys", "training", "limit", "diagnostics", "missing", "fixAll", "codeLens"];
    const anything = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom(...names),
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...names), fc.anything())),
      ),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const { settings, problems } = readSettings(value);
        expect(Object.keys(settings)).toEqual(Object.keys(DEFAULT_SETTINGS));
        expect(Object.keys(settings.diagnostics)).toEqual([...DIAGNOSTIC_CODES]);
        expect(settings.tagKeys.length).toBeGreaterThan(0);
        expect(problems.every((problem) => problem.startsWith("The setting sdlgm"))).toBe(true);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
