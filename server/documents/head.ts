import type { Document } from "./document.ts";
import { findFrontMatter } from "./frontMatter.ts";

/**
 * A Markdown document without its prose: its fields are the same, and reading it takes no time. Undefined for a document of another
 * kind, or without front matter. Tags in the prose are left out of the text but not of `tags`.
 */
export function headOf(document: Document): Document | undefined {
  if (document.format !== "markdown") return undefined;
  const { frontMatter } = findFrontMatter(document.text);
  if (!frontMatter) return undefined;
  const text = document.text.slice(0, frontMatter.outer.end);
  return { ...document, text, problems: document.problems.filter(({ span }) => span.start < text.length) };
}
