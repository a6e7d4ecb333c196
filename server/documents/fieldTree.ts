import type { Problem, Span } from "./document.ts";

/** How a scalar is quoted: nothing, the quotes themselves, or `|` and `>` for YAML's block scalars. */
export type Quote = "" | "'" | '"' | "'''" | '"""' | "|" | ">";

export interface ScalarValue {
  readonly kind: "scalar";
  readonly span: Span;
  /** Unquoted and unescaped; for numbers, booleans and dates the text as written. */
  readonly value: string;
  readonly quote: Quote;
  /** Nothing there, or a null. */
  readonly empty: boolean;
}

export interface ListValue {
  readonly kind: "list";
  /** From bracket to bracket; for a block list from its first dash. */
  readonly span: Span;
  readonly block: boolean;
  readonly items: readonly FieldValue[];
}

export interface MapValue {
  readonly kind: "map";
  readonly span: Span;
  readonly block: boolean;
  readonly entries: readonly FieldEntry[];
}

/** What cannot hold a tag of its own, such as a YAML alias. */
export interface OpaqueValue {
  readonly kind: "opaque";
  readonly span: Span;
}

export type FieldValue = ScalarValue | ListValue | MapValue | OpaqueValue;

export interface FieldEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: FieldValue;
}

/** Structured data (YAML, TOML, JSON) with the place of everything in it. Spans are those of the whole document. */
export interface FieldTree {
  /** Absent where the data is empty, is no map or cannot be parsed. */
  readonly root?: MapValue;
  /** The data is one bare piece of text, so it may not be data at all. */
  readonly bareText?: boolean;
  readonly problems: readonly Problem[];
}

/** Deeper data is refused: no document nests its fields so deep, and recursion must end. */
export const MAX_DEPTH = 60;
