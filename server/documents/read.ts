import { readAsciidoc } from "./asciidoc.ts";
import type { Document } from "./document.ts";
import { formatOf } from "./format.ts";
import type { Interpretation } from "./interpretation.ts";
import { readMarkdownDocument } from "./markdown.ts";
import { readNotebook } from "./notebook.ts";
import { readNpmPackage } from "./npmPackage.ts";
import { DEFAULT_READ_OPTIONS, type ReadOptions } from "./options.ts";
import { readRestructuredText } from "./restructuredText.ts";
import { readYamlDocument } from "./yamlDocument.ts";

export { formatOf } from "./format.ts";
export { DEFAULT_READ_OPTIONS, type ReadOptions } from "./options.ts";

/** What lies beside a document and belongs to it. */
export interface Companions {
  /** The README of an npm package: its prose. */
  readonly readme?: string;
}

/**
 * Reads a document's tags, with their places, and its words. Never throws: what cannot be parsed is a document without
 * tags and with a problem. `undefined` for files that are no documents.
 */
export function readDocument(
  path: string,
  text: string,
  options: ReadOptions = DEFAULT_READ_OPTIONS,
  companions: Companions = {},
): Document | undefined {
  return interpret(path, text, options, companions)?.document;
}

/** As `readDocument`, with what an edit needs to know besides. */
export function interpret(
  path: string,
  text: string,
  options: ReadOptions = DEFAULT_READ_OPTIONS,
  companions: Companions = {},
): Interpretation | undefined {
  const source = { path, text, options, ...companions };
  switch (formatOf(path)) {
    case "markdown":
      return readMarkdownDocument(source);
    case "yaml":
      return readYamlDocument(source);
    case "restructuredtext":
      return readRestructuredText(source);
    case "asciidoc":
      return readAsciidoc(source);
    case "notebook":
      return readNotebook(source);
    case "npm-package":
      return readNpmPackage(source);
    default:
      return undefined;
  }
}
