import { describe, expect, it } from "vitest";
import { readingLines } from "../../server/cli/readingLines.ts";
import type { ReadingReport } from "../../server/training/readCorpus.ts";
import { folderOf, sdlgm, subjectFiles } from "./program.ts";

const nothing: ReadingReport = {
  documents: 0,
  taggedDocuments: 0,
  hasFeatures: false,
  bytes: 0,
  skipped: [],
  problems: [],
  defects: [],
  ignored: 0,
  inlineTagsIgnored: 0,
  truncated: [],
};

describe("what is said of the reading", () => {
  it.each<[Partial<ReadingReport>, string]>([
    [{ documents: 1, taggedDocuments: 1 }, "Read 1 document, 1 with tags."],
    [
      { documents: 1234, hasFeatures: true, taggedDocuments: 2 },
      "Read 1,234 documents with ready features, 2 with tags.",
    ],
    [{ ignored: 1 }, "Ignore files left out 1 file or folder."],
    [{ ignored: 2 }, "Ignore files left out 2 files and folders."],
    [
      { inlineTagsIgnored: 1 },
      "1 document has a #word that was read as text, because few documents here are tagged that way.",
    ],
    [
      { inlineTagsIgnored: 12 },
      "12 documents have #words that were read as text, because few documents here are tagged that way.",
    ],
  ])("tells %o", (report, sentence) => {
    expect(readingLines({ ...nothing, ...report })).toContain(sentence);
  });

  it("is no more than a sentence where all went well", () => {
    expect(readingLines(nothing)).toEqual(["Read 0 documents, 0 with tags."]);
  });

  it("comes from what was really read", async () => {
    const folder = folderOf({ ...subjectFiles(40), "notes/other.md": "They wrote #garden on the wall.\n" });
    const { stdout } = await sdlgm(["train", folder]);
    expect(stdout).toContain("1 document has a #word that was read as text");
  });
});
