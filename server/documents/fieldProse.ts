import type { Prose } from "./document.ts";
import type { FieldValue, MapValue } from "./fieldTree.ts";
import { leaksTags, type ReadOptions } from "./options.ts";

/** What the fields of a document say about it, apart from its tags. */
export interface FieldProse {
  readonly title: string;
  readonly description: string;
  readonly fields: Prose["fields"];
}

const titleKeys = ["title", "name", "display_name", "displayname", "linktitle"];
const descriptionKey =
  /^(?:short_?|meta_?|seo_?|page_?|long_?)?(?:description|summary|excerpt|abstract|subtitle|deck|dek|lead|intro|kicker|teaser|blurb|tagline)$/;
/** Fields that are addresses, names of files, dates or switches: nothing that a reader would call a word of the document. */
const noise =
  /(?:^|[_.-])(?:title|date|time|lastmod|updated|modified|created|published|expir\w*|slug|url|uri|href|link|permalink|src|path|file|image|img|photo|icon|logo|thumbnail|banner|cover|id|uid|guid|uuid|doi|hash|sha\w*|version|weight|order|layout|template|draft|featured|hero|redirect\w*|email|md5|checksum|cvss|pattern)s?$/;
const notAWord =
  /^(?:true|false|yes|no|on|off|null|[\d\s.,:/+TZ-]+|[0-9a-f-]{24,}|(?:https?:|mailto:|www\.|\.{0,2}\/)\S*|\S+\.(?:png|jpe?g|gif|svg|webp|pdf|html?|md|css|js))$/i;
const MAX_FIELD_LENGTH = 120;
const MAX_FIELDS = 200;

/** Title, description and short other values of the fields under `root`; whatever a tag key holds is left out. */
export function readFieldProse(root: MapValue | undefined, options: ReadOptions): FieldProse {
  const found = {
    titles: new Map<string, string>(),
    descriptions: [] as string[],
    fields: [] as { key: string; value: string }[],
  };
  if (root) collect(root, "", options, found);
  const title = titleKeys.map((key) => found.titles.get(key)).find((value) => value) ?? "";
  return { title, description: [...new Set(found.descriptions)].join("\n"), fields: found.fields };
}

interface Found {
  readonly titles: Map<string, string>;
  readonly descriptions: string[];
  readonly fields: { key: string; value: string }[];
}

function collect(map: MapValue, prefix: string, options: ReadOptions, found: Found): void {
  for (const { key, value } of map.entries) {
    if (leaksTags(key, options)) continue;
    const folded = key.toLowerCase();
    if (value.kind === "scalar" && descriptionKey.test(folded)) {
      if (!value.empty) found.descriptions.push(value.value.trim());
    } else if (value.kind === "scalar" && prefix === "" && titleKeys.includes(folded)) {
      found.titles.set(folded, value.value.replace(/\s+/g, " ").trim());
    } else if (!noise.test(folded)) {
      collectValue(value, prefix + key, options, found);
    }
  }
}

function collectValue(value: FieldValue, key: string, options: ReadOptions, found: Found): void {
  if (found.fields.length >= MAX_FIELDS) return;
  if (value.kind === "map") collect(value, `${key}.`, options, found);
  else if (value.kind === "list") for (const item of value.items) collectValue(item, key, options, found);
  else if (value.kind === "scalar" && !value.empty) {
    const text = value.value.replace(/\s+/g, " ").trim();
    if (text !== "" && text.length <= MAX_FIELD_LENGTH && !notAWord.test(text))
      found.fields.push({ key, value: text });
  }
}
