import type { Span, TagStyle } from "./document.ts";
import type { MapValue } from "./fieldTree.ts";
import type { DataSyntax } from "./frontMatter.ts";
import type { NewField } from "./interpretation.ts";
import { quotedItem } from "./quoting.ts";
import { tagContainer } from "./tagFields.ts";
import { lineEnd, lineEndOf, lineStart } from "./textEdits.ts";

/** Where and how a tag field is added to structured data that has none, or `undefined` where that cannot be done. */
export function newDataField(
  text: string,
  syntax: DataSyntax,
  inner: Span,
  root: MapValue | undefined,
): NewField | undefined {
  if (syntax === "json") return root && newJsonField(text, root);
  if (syntax === "toml") return root && newTomlField(text, inner, root);
  if (root && !root.block) return undefined;
  const eol = lineEndOf(text);
  const indent = root ? text.slice(lineStart(text, root.span.start), root.span.start).replace(/\S/g, "") : "";
  const before = inner.end > 0 && text[inner.end - 1] !== "\n" && inner.end > inner.start ? eol : "";
  const after = before === "" ? eol : "";
  return {
    offset: inner.end,
    write: (key, tag, style) =>
      before +
      indent +
      yamlField(key, tag, style, eol, indent + (root ? dashIndent(text, root) : "  ")) +
      after,
  };
}

/** Front matter for a Markdown document that has none. */
export function newFrontMatter(text: string, offset: number): NewField {
  const eol = lineEndOf(text);
  const rest = text.slice(offset, offset + 2);
  const gap = rest === "" || rest.startsWith("\n") || rest === "\r\n" ? "" : eol;
  return {
    offset,
    write: (key, tag, style) => `---${eol}${yamlField(key, tag, style, eol, "  ")}${eol}---${eol}${gap}`,
  };
}

function yamlField(key: string, tag: string, style: TagStyle | undefined, eol: string, dash: string): string {
  const item = quotedItem(tag, "yaml", "");
  switch (style) {
    case "yaml-flow":
      return `${key}: [${item}]`;
    case "yaml-comma":
    case "yaml-space":
    case "yaml-scalar":
      return `${key}: ${item}`;
    default:
      return `${key}:${eol}${dash}- ${item}`;
  }
}

/** How far the dashes of the first block list stand from its key; two blanks where there is none to follow. */
export function dashIndent(text: string, root: MapValue): string {
  for (const { keySpan, value } of root.entries) {
    if (value.kind !== "list" || !value.block) continue;
    const keyIndent = keySpan.start - lineStart(text, keySpan.start);
    const line = text.slice(lineStart(text, value.span.start), value.span.start);
    if (/^[ ]*(?:-[ \t]*)?$/.test(line)) return " ".repeat(Math.max(0, line.search(/-|$/) - keyIndent));
  }
  return "  ";
}

function newTomlField(text: string, inner: Span, root: MapValue): NewField {
  const eol = lineEndOf(text);
  const holder = root.entries.find(
    ({ key, value }) => tagContainer(key) && value.kind === "map" && value.block,
  );
  const map = (holder?.value ?? root) as MapValue;
  const empty = map.span.end === inner.start;
  const offset = empty ? inner.start : lineEnd(text, map.span.end);
  return {
    offset,
    write: (key, tag, style) => {
      const name = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
      const bare = style === "toml-comma" || style === "toml-space" || style === "toml-scalar";
      const field = `${name} = ${bare ? JSON.stringify(tag) : `[${JSON.stringify(tag)}]`}`;
      return empty ? field + eol : eol + field;
    },
  };
}

function newJsonField(text: string, root: MapValue): NewField {
  const last = root.entries.at(-1);
  const start = root.span.start + 1;
  const lead = last ? text.slice(start, root.entries[0]!.keySpan.start) : "";
  const eol = lead.includes("\n") ? lead.slice(lead.lastIndexOf("\n") - (lead.includes("\r\n") ? 1 : 0)) : "";
  return {
    offset: last ? last.value.span.end : start,
    write: (key, tag, style) => {
      const item = JSON.stringify(tag);
      const bare = style === "json-comma" || style === "json-space" || style === "json-scalar";
      const unit = eol.includes("\t") ? "\t" : "  ";
      const list = eol === "" ? `[${item}]` : `[${eol}${unit}${item}${eol}]`;
      return `${last ? `,${eol || " "}` : ""}${JSON.stringify(key)}: ${bare ? item : list}`;
    },
  };
}
