import { describe, expect, it } from "vitest";
import { DEFAULT_READ_OPTIONS } from "../../../server/documents/read.ts";
import { folderDocuments } from "../../../server/workspace/folderDocuments.ts";
import type { FolderReadOptions } from "../../../server/workspace/folderReading.ts";
import { documentFrom, readProse } from "../../../server/workspace/proseReading.ts";

const IN_FIELDS = Array.from({ length: 20 }, (_, index): [string, string] => [
  `field-${index}.md`,
  "---\ntags: one\n---\nWords.\n",
]);
const ONE_INLINE = Object.fromEntries([...IN_FIELDS, ["a.md", "Words about #two.\n"]]);
const ALL_INLINE = { "a.md": "Words about #two.\n", "b.md": "---\ntags: one\n---\nWords.\n" };

async function read(texts: Record<string, string>, reading: Partial<FolderReadOptions> = {}) {
  const options = { ...DEFAULT_READ_OPTIONS, ...reading };
  const readings = Object.entries(texts).map(([path, text]) => readProse(path, text, options));
  return folderDocuments(readings, options, async (path) => texts[path]);
}

describe("#tag in the prose of a folder", () => {
  it.each<[string, Record<string, string>, Partial<FolderReadOptions>, string[], number]>([
    ["counts where it is the custom", ALL_INLINE, {}, ["two"], 0],
    ["does not count where it is rare", ONE_INLINE, {}, [], 1],
    ["is left to the custom if that is said", ONE_INLINE, { inlineCustom: "auto" }, [], 1],
    ["always counts if that is said", ONE_INLINE, { inlineCustom: "always" }, ["two"], 0],
    ["never counts if that is said", ALL_INLINE, { inlineTags: false }, [], 0],
    ["never counts if both is said", ALL_INLINE, { inlineTags: false, inlineCustom: "always" }, [], 0],
  ])("%s", async (_, texts, reading, tags, ignored) => {
    const { documents, inlineTagsIgnored } = await read(texts, reading);
    expect(documents.find(({ path }) => path === "a.md")?.tags.map(({ name }) => name)).toEqual(tags);
    expect(inlineTagsIgnored).toBe(ignored);
  });

  it("is no problem either where it does not count", async () => {
    const text = `Words about #${"x".repeat(101)}.\n`;
    const { documents } = await read({ ...ONE_INLINE, "b.md": text });
    expect(documents.find(({ path }) => path === "b.md")).toEqual(
      documentFrom("b.md", text, { ...DEFAULT_READ_OPTIONS, inlineTags: false }),
    );
  });
});
