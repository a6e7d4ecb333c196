import { t } from "@vscode/l10n";
import { isUsableTag } from "../documents/tagName.ts";
import {
  DEFAULT_SETTINGS,
  DIAGNOSTIC_CODES,
  DIAGNOSTIC_LEVELS,
  type DiagnosticCode,
  type DiagnosticLevel,
  FIELD_STYLES,
  FIX_ALL_KINDS,
  INLINE_TAGS,
  type Settings,
} from "./settings.ts";

/** The settings as they hold, and one sentence for each value that could not be used. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

/** A value that fits, or undefined for one that does not. */
type Accept<T> = (value: unknown) => T | undefined;

const MOST_KEYS = 50;
const MOST_DOCUMENTS = 1_000_000;

/**
 * Reads the configuration section `sdlgm` as a client sends it, nested by the dots of the names. What is missing or null has its
 * default; so has what cannot be used, and a problem tells. Never throws.
 */
export function readSettings(value: unknown): ReadSettings {
  const problems: string[] = [];
  if (value !== undefined && value !== null && !isObject(value)) {
    problems.push(t("The setting {0} takes an object with further settings.", "sdlgm"));
  }
  const section = isObject(value) ? value : {};

  function read<T>(name: string, accept: Accept<T>, takes: string, otherwise: T): T {
    const given = valueAt(section, name);
    if (given === undefined || given === null) return otherwise;
    const accepted = accept(given);
    if (accepted !== undefined) return accepted;
    problems.push(
      t("The setting {0} takes {1}. Its value is not used; the default holds.", `sdlgm.${name}`, takes),
    );
    return otherwise;
  }
  const oneOf = <T extends string>(name: string, values: readonly T[], otherwise: T): T =>
    read<T>(name, among(values), t("one of {0}", values.join(", ")), otherwise);
  const flag = (name: string, otherwise: boolean): boolean =>
    read(name, asBoolean, t("true or false"), otherwise);
  const whole = (name: string, least: number, most: number, otherwise: number): number =>
    read(name, wholeNumber(least, most), t("a whole number between {0} and {1}", least, most), otherwise);

  const standard = DEFAULT_SETTINGS;
  const settings: Settings = {
    tagKeys: read("tags.keys", asKeys, t("a list of field names with at least one"), standard.tagKeys),
    inlineTags: oneOf("tags.inline", INLINE_TAGS, standard.inlineTags),
    fieldStyle: oneOf("tags.fieldStyle", FIELD_STYLES, standard.fieldStyle),
    modelPath: read("model.path", asPath, t("the path of a file"), standard.modelPath),
    limit: read<number | undefined>(
      "training.limit",
      wholeNumber(1, 64),
      t("null or a whole number between {0} and {1}", 1, 64),
      standard.limit,
    ),
    seed: whole("training.seed", 0, Number.MAX_SAFE_INTEGER, standard.seed),
    threads: read<number | undefined>(
      "training.threads",
      wholeNumber(1, 64),
      t("null or a whole number between {0} and {1}", 1, 64),
      standard.threads,
    ),
    reproducible: flag("training.reproducible", standard.reproducible),
    trainWhenIdle: flag("training.whenIdle", standard.trainWhenIdle),
    trainAfterChanges: whole("training.afterChanges", 1, MOST_DOCUMENTS, standard.trainAfterChanges),
    leastProbability: read(
      "suggestions.leastProbability",
      asProbability,
      t("a number between {0} and {1}", 0, 1),
      standard.leastProbability,
    ),
    mostSuggestions: whole("suggestions.most", 1, 50, standard.mostSuggestions),
    codeLens: flag("codeLens.enabled", standard.codeLens),
    inlayHints: flag("inlayHints.enabled", standard.inlayHints),
    diagnostics: Object.fromEntries(
      DIAGNOSTIC_CODES.map((code) => [
        code,
        oneOf(`diagnostics.${levelName(code)}`, DIAGNOSTIC_LEVELS, standard.diagnostics[code]),
      ]),
    ) as Record<DiagnosticCode, DiagnosticLevel>,
    fixAll: read(
      "fixAll",
      listOf(among(FIX_ALL_KINDS)),
      t("a list of any of {0}", FIX_ALL_KINDS.join(", ")),
      standard.fixAll,
    ),
  };
  return { settings, problems };
}

/** What the level of a code is called under `sdlgm.diagnostics`: `tooMany` for `tags.too-many`. */
export function levelName(code: DiagnosticCode): string {
  return code.slice(code.indexOf(".") + 1).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Nested by its dots, or, as some clients send it, with the dots in the name. */
function valueAt(section: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(section, name)) return section[name];
  let value: unknown = section;
  for (const part of name.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const asBoolean: Accept<boolean> = (value) => (typeof value === "boolean" ? value : undefined);

const asProbability: Accept<number> = (value) =>
  typeof value === "number" && value >= 0 && value <= 1 ? value : undefined;

const asPath: Accept<string> = (value) =>
  typeof value === "string" && value.trim() !== "" && !value.includes("\0") ? value.trim() : undefined;

const asKeys: Accept<readonly string[]> = (value) => {
  const keys = listOf((key) => (typeof key === "string" && isUsableTag(key) ? key.trim() : undefined))(value);
  return keys !== undefined && keys.length > 0 && keys.length <= MOST_KEYS ? keys : undefined;
};

function wholeNumber(least: number, most: number): Accept<number> {
  return (value) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most
      ? value
      : undefined;
}

function among<T extends string>(values: readonly T[]): Accept<T> {
  return (value) => values.find((known) => known === value);
}

function listOf<T>(accept: Accept<T>): Accept<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items = [...new Set(value.map(accept))];
    return items.includes(undefined) ? undefined : (items as T[]);
  };
}
