import type { Document } from "./document.ts";
import { type DataSyntax, findFrontMatter } from "./frontMatter.ts";
import { MARGIN_KEY, mayHoldTags } from "./marginKeys.ts";
import { DEFAULT_READ_OPTIONS, type ReadOptions, tagKeyRank } from "./options.ts";
import { lineEnd, lineEndOf, lineStart } from "./textEdits.ts";

/** The part of a document that has to be looked at to know what a place in its fields is. */
export interface SlotSite {
  readonly syntax: DataSyntax | "line";
  /** Where the data starts, in UTF-16 code units. */
  readonly from: number;
  /** Where the value starts that the place is in, as far as can be seen, or the data. */
  readonly valueFrom: number;
  /** What lies behind this has no part in it. */
  readonly end: number;
  /** What has to stand behind `end` to close the data. */
  readonly tail: string;
}

const tomlKey = /^[ \t]*([\w.'" \t-]+?)[ \t]*=/;

/** Where `offset` lies in the fields of a document; undefined where it surely is in none that holds tags. */
export function slotSiteAt(
  { text, format }: Pick<Document, "text" | "format">,
  offset: number,
  read: ReadOptions = DEFAULT_READ_OPTIONS,
): SlotSite | undefined {
  switch (format) {
    case "yaml":
      return dataSite(text, "yaml", { start: 0, end: text.length }, offset, "", read);
    case "notebook":
    case "npm-package":
      return jsonSite(text, 0, offset, format === "npm-package" ? ["keywords"] : read.tagKeys);
    case "restructuredtext":
      return lineSite(text, offset, read);
    case "asciidoc":
      return frontMatterSite(text, offset, read) ?? lineSite(text, offset, read);
    default:
      return frontMatterSite(text, offset, read);
  }
}

function frontMatterSite(text: string, offset: number, read: ReadOptions): SlotSite | undefined {
  const { frontMatter, problem } = findFrontMatter(text);
  if (frontMatter) {
    const { syntax, inner, outer } = frontMatter;
    if (offset < inner.start || offset >= inner.end) return undefined;
    return dataSite(text, syntax, inner, offset, text.slice(inner.end, outer.end), read);
  }
  if (problem?.code !== "front-matter.not-closed" || offset < problem.span.end) return undefined;
  const opening = text.slice(problem.span.start, problem.span.end);
  if (opening.startsWith("{"))
    return dataSite(text, "json", { start: problem.span.start, end: text.length }, offset, "", read);
  // The prose may follow at once, so the field at hand is taken for the last.
  const end = lineEnd(text, offset);
  const mark = /^[-+;`]{3}/.exec(opening)?.[0] ?? "---";
  const label = /[a-z]+/i.exec(opening)?.[0].toLowerCase();
  const syntax: DataSyntax =
    label === "toml" || label === "json" ? label : mark === "+++" ? "toml" : mark === ";;;" ? "json" : "yaml";
  return dataSite(text, syntax, { start: problem.span.end, end }, offset, mark + lineEndOf(text), read);
}

function dataSite(
  text: string,
  syntax: DataSyntax,
  { start, end }: { readonly start: number; readonly end: number },
  offset: number,
  tail: string,
  read: ReadOptions,
): SlotSite | undefined {
  if (syntax === "json") return jsonSite(text, start, offset, read.tagKeys, end, tail);
  const field = keyAbove(text, syntax, start, offset);
  if (field && !mayHoldTags(field.key, read)) return undefined;
  const site = { syntax, from: start, valueFrom: field?.valueFrom ?? start, end, tail };
  return syntax === "yaml" && field ? { ...site, end: keyBelow(text, offset, end) } : site;
}

/** The key at the margin that `offset` stands behind or below. */
function keyAbove(
  text: string,
  syntax: "yaml" | "toml",
  start: number,
  offset: number,
): { readonly key: string; readonly valueFrom: number } | undefined {
  const pattern = syntax === "yaml" ? MARGIN_KEY : tomlKey;
  for (let at = lineStart(text, offset); at >= start; at = lineStart(text, at - 1)) {
    const match = pattern.exec(text.slice(at, Math.min(lineEnd(text, at), at + 200)));
    if (match)
      return {
        key: match[1] ?? match[2] ?? match[3]!,
        valueFrom: at + match[0].length,
      };
    if (at === 0) break;
  }
  return undefined;
}

function keyBelow(text: string, offset: number, end: number): number {
  for (let newline = text.indexOf("\n", offset); newline >= 0 && newline < end; ) {
    if (MARGIN_KEY.test(text.slice(newline + 1, Math.min(end, newline + 201)))) return newline + 1;
    newline = text.indexOf("\n", newline + 1);
  }
  return end;
}

/** JSON is looked at only where the name of a tag field stands not far before. */
function jsonSite(
  text: string,
  from: number,
  offset: number,
  keys: readonly string[],
  end = text.length,
  tail = "",
): SlotSite | undefined {
  if (offset <= from) return undefined;
  const before = text.slice(Math.max(from, offset - 20_000), offset);
  const near = [...before.matchAll(/"([\w-]{1,40})"\s{0,20}:/g)].some(
    ([, key]) => tagKeyRank(key!, { tagKeys: keys, inlineTags: false }) !== undefined || /^tag$/.test(key!),
  );
  return near ? { syntax: "json", from, valueFrom: from, end, tail } : undefined;
}

/** A field of one text, as in reStructuredText and AsciiDoc, with the lines that go on with it. */
function lineSite(text: string, offset: number, read: ReadOptions): SlotSite | undefined {
  const from = paragraphStart(text, offset);
  const fields = [...text.slice(from, offset).matchAll(/^[ \t]*(?::|\.\. )([A-Za-z][\w-]{0,60})::?/gm)];
  const last = fields.at(-1);
  if (!last || tagKeyRank(last[1]!.replace(/^(?:page|jbake|meta)-/i, ""), read) === undefined)
    return undefined;
  const gap = /\n[ \t]*\r?\n/g;
  gap.lastIndex = Math.max(0, offset - 1);
  const end = gap.exec(text)?.index ?? text.length;
  return {
    syntax: "line",
    from,
    valueFrom: from + last.index + last[0].length,
    end: Math.max(end, offset),
    tail: "",
  };
}

function paragraphStart(text: string, offset: number): number {
  let start = lineStart(text, offset);
  while (start > 0) {
    const above = lineStart(text, start - 1);
    if (text.slice(above, start).trim() === "") break;
    start = above;
  }
  return start;
}
