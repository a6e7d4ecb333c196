import { describe, expect, it } from "vitest";
import type { AnnotatedTextEdit, TextDocumentEdit } from "vscode-languageserver-types";
import { applyEdits } from "../../../server/documents/edit.ts";
import { prepareRename, renameTag } from "../../../server/language/rename.ts";
import { lines } from "../documents/lines.ts";
import { CURSOR, cursor } from "./support/cursor.ts";
import { note } from "./support/notes.ts";
import { Workspace } from "./support/workspace.ts";

const FILES: Readonly<Record<string, string>> = {
  "block.md": note("Block", ["other", "Data Mining"], "About #data-mining today."),
  "flow.md": lines("---", `tags: ["data mining", kept] # why`, "---"),
  "package.json": lines("{", `  "name": "x",`, `  "keywords": ["data-mining"]`, "}"),
  "page.rst": lines("Page", "====", "", ":tags: data mining, kept"),
  "without.md": note("Without", ["kept"], ""),
};
const SUPPORT = { documentChanges: true, annotations: true };

function all(files: Readonly<Record<string, string>> = FILES) {
  const workspace = new Workspace(files);
  return Object.keys(files).map((path) => workspace.taggedDocument(path, undefined, { opinion: null }));
}

/** The texts of the documents that a rename changes, by path. */
function renamed(name: string, newName: string, files = FILES): Record<string, string> {
  const documents = all(files);
  const { edit, problems } = renameTag(documents, name, newName, SUPPORT);
  expect(problems).toEqual([]);
  return Object.fromEntries(
    ((edit.documentChanges ?? []) as TextDocumentEdit[]).map(({ textDocument, edits }) => {
      const { document, lines: places } = documents.find(({ uri }) => uri === textDocument.uri)!;
      const changes = (edits as AnnotatedTextEdit[]).map(({ range, newText }) => ({
        span: places.spanOf(range),
        newText,
      }));
      return [document.path, applyEdits(document.text, changes)];
    }),
  );
}

describe("renaming a tag", () => {
  it("changes every place in every document, written as it was written there", () => {
    expect(renamed("data-mining", "kdd")).toEqual({
      "block.md": note("Block", ["other", "kdd"], "About #kdd today."),
      "flow.md": lines("---", `tags: ["kdd", kept] # why`, "---"),
      "package.json": lines("{", `  "name": "x",`, `  "keywords": ["kdd"]`, "}"),
      "page.rst": lines("Page", "====", "", ":tags: kdd, kept"),
    });
  });

  it("makes one tag of two where a document has both", () => {
    expect(renamed("data mining", "kept")["flow.md"]).toBe(lines("---", "tags: [kept] # why", "---"));
  });

  it("can change the spelling alone", () => {
    const files = { "a.md": note("A", ["data mining"], ""), "b.md": note("B", ["Data-Mining"], "") };
    expect(renamed("data mining", "Data-Mining", files)).toEqual({ "a.md": note("A", ["Data-Mining"], "") });
  });

  it("takes a # and blanks around the new name for what they are", () => {
    const files = { "a.md": note("A", ["old"], "") };
    expect(renamed("old", " #new ", files)).toEqual({ "a.md": note("A", ["new"], "") });
  });

  it("is nothing for a tag that no document has", () => {
    expect(renameTag(all(), "zebra", "horse", SUPPORT)).toEqual({ edit: {}, problems: [] });
  });

  it.each(["", "  ", "#", "a\nb", "x".repeat(101)])("refuses the name %j", (newName) => {
    expect(renameTag(all(), "data mining", newName, SUPPORT)).toEqual({
      edit: {},
      problems: [expect.stringMatching(/^This is no name for a tag/)],
    });
  });

  it("tells which documents cannot be changed and changes the others", () => {
    const files = { "a.md": note("A", ["old"], ""), "b.md": lines("# B", "", "So #old it is.") };
    const { edit, problems } = renameTag(all(files), "old", "1234", SUPPORT);
    expect(edit.documentChanges).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching(/^b\.md: .*1234.*\.$/)]);
  });
});

describe("the edit of a rename", () => {
  const two = { "a.md": note("A", ["old"], ""), "b.md": note("B", ["old", "there"], "") };
  const one = { "a.md": two["a.md"] };

  it("is made at once, and says what it is where it changes several documents", () => {
    const { edit } = renameTag(all(two), "old", "new", SUPPORT);
    const [[id, annotation]] = Object.entries(edit.changeAnnotations!);
    expect(annotation).toEqual({ label: 'Rename tag "old" to "new"', needsConfirmation: false });
    for (const { edits } of edit.documentChanges as TextDocumentEdit[]) {
      expect((edits as AnnotatedTextEdit[]).every(({ annotationId }) => annotationId === id)).toBe(true);
    }
  });

  it("waits to be confirmed where two tags become one", () => {
    const { changeAnnotations } = renameTag(all(two), "old", "There", SUPPORT).edit;
    expect(Object.values(changeAnnotations!)).toMatchObject([
      { label: 'Merge tag "old" into "There", which there is already', needsConfirmation: true },
    ]);
  });

  it("of one document needs no confirmation", () => {
    expect(renameTag(all(one), "old", "new", SUPPORT).edit).toEqual({
      documentChanges: [
        {
          textDocument: { uri: `${Workspace.uri}/a.md`, version: 1 },
          edits: [
            {
              range: { start: { line: 3, character: 4 }, end: { line: 3, character: 7 } },
              newText: "new",
            },
          ],
        },
      ],
    });
  });

  it("is as simple as the client is", () => {
    const plain = renameTag(all(two), "old", "new", { documentChanges: true, annotations: false }).edit;
    expect(plain.changeAnnotations).toBeUndefined();
    const oldest = renameTag(all(two), "old", "new", { documentChanges: false, annotations: true }).edit;
    expect(Object.keys(oldest)).toEqual(["changes"]);
    expect(Object.keys(oldest.changes!)).toEqual([`${Workspace.uri}/a.md`, `${Workspace.uri}/b.md`]);
  });
});

describe("preparing a rename", () => {
  it.each<[string, string, string]>([
    ["a plain item", `tags: [data${CURSOR} mining]`, "data mining"],
    ["a quoted item", `tags: ["data mi${CURSOR}ning"]`, "data mining"],
    ["an item in single quotes", `tags: ['${CURSOR}data mining']`, "data mining"],
    ["a part of a text", `tags: first, data mining${CURSOR}`, "data mining"],
  ])("of %s takes its name alone", (_, field, name) => {
    const { text, offset } = cursor(lines("---", field, "---"));
    const doc = new Workspace({ "a.md": text }).taggedDocument("a.md", text, { opinion: null });
    const prepared = prepareRename(doc, doc.lines.positionAt(offset))!;
    const { start, end } = doc.lines.spanOf(prepared.range);
    expect([text.slice(start, end), prepared.placeholder]).toEqual([name, name]);
  });

  it("of a tag in the prose leaves its # alone", () => {
    const doc = new Workspace({ "a.md": "So #old it is." }).taggedDocument("a.md", undefined, {
      opinion: null,
    });
    expect(prepareRename(doc, { line: 0, character: 5 })).toEqual({
      range: { start: { line: 0, character: 4 }, end: { line: 0, character: 7 } },
      placeholder: "old",
    });
    expect(prepareRename(doc, { line: 0, character: 0 })).toBeUndefined();
  });
});
