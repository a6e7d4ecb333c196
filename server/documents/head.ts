import type { Document } from "./document.ts";
import { findFrontMatter } from "./frontMatter.ts";
import { marginFields, mayHoldTags } from "./marginKeys.ts";
import { DEFAULT_READ_OPTIONS, type ReadOptions } from "./options.ts";
import { readDocument } from "./read.ts";

/**
 * The part of a document that its tag fields are in: these are the same, and reading it takes little time. Of Markdown that is the
 * front matter, of a YAML file with tags what comes before the fields below them. Undefined for a document of another kind, or
 * where there is no such part. Tags in the prose are left out of the text but not of `tags`.
 */
export function headOf(document: Document, read: ReadOptions = DEFAULT_READ_OPTIONS): Document | undefined {
  if (document.format === "markdown") {
    const { frontMatter } = findFrontMatter(document.text);
    return frontMatter && upTo(document, frontMatter.outer.end);
  }
  return document.format === "yaml" ? headOfYaml(document, read) : undefined;
}

function headOfYaml(document: Document, read: ReadOptions): Document | undefined {
  if (document.tags.length === 0 || document.problems.length > 0) return undefined;
  const last = marginFields(document.text).findLast(({ key }) => mayHoldTags(key, read));
  if (!last || last.span.end === document.text.length) return undefined;
  const head = upTo(document, last.span.end);
  const reading = readDocument(head.path, head.text, read);
  const isWhole = reading?.problems.length === 0 && reading.tags.length === document.tags.length;
  return isWhole ? head : undefined;
}

function upTo(document: Document, end: number): Document {
  return {
    ...document,
    text: document.text.slice(0, end),
    problems: document.problems.filter(({ span }) => span.start < end),
  };
}
