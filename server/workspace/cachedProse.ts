import type { Prose, TagStyle } from "../documents/document.ts";
import { isCount, TAG_STYLES } from "./cachedFacts.ts";
import type { CacheFormat } from "./cachedState.ts";
import type { ProseReading, ReadDocument, ReadProblem } from "./proseReading.ts";

/** How trainings keep what they read. The path of a document is that of its file. */
export const PROSE_FORMAT: CacheFormat<ProseReading> = {
  name: "sdlgm-documents",
  version: 1,
  packed: ({ digest, document, withoutInlineTags }) => [digest, packed(document), packed(withoutInlineTags)],
  unpacked: (value, path) => {
    if (!isList(value, 3)) return undefined;
    const [digest, ...both] = value;
    const [document, withoutInlineTags] = both.map((part) => (part === null ? null : unpacked(part, path)));
    if (typeof digest !== "string" || document === undefined || withoutInlineTags === undefined)
      return undefined;
    return {
      digest,
      ...(document !== null && { document }),
      ...(withoutInlineTags !== null && { withoutInlineTags }),
    };
  },
};

function packed(document: ReadDocument | undefined): unknown {
  if (document === undefined) return null;
  const { prose, tags, problems, isLeftUntagged } = document;
  return [
    [prose.title, prose.description, prose.body],
    prose.headings,
    prose.fields.map(({ key, value }) => [key, value]),
    tags.map(({ name, style }) => [name, style]),
    problems.map(({ code, message, line }) => [code, message, line]),
    isLeftUntagged,
  ];
}

function unpacked(value: unknown, path: string): ReadDocument | undefined {
  if (!isList(value, 6)) return undefined;
  const [texts, headings, fields, tags, problems, isLeftUntagged] = value;
  const prose = proseOf(texts, headings, fields);
  const read = listOf(tags, tagOf);
  const wrong = listOf(problems, problemOf);
  if (prose === undefined || read === undefined || wrong === undefined) return undefined;
  if (typeof isLeftUntagged !== "boolean") return undefined;
  return { path, prose, tags: read, problems: wrong, isLeftUntagged };
}

function proseOf(texts: unknown, headings: unknown, fields: unknown): Prose | undefined {
  if (!isList(texts, 3) || !texts.every(isText) || !Array.isArray(headings) || !headings.every(isText)) {
    return undefined;
  }
  const [title, description, body] = texts;
  const pairs = listOf(fields, (pair) =>
    isList(pair, 2) && pair.every(isText) ? { key: pair[0], value: pair[1] } : undefined,
  );
  return pairs && { title, description, headings, body, fields: pairs };
}

function tagOf(value: unknown): { name: string; style: TagStyle } | undefined {
  if (!isList(value, 2) || !value.every(isText)) return undefined;
  const [name, style] = value;
  return Object.hasOwn(TAG_STYLES, style) ? { name, style: style as TagStyle } : undefined;
}

function problemOf(value: unknown): ReadProblem | undefined {
  if (!isList(value, 3)) return undefined;
  const [code, message, line] = value;
  return isText(code) && isText(message) && isCount(line) ? { code, message, line } : undefined;
}

function listOf<Item>(value: unknown, itemOf: (value: unknown) => Item | undefined): Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: Item[] = [];
  for (const each of value) {
    const item = itemOf(each);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function isList(value: unknown, length: number): value is unknown[] {
  return Array.isArray(value) && value.length === length;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
