import { describe, expect, it } from "vitest";
import { tagsFace } from "../../../../extension/views/tags/tagFaces.ts";
import type { BranchNode } from "../../../../extension/views/tags/tagNodes.ts";
import { tagTree } from "../../../../extension/views/tags/tagTree.ts";
import type { TagEntry } from "../../../../server/protocol.ts";
import { plainEnglish } from "../plainEnglish.ts";

const nodeOf = (...entries: TagEntry[]): BranchNode => ({
  ...{ kind: "branch", folder: "file:///notes", parent: undefined },
  branch: tagTree(entries, "name", "", "en")[0],
});
const face = (...entries: TagEntry[]) => tagsFace(plainEnglish, "en", nodeOf(...entries));

describe("the row of a tag", () => {
  it("has its count, and says in words how many documents have it", () => {
    expect(face({ tag: "tea", documents: 1234 })).toMatchObject({
      label: "tea",
      description: "1,234",
      context: "tag",
      spoken: "tea, 1,234 documents have it.",
    });
    expect(face({ tag: "tea", documents: 1 }).spoken).toBe("tea, 1 document has it.");
  });

  it("has the uses of all tags below it", () => {
    const parent = face({ tag: "tea", documents: 2 }, { tag: "tea/green", documents: 5 });
    expect(parent.description).toBe("7");
    expect(parent.tooltip).toEqual([
      "tea",
      "2 documents have it.",
      "With the tags below it: 2 tags, used 7 times.",
    ]);
  });

  it("is a group where no document has it", () => {
    const group = face({ tag: "tea/black", documents: 2 }, { tag: "tea/green", documents: 5 });
    expect(group).toMatchObject({ label: "tea", description: "7", context: "group" });
  });

  it.each<[Omit<TagEntry, "tag" | "documents">, string, string, string]>([
    [{ trouble: "near-duplicate", common: "coffee" }, "3 · like “coffee”", "tag.duplicate", "copy"],
    [{ trouble: "near-duplicate" }, "3 · near-duplicate", "tag.duplicate", "copy"],
    [{ trouble: "unpredictable", f1: 0 }, "3 · hard to predict", "tag", "question"],
    [{ trouble: "everywhere" }, "3 · almost everywhere", "tag", "globe"],
  ])("tells in words what is wrong: %j", (more, description, context, icon) => {
    const row = face({ tag: "cofee", documents: 3, ...more });
    expect(row).toMatchObject({ description, context, icon });
    // More than the name and the count.
    expect(row.tooltip.length).toBeGreaterThan(2);
    for (const sentence of row.tooltip.slice(1)) expect(row.spoken).toContain(sentence);
  });

  it("shows how well the model finds it again", () => {
    expect(face({ tag: "tea", documents: 5, f1: 0.912 }).tooltip.at(-1)).toContain("F1 91 %");
    expect(face({ tag: "tea", documents: 4, f1: 0 }).tooltip).toEqual(["tea", "4 documents have it."]);
  });

  it("keeps control characters and long names out", () => {
    expect(face({ tag: "a\u202eb\nc", documents: 1 }).label).toBe("ab c");
    expect(face({ tag: "x".repeat(300), documents: 1 }).label.length).toBeLessThan(100);
  });
});

describe("the other rows of the tags", () => {
  const parent = nodeOf({ tag: "tea", documents: 1 });
  const place = { uri: "file:///notes/cups/a.md", path: "cups/a.md", title: "Cups", line: 3, character: 2 };

  it("lead from a document to the place of the tag", () => {
    expect(tagsFace(plainEnglish, "en", { kind: "document", parent, place })).toMatchObject({
      label: "Cups",
      description: "cups/a.md",
      resource: place.uri,
      command: { id: "sdlgm.tags.open", args: [{ uri: place.uri, line: 3, character: 2, tag: "tea" }] },
    });
  });

  it("call a document without a title by its path, once", () => {
    const row = tagsFace(plainEnglish, "en", { kind: "document", parent, place: { ...place, title: "" } });
    expect(row.label).toBe("cups/a.md");
    expect(row.description).toBeUndefined();
  });

  it("tell how many rows are left", () => {
    const row = tagsFace(plainEnglish, "en", { kind: "more", parent: undefined, left: 9500 });
    expect(row).toMatchObject({ label: "Show 500 More", description: "9,500 left" });
  });

  it("name the folder where there are several", () => {
    const row = tagsFace(plainEnglish, "en", {
      kind: "folder",
      folder: "file:///k",
      name: "Kitchen",
      tags: 1,
    });
    expect(row).toMatchObject({ label: "Kitchen", description: "1 tag", children: "expanded" });
  });
});
