import type { Problem, Span, TagOccurrence, TagStyle } from "./document.ts";
import type { FieldEntry, FieldValue, ListValue, MapValue, Quote, ScalarValue } from "./fieldTree.ts";
import type { DataSyntax } from "./frontMatter.ts";
import { type ReadOptions, singularTagKeyRank, tagKeyRank } from "./options.ts";
import { foldTag, plainTagName, tagDefect } from "./tagName.ts";
import { piecesOf } from "./tagPieces.ts";

/** One item of a tag field. Also what is no usable tag is an item: it has separators around it. */
export interface TagItem {
  readonly name: string;
  /** As written, quotes included where the item has its own. */
  readonly span: Span;
  readonly quote: Quote;
}

/** A field that holds tags, with all that is needed to write one more into it. */
export interface TagField {
  readonly key: string;
  readonly rank: number;
  readonly syntax: DataSyntax | "rst" | "asciidoc";
  /** `block`: a line an item; `flow`: between brackets; `text`: parts of one text; `empty`: nothing there yet. */
  readonly shape: "block" | "flow" | "text" | "empty" | "closed";
  readonly style: TagStyle;
  readonly keySpan: Span;
  /** The whole value as written, with its brackets or quotes; empty where nothing is written. */
  readonly value: Span;
  /** The quotes around a `text` value. */
  readonly quote: Quote;
  readonly items: readonly TagItem[];
}

/** Maps in which generators and package managers keep tags: `[taxonomies]` (Zola), `taxonomy:` (Grav), `[advisory]` (RustSec), … */
const containers = new Set(["taxonomies", "taxonomy", "advisory", "metadata", "package", "project"]);

/** Whether a map under this key may hold tag fields of the document. */
export function tagContainer(key: string): boolean {
  return containers.has(key.toLowerCase());
}

/** The tag fields of `root`, at its top level and in the containers that hold tags, in the order of the document. */
export function findTagFields(
  text: string,
  root: MapValue,
  syntax: DataSyntax,
  options: ReadOptions,
): TagField[] {
  const fields: TagField[] = [];
  for (const entry of root.entries) {
    const rank = tagKeyRank(entry.key, options);
    // A map under `topics` is no field for tags: it has another meaning here.
    if (rank !== undefined && entry.value.kind !== "map") {
      fields.push(tagField(text, entry, syntax, rank));
    } else if (entry.value.kind === "map" && tagContainer(entry.key)) {
      for (const inner of entry.value.entries) {
        const innerRank = innerKeyRank(entry.key, inner.key, options);
        if (innerRank !== undefined && inner.value.kind !== "map") {
          fields.push(tagField(text, inner, syntax, innerRank));
        }
      }
    }
  }
  return fields;
}

/** The occurrences of `fields` that can be tags, and a problem for each item that cannot. */
export function occurrencesOf(fields: readonly TagField[]): { tags: TagOccurrence[]; problems: Problem[] } {
  const tags: TagOccurrence[] = [];
  const problems: Problem[] = [];
  const byKey = new Map<string, TagField>();
  for (const field of fields) {
    const twin = byKey.get(field.key);
    byKey.set(field.key, field);
    if (twin) return { tags: [], problems };
  }
  for (const field of fields) {
    if (field.shape === "closed") {
      problems.push({
        code: "tag.not-text",
        message: `The tags in \`${field.key}\` are not a list of names. Write them as \`[a, b]\`.`,
        span: field.value,
      });
    }
    for (const { name, span } of field.items) {
      const defect = tagDefect(name);
      if (defect === undefined) tags.push({ name, span, style: field.style, field: field.key });
      else if (defect !== "empty") problems.push(unusable(defect, span));
    }
  }
  return { tags, problems };
}

export function unusable(defect: "too-long" | "control-characters", span: Span): Problem {
  const message =
    defect === "too-long"
      ? "This tag is longer than 100 characters, so it is left out. Shorten it."
      : "This tag has characters that cannot be seen, so it is left out. Write it anew.";
  return { code: `tag.${defect}`, message, span };
}

function innerKeyRank(container: string, key: string, options: ReadOptions): number | undefined {
  // `related` inside a record names other records, not tags.
  if (foldTag(key) === "related") return undefined;
  // Grav writes `taxonomy: { category: …, tag: … }`.
  const isGrav = container.toLowerCase() === "taxonomy";
  return tagKeyRank(key, options) ?? (isGrav ? singularTagKeyRank(key, options) : undefined);
}

function tagField(text: string, entry: FieldEntry, syntax: DataSyntax, rank: number): TagField {
  const { key, keySpan, value } = entry;
  const base = { key, rank, syntax, keySpan, value: value.span };
  if (value.kind === "scalar") return { ...base, ...textShape(text, value, entry, syntax) };
  if (value.kind === "list") {
    const style: TagStyle =
      syntax === "yaml" ? (value.block ? "yaml-block" : "yaml-flow") : `${syntax}-array`;
    return { ...base, shape: value.block ? "block" : "flow", style, quote: "", items: listItems(value) };
  }
  return { ...base, shape: "closed", style: styleOf(syntax, "scalar"), quote: "", items: [] };
}

function listItems(list: ListValue): TagItem[] {
  return list.items.map((item: FieldValue) => ({
    name: item.kind === "scalar" && !item.empty ? plainTagName(item.value) : "",
    span: item.span,
    quote: item.kind === "scalar" ? item.quote : "",
  }));
}

function textShape(
  text: string,
  value: ScalarValue,
  entry: FieldEntry,
  syntax: DataSyntax,
): Pick<TagField, "shape" | "style" | "quote" | "items"> {
  const quote = value.quote;
  if (value.empty || value.value.trim() === "") {
    return { shape: "empty", style: styleOf(syntax, "scalar"), quote, items: [] };
  }
  const { separator, pieces } = piecesOf(text, value, entry.key);
  return { shape: "text", style: styleOf(syntax, separator), quote, items: pieces };
}

function styleOf(syntax: DataSyntax, separator: "comma" | "space" | "scalar"): TagStyle {
  return `${syntax}-${separator}`;
}
