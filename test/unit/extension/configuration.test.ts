import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { levelName, readSettings } from "../../../server/language/readSettings.ts";
import {
  DEFAULT_SETTINGS,
  DIAGNOSTIC_CODES,
  DIAGNOSTIC_LEVELS,
  FIELD_STYLES,
  FIX_ALL_KINDS,
  INLINE_TAGS,
} from "../../../server/language/settings.ts";
import { ROOT } from "../architecture/sourceFiles.ts";

interface Property {
  readonly default: unknown;
  readonly scope: string;
  readonly order: number;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly markdownDescription?: string;
  readonly items?: Property;
  readonly minimum?: number;
  readonly maximum?: number;
}
interface Section {
  readonly title: string;
  readonly order: number;
  readonly properties: Readonly<Record<string, Property>>;
}

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
const sections: readonly Section[] = manifest.contributes.configuration;
const properties = Object.assign(
  {},
  ...sections.map((section) => section.properties),
) as Section["properties"];
const ofServer = Object.entries(properties).filter(([name]) => name !== "sdlgm.trace.server");

const standard = DEFAULT_SETTINGS;
const EXPECTED: Readonly<Record<string, unknown>> = {
  "tags.keys": standard.tagKeys,
  "tags.inline": standard.inlineTags,
  "tags.fieldStyle": standard.fieldStyle,
  "model.path": standard.modelPath,
  "training.limit": standard.limit ?? null,
  "training.seed": standard.seed,
  "training.threads": standard.threads ?? null,
  "training.reproducible": standard.reproducible,
  "training.whenIdle": standard.trainWhenIdle,
  "training.afterChanges": standard.trainAfterChanges,
  "suggestions.leastProbability": standard.leastProbability,
  "suggestions.most": standard.mostSuggestions,
  "codeLens.enabled": standard.codeLens,
  "inlayHints.enabled": standard.inlayHints,
  fixAll: standard.fixAll,
  ...Object.fromEntries(
    DIAGNOSTIC_CODES.map((code) => [`diagnostics.${levelName(code)}`, standard.diagnostics[code]]),
  ),
};

describe("the settings of package.json", () => {
  it("are those that the server knows, with its defaults", () => {
    const defaults = ofServer.map(([name, property]) => [name.replace(/^sdlgm\./, ""), property.default]);
    expect(Object.fromEntries(defaults)).toEqual(EXPECTED);
  });

  it("mean the server's defaults to the server, too", () => {
    const section = Object.fromEntries(
      ofServer.map(([name, property]) => [name.replace(/^sdlgm\./, ""), property.default]),
    );
    expect(readSettings(section)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  it.each<[string, readonly string[], Property]>([
    ["tags.inline", INLINE_TAGS, properties["sdlgm.tags.inline"]],
    ["tags.fieldStyle", FIELD_STYLES, properties["sdlgm.tags.fieldStyle"]],
    ["fixAll", FIX_ALL_KINDS, properties["sdlgm.fixAll"].items!],
    ...DIAGNOSTIC_CODES.map((code): [string, readonly string[], Property] => {
      const name = `diagnostics.${levelName(code)}`;
      return [name, DIAGNOSTIC_LEVELS, properties[`sdlgm.${name}`]];
    }),
  ])("offer for %s what the server takes, each described", (_, values, property) => {
    expect(property.enum).toEqual(values);
    expect(property.markdownEnumDescriptions).toHaveLength(values.length);
  });

  it.each(
    ofServer.flatMap(([name, { minimum, maximum }]) =>
      [minimum, maximum].filter((bound) => bound !== undefined).map((bound) => [name, bound] as const),
    ),
  )("allow for %s what the server allows: %d", (name, bound) => {
    expect(readSettings({ [name.replace(/^sdlgm\./, "")]: bound }).problems).toEqual([]);
  });

  it("may differ from folder to folder", () => {
    expect(ofServer.filter(([, { scope }]) => scope !== "resource")).toEqual([]);
  });

  it("are described, in an order of their own within each section", () => {
    for (const section of sections) {
      const all = Object.values(section.properties);
      expect(all.map(({ order }) => order)).toEqual(all.map((_, i) => i + 1));
      expect(all.every(({ markdownDescription }) => markdownDescription?.startsWith("%config."))).toBe(true);
    }
    expect(sections.map(({ order }) => order)).toEqual(sections.map((_, i) => i + 1));
  });
});
