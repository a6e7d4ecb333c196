import { strict as assert } from "node:assert";
import { afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { readDocument } from "../../../../server/documents/read.ts";
import { eventually } from "../../eventually.ts";
import { train } from "../../extension.ts";
import { accept, actionAt, tagSymbols } from "../../features.ts";
import { bytesOf, folder, placeOf, save, show, writeOnDisk } from "../../workspace.ts";
import { type StyledDocument, styledDocuments } from "./table.ts";

const BOM = Buffer.from("\uFEFF");

describe("A tag that is accepted", () => {
  before(async () => {
    await train(folder());
    for (const { path, text } of styledDocuments) writeOnDisk(path, text);
  });
  // So that a test that fails spoils no other one.
  afterEach(() => vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor"));

  for (const styled of styledDocuments) {
    const isTagged = styled.text.includes("honey");
    it(`is added to ${styled.name}${isTagged ? " and removed from it" : ""}, and undo brings the file back`, async () => {
      const { document } = await show(styled.path);
      const original = document.getText();
      const place = isTagged ? placeOf(document, "honey") : new vscode.Position(0, 0);
      await accept(await actionAt(document, place, /^Add tag "bees"/, "refactor.rewrite.sdlgm.add"));
      if (styled.adding) assert.equal(document.getText(), original.replace(...styled.adding));
      else assert.match(inserted(original, document.getText()), /bees/);
      assert.deepEqual(tagsOf(styled, document.getText()), [...tagsOf(styled, original), "bees"].sort());
      await savesWhatItShows(styled, document);
      await undoneBrings(styled, document, original);
      if (!isTagged) return;
      await accept(await actionAt(document, place, /^Remove tag "honey"/, "refactor.rewrite.sdlgm.remove"));
      if (styled.removing) assert.equal(document.getText(), original.replace(...styled.removing));
      else assert.match(inserted(document.getText(), original), /honey/);
      assert.deepEqual(
        tagsOf(styled, document.getText()),
        tagsOf(styled, original).filter((tag) => tag !== "honey"),
      );
      await savesWhatItShows(styled, document);
      await undoneBrings(styled, document, original);
    });
  }

  for (const styled of styledDocuments) {
    const { typing } = styled;
    if (typing === undefined) continue;
    it(`is completed in ${styled.name}, and undo brings the file back`, async () => {
      const editor = await show(styled.path);
      const { document } = editor;
      const original = document.getText();
      const behind = typing.behind ?? "honey";
      const place = placeOf(document, behind, behind.length);
      await editor.edit((edit) => edit.insert(place, typing.text));
      const end = document.positionAt(document.offsetAt(place) + typing.text.length);
      editor.selection = new vscode.Selection(end, end);
      const { version } = document;
      await eventually("an accepted suggestion", async () => {
        await vscode.commands.executeCommand("editor.action.triggerSuggest");
        await new Promise((resume) => setTimeout(resume, 150));
        if (document.version === version) {
          await vscode.commands.executeCommand("acceptSelectedSuggestion");
        }
        return document.version > version;
      });
      assert.match(inserted(original, document.getText()), /bees/);
      assert.deepEqual(tagsOf(styled, document.getText()), [...tagsOf(styled, original), "bees"].sort());
      await savesWhatItShows(styled, document);
      await undoneBrings(styled, document, original);
      // What is typed counts as a tag after a pause, until there has been another one.
      await eventually("an end of the half of a tag", async () =>
        (await tagSymbols("be")).every(({ name }) => name !== "be"),
      );
    });
  }
});

function tagsOf({ path }: StyledDocument, text: string): string[] {
  return readDocument(path, text)!
    .tags.map(({ name }) => name)
    .sort();
}

/** What was inserted in one place. Fails where anything else changed. */
function inserted(before: string, after: string): string {
  let head = 0;
  while (head < before.length && before[head] === after[head]) head++;
  const length = after.length - before.length;
  assert.equal(after.slice(0, head) + after.slice(head + length), before);
  return after.slice(head, head + length);
}

async function savesWhatItShows(
  { path, text }: StyledDocument,
  document: vscode.TextDocument,
): Promise<void> {
  await save(path);
  const mark = text.startsWith("\uFEFF") ? [BOM] : [];
  assert.deepEqual(bytesOf(path), Buffer.concat([...mark, Buffer.from(document.getText())]));
}

async function undoneBrings(
  { path, text }: StyledDocument,
  document: vscode.TextDocument,
  original: string,
): Promise<void> {
  for (let steps = 0; document.getText() !== original && steps < 3; steps++) {
    await vscode.commands.executeCommand("undo");
  }
  assert.equal(document.getText(), original);
  await save(path);
  assert.deepEqual(bytesOf(path), Buffer.from(text));
}
