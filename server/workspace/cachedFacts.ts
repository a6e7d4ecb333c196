import type { TagStyle } from "../documents/document.ts";
import { MAX_TAG_LENGTH } from "../documents/tagName.ts";
import type { CacheFormat } from "./cachedState.ts";
import { type DocumentFacts, type FileReading, type IndexedTag, MAX_TITLE } from "./fileReading.ts";

export const TAG_STYLES: Readonly<Record<TagStyle, true>> = {
  "yaml-block": true,
  "yaml-flow": true,
  "yaml-comma": true,
  "yaml-space": true,
  "yaml-scalar": true,
  "toml-array": true,
  "toml-comma": true,
  "toml-space": true,
  "toml-scalar": true,
  "json-array": true,
  "json-comma": true,
  "json-space": true,
  "json-scalar": true,
  inline: true,
  "rst-field": true,
  "asciidoc-attribute": true,
};

/** How the index keeps what it knows of files. */
export const INDEX_FORMAT: CacheFormat<FileReading> = {
  name: "sdlgm-index",
  version: 1,
  packed: ({ digest, facts, withoutInlineTags }) => [digest, packed(facts), packed(withoutInlineTags)],
  unpacked: readingOf,
};

function packed(facts: DocumentFacts | undefined): unknown {
  return facts === undefined
    ? null
    : [
        facts.title,
        facts.problems,
        facts.tags.map(({ name, style, field, range: { start, end } }) => [
          ...[name, style, field],
          ...[start.line, start.character, end.line, end.character],
        ]),
      ];
}

function readingOf(value: unknown): FileReading | undefined {
  if (!Array.isArray(value) || value.length !== 3 || typeof value[0] !== "string") return undefined;
  const [digest, ...both] = value;
  const [facts, withoutInlineTags] = both.map((part) => (part === null ? null : unpacked(part)));
  if (facts === undefined || withoutInlineTags === undefined) return undefined;
  return {
    digest,
    ...(facts !== null && { facts }),
    ...(withoutInlineTags !== null && { withoutInlineTags }),
  };
}

function unpacked(value: unknown): DocumentFacts | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  const [title, problems, list] = value;
  if (typeof title !== "string" || title.length > MAX_TITLE || !isCount(problems) || !Array.isArray(list)) {
    return undefined;
  }
  const tags: IndexedTag[] = [];
  for (const item of list) {
    const tag = tagOf(item);
    if (tag === undefined) return undefined;
    tags.push(tag);
  }
  return { title, tags, problems };
}

function tagOf(value: unknown): IndexedTag | undefined {
  if (!Array.isArray(value) || value.length !== 7) return undefined;
  const [name, style, field, ...places] = value;
  if (typeof name !== "string" || name === "" || name.length > MAX_TAG_LENGTH) return undefined;
  if (typeof field !== "string" || typeof style !== "string" || !Object.hasOwn(TAG_STYLES, style)) {
    return undefined;
  }
  if (!places.every(isCount)) return undefined;
  const [startLine, startCharacter, endLine, endCharacter] = places;
  return {
    name,
    style: style as TagStyle,
    field,
    range: {
      start: { line: startLine, character: startCharacter },
      end: { line: endLine, character: endCharacter },
    },
  };
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
