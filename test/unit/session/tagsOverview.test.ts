import { describe, expect, it } from "vitest";
import { TagUsageIndex } from "../../../server/corpus/tagUsageIndex.ts";
import type { RunReport, TagEntry } from "../../../server/protocol.ts";
import { TagsOverview } from "../../../server/session/tagsOverview.ts";
import { runReport, tagReport } from "../support/runReport.ts";

const RANGE = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };

/** Documents with tags, numbered. */
function usageOf(documents: readonly (readonly string[])[]): TagUsageIndex {
  const usage = new TagUsageIndex();
  documents.forEach((tags, i) => {
    setTags(usage, i, tags);
  });
  return usage;
}

function setTags(usage: TagUsageIndex, i: number, tags: readonly string[]): void {
  const path = `${i}.md`;
  usage.set(
    path,
    tags.map((name) => ({ path, name, range: RANGE })),
  );
}

/** The same tags for so many documents. */
function times(count: number, ...tags: string[]): string[][] {
  return Array.from({ length: count }, () => tags);
}

function overview(
  tags: TagUsageIndex,
  taggedDocuments: number,
  report?: RunReport,
  from = new TagsOverview(),
): Promise<TagEntry[]> {
  return from.of({ tags, taggedDocuments, report, signal: new AbortController().signal });
}

describe("the overview of tags", () => {
  it("has all tags, most used first, as most documents spell them", async () => {
    const usage = usageOf([...times(3, "Bread"), ["bread", "soup"]]);
    expect(await overview(usage, 4)).toEqual([
      { tag: "Bread", documents: 4 },
      { tag: "soup", documents: 1 },
    ]);
  });

  it("finds a tag that is probably meant to be another", async () => {
    const usage = usageOf([...times(8, "kubernetes"), ["kuberentes"]]);
    expect(await overview(usage, 9)).toContainEqual({
      tag: "kuberentes",
      documents: 1,
      trouble: "near-duplicate",
      common: "kubernetes",
    });
  });

  it.each([
    [9, 9, undefined],
    [10, 5, undefined],
    [10, 6, "everywhere"],
    [100, 51, "everywhere"],
  ])("of %i tagged documents, a tag on %i is %s", async (taggedDocuments, documents, trouble) => {
    const usage = usageOf([...times(documents, "note"), ...times(taggedDocuments - documents, "recipe")]);
    const [note] = (await overview(usage, taggedDocuments)).filter(({ tag }) => tag === "note");
    expect(note.trouble).toBe(trouble);
  });

  it.each([
    [10, 0.05, "unpredictable"],
    [9, 0.05, undefined],
    [10, 0.1, undefined],
    [10, 0.9, undefined],
  ])("a tag on %i documents with an F1 of %d is %s", async (documents, f1, trouble) => {
    const usage = usageOf([...times(documents, "Mood"), ...times(30, "recipe")]);
    const entries = await overview(usage, 40, runReport({ perTag: [tagReport("mood", f1)] }));
    const [mood] = entries.filter(({ tag }) => tag === "Mood");
    expect(mood).toEqual({ tag: "Mood", documents, f1, ...(trouble !== undefined && { trouble }) });
    expect(entries.find(({ tag }) => tag === "recipe")).not.toHaveProperty("f1");
  });

  it("says of several troubles the one that is mended most easily", async () => {
    const usage = usageOf([...times(40, "kubernetes"), ...times(4, "kuberentes")]);
    const report = runReport({ perTag: [tagReport("kubernetes", 0), tagReport("kuberentes", 0)] });
    const troubles = (await overview(usage, 44, report)).map(({ trouble }) => trouble);
    expect(troubles).toEqual(["everywhere", "near-duplicate"]);
  });
});

describe("after a change", () => {
  it("changed tags are known at once, and what that means for others when it was checked", async () => {
    const from = new TagsOverview();
    const usage = usageOf([...times(8, "kubernetes"), ["kuberentes"], ...times(3, "gardening")]);
    const troubles = async () =>
      (await overview(usage, 30, undefined, from)).flatMap(({ tag, trouble }) => (trouble ? [tag] : []));
    expect(await troubles()).toEqual(["kuberentes"]);
    setTags(usage, 20, ["gardenning"]);
    expect(await troubles()).toEqual(["gardenning", "kuberentes"]);
    // The common one is gone: what was its slip is now a tag of its own.
    for (let i = 0; i < 8; i++) setTags(usage, i, ["other"]);
    expect(await troubles()).toEqual(["gardenning"]);
    await from.checked();
    // A rare one that becomes common makes a slip of the other.
    for (let i = 0; i < 8; i++) setTags(usage, i, ["kubernetes"]);
    await troubles();
    await from.checked();
    expect(await troubles()).toEqual(["gardenning", "kuberentes"]);
  });

  it("is answered from what is known, for ten thousand tags", async () => {
    const usage = usageOf(Array.from({ length: 10_000 }, (_, i) => [`tag-${i}-of-many`, `${i % 97} things`]));
    const from = new TagsOverview();
    const perTag = Array.from({ length: 10_000 }, (_, i) => tagReport(`tag-${i}-of-many`, 0.5));
    const report = runReport({ perTag });
    expect(await overview(usage, 10_000, report, from)).toHaveLength(10_097);
    const fastest = async (): Promise<number> => {
      const took: number[] = [];
      for (let round = 0; round < 5; round++) {
        const started = performance.now();
        await overview(usage, 10_000, report, from);
        took.push(performance.now() - started);
      }
      return Math.min(...took);
    };
    expect(await fastest()).toBeLessThan(1000);
    setTags(usage, 7, ["quite another"]);
    expect(await fastest()).toBeLessThan(1000);
    await from.checked();
  });
});
