/** A half-open range of UTF-16 code units in a document's text: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a tag is written where it stands. A new tag in the same field is written the same way. */
export type TagStyle =
  | "yaml-block" // a line `- tag` of a block sequence
  | "yaml-flow" // an item of `[a, b]`
  | "yaml-comma" // a part of the scalar `a, b`
  | "yaml-space" // a part of the scalar `a b`
  | "yaml-scalar" // the whole scalar
  | "toml-array"
  | "toml-comma"
  | "toml-space"
  | "toml-scalar"
  | "json-array"
  | "json-comma"
  | "json-space"
  | "json-scalar"
  | "inline" // `#tag` in the prose
  | "rst-field" // `:tags: a, b`
  | "asciidoc-attribute"; // `:keywords: a, b`

/** One tag at one place. `name` is what the tag means: unquoted, unescaped, without `#`. */
export interface TagOccurrence {
  readonly name: string;
  /** Where the tag is written, quotes and `#` included. */
  readonly span: Span;
  readonly style: TagStyle;
  /** The key of the field that holds it, as written (`tags`, `topics`, …); `#` for inline tags. */
  readonly field: string;
}

/** One thing that is wrong with a document's tags or their surroundings, with its place. */
export interface Problem {
  /** A dotted word, such as `front-matter.not-closed` or `yaml.duplicate-key`. */
  readonly code: string;
  /** One plain sentence that says what is wrong and what to do. */
  readonly message: string;
  readonly span: Span;
}

/** What the words of a document are read from. Markup is taken out, and so is every tag. */
export interface Prose {
  readonly title: string;
  /** Summary, description, excerpt: short texts about the document that are not its body. */
  readonly description: string;
  readonly headings: readonly string[];
  /** Running text without the headings; code blocks are kept as words, markup and addresses are not. */
  readonly body: string;
  /** Other front-matter fields with short values, e.g. `{ key: "author", value: "ana" }`. Never tags, title, dates or slugs. */
  readonly fields: readonly { readonly key: string; readonly value: string }[];
}

export type DocumentFormat =
  | "markdown"
  | "yaml"
  | "restructuredtext"
  | "asciidoc"
  | "notebook"
  | "npm-package";

/** A document as its format reads it. Reading never throws: what cannot be parsed is a document without tags and with a problem. */
export interface Document {
  /** Relative to its folder, with forward slashes. */
  readonly path: string;
  readonly format: DocumentFormat;
  readonly text: string;
  readonly prose: Prose;
  readonly tags: readonly TagOccurrence[];
  readonly problems: readonly Problem[];
}

/** Replace `span` of the old text by `newText`. Several edits of one document never overlap. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}
