import type { Prose } from "./document.ts";
import type { FieldValue, MapValue } from "./fieldTree.ts";
import { leaksTags, type ReadOptions } from "./options.ts";

/** What the fields of a document say about it, apart from its tags. */
export interface FieldProse {
  readonly title: string;
  readonly description: string;
  readonly fields: Prose["fields"];
  /** Longer texts in other fields, and descriptions of parts. */
  readonly texts: readonly string[];
}

const titleKeys = ["title", "name", "display_name", "displayname", "linktitle"];
const descriptionKey =
  /^(?:short_?|meta_?|seo_?|page_?|long_?)?(?:description|summary|excerpt|abstract|subtitle|deck|dek|lead|intro|kicker|teaser|blurb|tagline)$/;
/** Fields that are addresses, names of files, dates or switches: nothing that a reader would call a word of the document. */
const noise =
  /(?:^|[_.-])(?:title|date|time|lastmod|updated|modified|created|published|expir\w*|slug|url|uri|href|link|permalink|src|path|file|image|img|photo|icon|logo|thumbnail|banner|cover|id|uid|guid|uuid|doi|hash|sha\w*|version|weight|order|layout|template|draft|featured|hero|redirect\w*|email|md5|checksum|cvss|pattern|type|identifier)s?$/;
const notAWord =
  /^(?:true|false|yes|no|on|off|null|[\d\s.,:/+TZ-]+|[0-9a-f-]{24,}|(?:https?:|mailto:|www\.|\.{0,2}\/)\S*|\S+\.(?:png|jpe?g|gif|svg|webp|pdf|html?|md|css|js))$/i;
const MAX_FIELD_LENGTH = 120;
/** Of fields and of texts; a table written as front matter must not drown its document. */
const MAX_FIELDS = 200;

/**
 * Title, description and other values of the fields under `root`; whatever a tag key holds is left out. What nests deeper
 * than `depth` maps is no field of the document but text about its parts.
 */
export function readFieldProse(root: MapValue | undefined, options: ReadOptions, depth = 8): FieldProse {
  const found: Found = { titles: new Map(), descriptions: new Set(), fields: new Map(), texts: new Set() };
  if (root) collect(root, [], { options, depth }, found);
  return {
    title: titleKeys.map((key) => found.titles.get(key)).find((value) => value) ?? "",
    description: [...found.descriptions].join("\n"),
    fields: [...found.fields.values()],
    texts: [...found.texts],
  };
}

interface Found {
  readonly titles: Map<string, string>;
  readonly descriptions: Set<string>;
  readonly fields: Map<string, { key: string; value: string }>;
  readonly texts: Set<string>;
}

interface Reach {
  readonly options: ReadOptions;
  readonly depth: number;
}

function collect(map: MapValue, path: readonly string[], reach: Reach, found: Found): void {
  for (const { key, value } of map.entries) {
    if (leaksTags(key, reach.options)) continue;
    const folded = key.toLowerCase();
    const described = value.kind === "scalar" && descriptionKey.test(folded);
    if (described) {
      const holder = path.length === 0 ? found.descriptions : found.texts;
      if (!value.empty && holder.size < MAX_FIELDS) holder.add(value.value.trim());
    } else if (value.kind === "scalar" && path.length === 0 && titleKeys.includes(folded)) {
      found.titles.set(folded, value.value.replace(/\s+/g, " ").trim());
    } else if (!noise.test(folded)) {
      collectValue(value, [...path, key], reach, found);
    }
  }
}

function collectValue(value: FieldValue, path: readonly string[], reach: Reach, found: Found): void {
  if (value.kind === "map") collect(value, path, reach, found);
  else if (value.kind === "list") for (const item of value.items) collectValue(item, path, reach, found);
  else if (value.kind === "scalar" && !value.empty) {
    const text = value.value.replace(/\s+/g, " ").trim();
    if (text === "" || notAWord.test(text)) return;
    if (text.length > MAX_FIELD_LENGTH || path.length > reach.depth) {
      if (found.texts.size < MAX_FIELDS) found.texts.add(text);
    } else if (found.fields.size < MAX_FIELDS) {
      const key = path.join(".");
      found.fields.set(`${key}\n${text}`, { key, value: text });
    }
  }
}
