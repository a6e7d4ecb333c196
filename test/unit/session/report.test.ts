import { describe, expect, it } from "vitest";
import type { FolderStatus } from "../../../server/protocol.ts";
import { evaluationMarkdown, modelMarkdown } from "../../../server/session/report.ts";
import type { Scores } from "../../../server/training/evaluate.ts";
import type { ReadingReport } from "../../../server/training/readCorpus.ts";

const status: FolderStatus = {
  folder: "file:///notes",
  name: "no`tes <b>",
  phase: "ready",
  documents: 50,
  taggedDocuments: 41,
  tags: 12,
  changedDocuments: 3,
  model: {
    path: "/notes/.sdlgm/model.sdlgm",
    created: "2024-05-06T07:08:09.123Z",
    documents: 48,
    taggedDocuments: 40,
    tags: 12,
    vocabulary: 98,
    limit: 3,
    seed: 1,
    seconds: 0.2,
    heldOut: { precisionAt1: 0.875, microF1: 0.5, levelError: 0.25 },
  },
};

const reading: ReadingReport = {
  documents: 48,
  taggedDocuments: 40,
  hasFeatures: false,
  bytes: 1,
  skipped: [],
  problems: [],
  defects: [],
  ignored: 0,
  inlineTagsIgnored: 0,
  truncated: [],
};

const defect = (i: number) => ({
  root: "",
  path: `d${i}.md`,
  line: i + 1,
  code: "yaml",
  message: "It | is *broken*.",
});
const skipped = (i: number, reason = "too-large") =>
  ({ path: `s${i}.md`, reason }) as ReadingReport["skipped"][number];

describe("the report on a model", () => {
  it("says what was learned, how good it is and what has changed", () => {
    expect(modelMarkdown(status, reading)).toBe(
      [
        "# Tag model of `` no`tes <b> ``",
        "",
        "Trained 2024-05-06 07:08 UTC on 48 documents, 40 of them with tags, in 1 s.",
        "It knows 12 tags and 98 words, and gives no document more than 3 tags (the limit L0).",
        "",
        "## How good it is",
        "",
        "Measured on the training documents, each seen as if it were new:",
        "",
        "- The first suggested tag is right for 87.5 % of the documents.",
        "- Agreement of the suggested set with the documents' own tags (micro-F1): 50.0 %.",
        "- The number of tags is off by 0.3 on average.",
        "",
        "## The folder now",
        "",
        "50 documents, 41 with tags. Changed since the training: 3.",
        "",
      ].join("\n"),
    );
  });

  it("leaves out figures that there are none of", () => {
    const markdown = modelMarkdown(
      { ...status, model: { ...status.model!, heldOut: { microF1: Number.NaN } } },
      undefined,
    );
    expect(markdown).not.toMatch(/NaN|undefined|%/);
  });

  it("is empty where there is no model", () => {
    const { model: _, ...untrained } = status;
    expect(modelMarkdown(untrained, reading)).toBe("");
  });

  it("names what was left out or read in part, the first twenty of each, and counts the others", () => {
    const markdown = modelMarkdown(status, {
      ...reading,
      ignored: 7,
      skipped: [
        skipped(0, "binary"),
        skipped(1, "outside"),
        ...Array.from({ length: 23 }, (_, i) => skipped(i + 2)),
      ],
      defects: Array.from({ length: 21 }, (_, i) => defect(i)),
      truncated: ["/notes"],
    });
    expect(markdown).toContain("## Left out, or read in part\n\n- 7 files and folders");
    expect(markdown).toContain(
      "- Left out: `s0.md` (not a text)\n- Left out: `s1.md` (a link out of the folder)\n",
    );
    expect(markdown).toContain(
      "- Left out: `s19.md` (too large)\n- 5 more were left out.\n- `d0.md`:1: `It | is *broken*.`",
    );
    expect(markdown).toMatch(
      /- `d19\.md`:20: .*\n- 1 more documents have something that cannot be read\.\n$/,
    );
    expect(markdown).toContain("There are more files than are read");
  });
});

describe("the report on an evaluation", () => {
  const scores = (first: number): Scores =>
    ({
      precisionAt1: first,
      precisionAt5: 0.4,
      microF1: 0.3,
      macroF1: 0.2,
      exampleF1: 0.1,
      levelError: 0.5,
    }) as unknown as Scores;

  it("compares the model with simpler ways in a table", () => {
    const report = {
      documents: 100,
      testDocuments: 20,
      tags: 12,
      vocabulary: 98,
      epochs: 1,
      limit: 3,
      model: scores(0.9),
      baselines: { popularity: scores(0.1), literal: { ...scores(0.2), levelError: Number.NaN } },
      unseenTagShare: 0.05,
      calibrationError: 0.012,
      examples: [],
    };
    const lines = evaluationMarkdown("notes", { report, reading, seconds: 12.4 }).split("\n");
    expect(lines[0]).toBe("# Evaluation of `notes`");
    expect(lines).toContain(
      "The tags of 20 documents were hidden, the others were learned from. It took 12 s.",
    );
    const table = lines.filter((line) => line.startsWith("|"));
    expect(table.map((line) => line.split("|").length)).toEqual([9, 9, 9, 9, 9]);
    expect(table.slice(2)).toEqual([
      "| this model | 90.0 | 40.0 | 30.0 | 20.0 | 10.0 | 0.50 |",
      "| most used tags | 10.0 | 40.0 | 30.0 | 20.0 | 10.0 | 0.50 |",
      "| tags named in the text | 20.0 | 40.0 | 30.0 | 20.0 | 10.0 | – |",
    ]);
    expect(lines).toContain(
      "5.0 % of the hidden tags stand in no other document, so nothing could find them.",
    );
    expect(lines).toContain("The probabilities are off by 1.2 percentage points on average.");
  });
});
