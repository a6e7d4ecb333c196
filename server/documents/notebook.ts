import type { Prose } from "./document.ts";
import { readFieldProse } from "./fieldProse.ts";
import type { MapValue } from "./fieldTree.ts";
import { fileNameWords } from "./format.ts";
import { type Interpretation, interpretationOf, type Source } from "./interpretation.ts";
import { readJson } from "./jsonFields.ts";
import { readMarkdownBody } from "./markdown.ts";
import { newDataField } from "./newField.ts";
import { findTagFields, occurrencesOf } from "./tagFields.ts";

/** Of one code cell, and of all cells together, in UTF-16 code units. */
const MAX_CODE = 2000;
const MAX_PROSE = 1 << 20;

/** Reads a Jupyter notebook: the tags of its metadata, the words of its Markdown, the beginnings of its code, no outputs. */
export function readNotebook(source: Source): Interpretation {
  const { text, options, path } = source;
  const span = { start: 0, end: text.length };
  const tree = readJson(text, span, new Set(["cells", "worksheets"]));
  const metadata = tree.root?.entries.find(({ key }) => key === "metadata")?.value;
  const root: MapValue | undefined = metadata?.kind === "map" ? metadata : undefined;
  const tagFields = root ? findTagFields(text, root, "json", options) : [];
  const { tags, problems } = occurrencesOf(tagFields);
  const cells = tree.root ? cellsOf(text) : { markdown: "", code: "" };
  const body = readMarkdownBody(cells.markdown, 0, { ...options, inlineTags: false });
  const named = readFieldProse(root, options);
  const prose: Prose = {
    title: named.title || body.title || fileNameWords(path),
    description: named.description,
    headings: body.headings.slice(named.title === "" && body.title !== "" ? 1 : 0),
    body: [body.body, cells.code].filter((part) => part !== "").join("\n"),
    fields: [],
  };
  return interpretationOf(source, "notebook", {
    prose,
    tags,
    problems: [...tree.problems, ...problems],
    tagFields,
    newField: newDataField(text, "json", span, root),
  });
}

function cellsOf(text: string): { markdown: string; code: string } {
  const markdown: string[] = [];
  const code: string[] = [];
  let length = 0;
  for (const cell of cellList(text)) {
    const { cell_type: type, source } = (cell ?? {}) as { cell_type?: unknown; source?: unknown };
    const written = Array.isArray(source)
      ? source.filter((line) => typeof line === "string").join("")
      : source;
    if (typeof written !== "string" || length > MAX_PROSE) continue;
    length += written.length;
    if (type === "markdown") markdown.push(written);
    else if (type === "code") code.push(written.slice(0, MAX_CODE));
  }
  return { markdown: markdown.join("\n\n"), code: code.join("\n") };
}

function cellList(text: string): readonly unknown[] {
  try {
    const { cells } = JSON.parse(text.replace(/^\ufeff/, "")) as { cells?: unknown };
    return Array.isArray(cells) ? cells : [];
  } catch {
    return [];
  }
}
