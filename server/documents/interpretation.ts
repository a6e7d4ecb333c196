import type { Document, DocumentFormat, Problem, Prose, Span, TagOccurrence, TagStyle } from "./document.ts";
import type { ReadOptions } from "./options.ts";
import type { TagField } from "./tagFields.ts";

/** Everything that reading finds out: the document, and what an edit has to know besides. */
export interface Interpretation {
  readonly document: Document;
  readonly tagFields: readonly TagField[];
  /** Where a field would go that is not there yet; absent where none can be made. */
  readonly newField?: NewField;
  /** The indent of the dashes of a YAML block list that has to be started. */
  readonly dash: string;
}

/** How to make a tag field where there is none. */
export interface NewField {
  /** Where the field's text is put. */
  readonly offset: number;
  /** The text of a field with this key and this one tag, with all that must stand around it. */
  readonly write: (key: string, tag: string, style: TagStyle | undefined) => string;
}

/** What a format's reader is given. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly options: ReadOptions;
  /** For an npm package: the text of its README. */
  readonly readme?: string;
}

export function interpretationOf(
  source: Source,
  format: DocumentFormat,
  parts: {
    readonly prose: Prose;
    readonly tags: readonly TagOccurrence[];
    readonly problems: readonly Problem[];
    readonly tagFields?: readonly TagField[];
    readonly newField?: NewField | undefined;
    readonly dash?: string;
  },
): Interpretation {
  const { prose, tags, problems, tagFields = [], newField, dash = "  " } = parts;
  const document: Document = {
    path: source.path,
    format,
    text: source.text,
    prose,
    tags: [...tags].sort((a, b) => a.span.start - b.span.start),
    problems: problems.map((problem) => ({ ...problem, span: inside(problem.span, source.text.length) })),
  };
  return { document, tagFields, dash, ...(newField && { newField }) };
}

/** What is missing at the end of a text is told about its last character. */
function inside({ start, end }: Span, length: number): Span {
  const last = Math.max(0, length - 1);
  return { start: Math.min(start, last), end: Math.min(Math.max(end, start + 1), length) };
}
