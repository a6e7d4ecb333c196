import type { Document, Span } from "./document.ts";
import type { FieldEntry, FieldTree, MapValue } from "./fieldTree.ts";
import { type DataSyntax, findFrontMatter } from "./frontMatter.ts";
import { readJson } from "./jsonFields.ts";
import { marginFields } from "./marginKeys.ts";
import { markdownBlocks } from "./markdownLines.ts";
import { innerOf } from "./tagPieces.ts";
import { lineEnd } from "./textEdits.ts";
import { readToml } from "./tomlFields.ts";
import { readYaml } from "./yamlFields.ts";

/** Fields that name a document, the best first. */
const titleKeys = ["title", "name", "display_name", "displayname", "linktitle"];
/** Where a heading is looked for, in UTF-16 code units: one that stands further below names no document. */
const REACH = 20_000;

/**
 * What names the document: the value of the title field, or else the first heading's text, or else the first line that is not
 * blank. Never longer than its line; empty in an empty document.
 */
export function titlePlace(document: Document): Span {
  const { text, format } = document;
  switch (format) {
    case "yaml":
      return oneLine(text, marginTitle(text) ?? inkFrom(text, 0));
    case "npm-package":
      return oneLine(text, titleField(text, readJson(text, all(text)).root) ?? inkFrom(text, 0));
    case "notebook":
      return oneLine(text, notebookTitle(text) ?? inkFrom(text, 0));
    case "restructuredtext":
      return oneLine(text, underlined(text) ?? inkFrom(text, 0));
    default: {
      const { root, bodyStart } = frontMatterOf(text);
      const heading = format === "asciidoc" ? equalsHeading : firstHeading;
      const place = titleField(text, root) ?? heading(text, bodyStart) ?? inkFrom(text, bodyStart);
      return oneLine(text, place.end > place.start ? place : inkFrom(text, 0));
    }
  }
}

function frontMatterOf(text: string): { readonly root: MapValue | undefined; readonly bodyStart: number } {
  const { frontMatter, bodyStart } = findFrontMatter(text);
  if (!frontMatter) return { root: undefined, bodyStart };
  const tree = readers[frontMatter.syntax](text, frontMatter.inner);
  return { root: tree.root, bodyStart: tree.bareText ? frontMatter.outer.start : bodyStart };
}

const readers: Readonly<Record<DataSyntax, (text: string, span: Span) => FieldTree>> = {
  yaml: readYaml,
  toml: readToml,
  json: (text, span) => readJson(text, span),
};

/** The text of the best of the title's fields that has any, without its quotes. */
function titleField(text: string, root: MapValue | undefined): Span | undefined {
  const ranked = (root?.entries ?? [])
    .filter(({ key }) => titleKeys.includes(key.toLowerCase()))
    .sort((a, b) => rankOf(a) - rankOf(b));
  for (const { value } of ranked) {
    if (value.kind === "scalar" && !value.empty && value.value.trim() !== "") return innerOf(text, value);
  }
  return undefined;
}

/** Of a YAML file only the field itself is read: such files can be long. */
function marginTitle(text: string): Span | undefined {
  const fields = marginFields(text).filter(({ key }) => titleKeys.includes(key.toLowerCase()));
  const roots = fields.slice(0, 10).map(({ span }) => readYaml(text, span).root);
  const entries = roots.flatMap((root) => root?.entries ?? []);
  return titleField(text, { kind: "map", span: all(text), block: true, entries });
}

function rankOf({ key }: FieldEntry): number {
  return titleKeys.indexOf(key.toLowerCase());
}

function firstHeading(text: string, bodyStart: number): Span | undefined {
  const near = text.slice(0, bodyStart + REACH);
  return markdownBlocks(near, bodyStart).find(({ kind, span }) => kind === "heading" && span.end > span.start)
    ?.span;
}

function equalsHeading(text: string, bodyStart: number): Span | undefined {
  const match = /^={1,6}[ \t]+(?=\S)/m.exec(text.slice(bodyStart, bodyStart + REACH));
  return match ? inkFrom(text, bodyStart + match.index + match[0].length) : undefined;
}

/** A line with a line of one punctuation mark below it. */
function underlined(text: string): Span | undefined {
  const match = /^[^\S\n]*(?=\S)[^\n]*\n([!-/:-@[-`{-~])\1{2,}[ \t]*\r?$/m.exec(text.slice(0, REACH));
  return match ? inkFrom(text, match.index) : undefined;
}

function notebookTitle(text: string): Span | undefined {
  const root = readJson(text, all(text), new Set(["cells", "worksheets"])).root;
  const metadata = root?.entries.find(({ key }) => key === "metadata")?.value;
  const field = metadata?.kind === "map" ? titleField(text, metadata) : undefined;
  if (field) return field;
  const heading = /"[ \t]*#{1,6}[ \t]+(?=[^"\\\s])/.exec(text.slice(0, REACH));
  if (!heading) return undefined;
  const start = heading.index + heading[0].length;
  return { start, end: start + /^(?:[^"\\\n]|\\["/\\])*/.exec(text.slice(start, start + 500))![0].length };
}

/** The first line from `start` on that is not blank, without the blanks around it. */
function inkFrom(text: string, start: number): Span {
  const ink = /[^\s\ufeff]/g;
  ink.lastIndex = start;
  const first = ink.exec(text)?.index ?? text.length;
  return { start: first, end: lineEnd(text, first) };
}

function oneLine(text: string, { start, end }: Span): Span {
  const first = inkFrom(text, start).start;
  if (first >= end) return { start, end: start };
  const line = text.slice(first, Math.min(end, lineEnd(text, first)));
  return { start: first, end: first + line.trimEnd().length };
}

function all(text: string): Span {
  return { start: 0, end: text.length };
}
