import { describe, expect, it } from "vitest";
import { foldTag } from "../../../../server/documents/tagName.ts";
import { CURSOR, cursor, selection } from "./cursor.ts";
import { note, notes } from "./notes.ts";
import { Workspace } from "./workspace.ts";

const workspace = new Workspace(notes());

describe("the workspace that the tests of language features run on", () => {
  it("learns from its notes: the topic of a new note is its likeliest tag", () => {
    const text = note(
      "Harbour",
      [],
      "The mast and the rudder, the keel, the jib and the anchor. A bowline and a splice.",
    );
    const { opinion } = workspace.taggedDocument("sailing/new.md", text);
    expect(opinion!.suggestions[0].tag).toBe("sailing");
    expect(opinion!.probabilityOf("Sailing")).toBeGreaterThan(0.8);
    expect(opinion!.probabilityOf("knots")).toBeGreaterThan(opinion!.probabilityOf("cake")!);
    expect(opinion!.learnedFrom).toBe(false);
  });

  it("counts the tags with the open document as it is", () => {
    const path = "garden/note-0.md";
    const before = workspace.taggedDocument(path).folder.tags;
    const after = workspace.taggedDocument(path, note("Borders", ["garden", "Cold Frame"], "")).folder.tags;
    expect(before.get("cold-frame")).toBeUndefined();
    expect(after.get("cold-frame")).toMatchObject({
      name: "Cold Frame",
      fold: foldTag("Cold Frame"),
      documents: 1,
    });
    expect(after.get("garden")!.documents).toBe(before.get("garden")!.documents);
    expect(after.placesOf("cold frame")).toEqual([
      {
        path,
        name: "Cold Frame",
        range: { start: { line: 4, character: 4 }, end: { line: 4, character: 14 } },
      },
    ]);
  });

  it("has no opinion where a test says so", () => {
    expect(
      workspace.taggedDocument("garden/note-0.md", undefined, { opinion: null }).opinion,
    ).toBeUndefined();
  });
});

describe("a marked text", () => {
  it("gives the text and the place", () => {
    expect(cursor(`a${CURSOR}b`)).toEqual({ text: "ab", offset: 1 });
    expect(selection(`a${CURSOR}bc${CURSOR}d`)).toEqual({ text: "abcd", start: 1, end: 3 });
    expect(() => cursor("ab")).toThrow(/one/);
    expect(() => selection(`a${CURSOR}b`)).toThrow(/two/);
  });
});
