import { DEFAULT_READ_OPTIONS } from "../documents/read.ts";

/** The codes of all diagnostics; each has a level of its own in the settings. */
export const DIAGNOSTIC_CODES = [
  "tags.missing",
  "tags.too-many",
  "tags.too-few",
  "tags.unlikely",
  "tags.likely",
  "tags.near-duplicate",
  "tags.malformed",
] as const;
export type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];

export const DIAGNOSTIC_LEVELS = ["off", "hint", "information", "warning", "error"] as const;
export type DiagnosticLevel = (typeof DIAGNOSTIC_LEVELS)[number];

/** What `source.fixAll.sdlgm` may change. */
export const FIX_ALL_KINDS = ["near-duplicates", "likely", "unlikely"] as const;
export type FixAllKind = (typeof FIX_ALL_KINDS)[number];

/** How a tag field is written that has to be made. `auto`: as most documents of the folder have theirs. */
export const FIELD_STYLES = ["auto", "block", "flow", "comma"] as const;
export type FieldStyle = (typeof FIELD_STYLES)[number];

export const INLINE_TAGS = ["auto", "always", "never"] as const;
export type InlineTags = (typeof INLINE_TAGS)[number];

/** The settings of one workspace folder, under `sdlgm`, complete and of the right types. */
export interface Settings {
  /** Names of the fields that hold tags, the preferred one first. */
  readonly tagKeys: readonly string[];
  readonly inlineTags: InlineTags;
  readonly fieldStyle: FieldStyle;
  /** Relative to the folder, or absolute. */
  readonly modelPath: string;
  /** L0; undefined: from the documents. */
  readonly limit: number | undefined;
  readonly seed: number;
  /** How many threads a training computes with; undefined: one less than there are cores. */
  readonly threads: number | undefined;
  /** Whether every machine has to make the same model. */
  readonly reproducible: boolean;
  readonly trainWhenIdle: boolean;
  /** How many documents must have changed before `trainWhenIdle` trains again. */
  readonly trainAfterChanges: number;
  /** Suggestions less likely than this are not shown, 0..1. */
  readonly leastProbability: number;
  /** How many suggestions a hover or a list of quick fixes shows at most. */
  readonly mostSuggestions: number;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
  readonly diagnostics: Readonly<Record<DiagnosticCode, DiagnosticLevel>>;
  readonly fixAll: readonly FixAllKind[];
}

export const DEFAULT_SETTINGS: Settings = {
  tagKeys: DEFAULT_READ_OPTIONS.tagKeys,
  inlineTags: "auto",
  fieldStyle: "auto",
  modelPath: ".sdlgm/model.sdlgm",
  limit: undefined,
  seed: 1,
  threads: undefined,
  reproducible: false,
  trainWhenIdle: false,
  trainAfterChanges: 50,
  leastProbability: 0.1,
  mostSuggestions: 6,
  codeLens: true,
  inlayHints: false,
  diagnostics: {
    "tags.missing": "hint",
    "tags.too-many": "information",
    "tags.too-few": "off",
    "tags.unlikely": "hint",
    "tags.likely": "hint",
    "tags.near-duplicate": "information",
    "tags.malformed": "information",
  },
  fixAll: [],
};
