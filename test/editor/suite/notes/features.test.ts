import { strict as assert } from "node:assert";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { foldTag } from "../../../../server/documents/tagName.ts";
import { eventually } from "../../eventually.ts";
import { phase, statusOf, train } from "../../extension.ts";
import {
  actionAt,
  ask,
  completionsAt,
  diagnosticsOf,
  hoverAt,
  labelOf,
  referencesAt,
  tagSymbols,
} from "../../features.ts";
import { documentsOf, scan } from "../../scan.ts";
import { bytesOf, folder, placeOf, save, show, textsAt, uriOf, writeOnDisk } from "../../workspace.ts";

/** Tagged `compost` and `garden`. */
const HEAP = "garden/first-heap.md";
/** Not tagged; about pruning a tree in the garden. */
const PEAR = "garden/pear-by-the-wall.md";
/** Tagged far too often, and wrongly, and once nearly like many others. */
const LOADED = "loaded.md";
const LOADED_TEXT = `---
title: A starter for rye bread
tags: [sourdough, bread, flour, repair, woodwork, joinery, telescope, stars, bicylce]
---

The rye starter is fed with flour and water and lives in a jar in the fridge. The dough proved overnight
in its basket and the loaf came out of the hot oven with a dark crust.
`;

describe("A folder of notes without a model", () => {
  it("is untrained, says how many documents have tags, and completes the most used tags first", async () => {
    const document = (await show(HEAP)).document;
    const { documents, taggedDocuments, tags } = await phase(folder(), "untrained");
    assert.equal(documents, documentsOf(folder()).length);
    assert.equal(taggedDocuments, 38);
    assert.equal(tags, scan(folder()).size);
    const items = await eventually("tags to choose from", async () => {
      const found = await completionsAt(document, placeOf(document, "compost"));
      return found.length > 0 && found;
    });
    const used = (tag: string) =>
      new Set(
        scan(folder())
          .get(tag)
          ?.map((place) => place.split(":")[0]),
      ).size;
    const counts = items.map((item) => used(foldTag(labelOf(item))));
    assert.ok(counts[0]! >= 8);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
    assert.match(await hoverAt(document, placeOf(document, "compost")), /Train Tag Model/);
  });
});

describe("A folder of notes with a model", () => {
  before(async () => {
    await train(folder());
    writeOnDisk(LOADED, LOADED_TEXT);
    await eventually("the new note", async () => (await statusOf(folder()))?.changedDocuments === 1);
  });
  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("was trained by the command, and the extension knows of it", async () => {
    const status = await statusOf(folder());
    assert.equal(status?.phase, "ready");
    assert.equal(status.model?.taggedDocuments, 38);
    assert.ok(status.model.path.endsWith(".sdlgm/model.sdlgm"), status.model.path);
  });

  it("tells in a hover how likely a tag is and why", async () => {
    const { document } = await show(HEAP);
    const text = await hoverAt(document, placeOf(document, "garden"), "here:");
    assert.match(text, /documents of this folder have it/);
    assert.match(text, /(Likely|Possible|Unlikely) here: [\d.]+ %/);
  });

  it("tells in a hover of the title which tags a document should have, and how many", async () => {
    const { document } = await show(PEAR);
    const text = await hoverAt(document, placeOf(document, "The pear"), "looks like");
    assert.match(text, /it has none/);
    assert.match(text, /pruning/);
  });

  it("completes the likeliest tags first, and tells why", async () => {
    const { document } = await show("kitchen/starter.md");
    const items = await completionsAt(document, placeOf(document, "sourdough"));
    const likely = items.map(({ detail = "" }) => Number.parseFloat(/^([\d.]+) %/.exec(detail)?.[1] ?? "0"));
    assert.deepEqual(
      likely,
      likely.toSorted((a, b) => b - a),
    );
    assert.ok(likely[0]! > 10, `${likely[0]} %`);
    const { documentation } = items[0]!;
    assert.match(documentation instanceof vscode.MarkdownString ? documentation.value : "", /documents/);
  });

  it("suggests tags for a document without any, as fixes of what is missing", async () => {
    const { document } = await show(PEAR);
    const [missing] = await diagnosticsOf(document, "tags.missing");
    assert.ok(missing);
    assert.equal(missing.severity, vscode.DiagnosticSeverity.Hint);
    assert.match(missing.message, /has no tags/);
    const action = await actionAt(document, missing.range.start, /^Add tag "pruning"/);
    assert.ok(action.edit?.has(document.uri));
  });

  it("says that there are too many tags, unlikely ones, and one that is like another", async () => {
    const { document } = await show(LOADED);
    const [tooMany] = await diagnosticsOf(document, "tags.too-many");
    assert.match(tooMany!.message, /9 tags/);
    const unlikely = await diagnosticsOf(document, "tags.unlikely");
    assert.ok(unlikely.every(({ range }) => document.lineAt(range.start).text.startsWith("tags:")));
    const [twin] = await diagnosticsOf(document, "tags.near-duplicate");
    assert.equal(document.getText(twin!.range), "bicylce");
    assert.match(twin!.message, /bicycle/);
    await actionAt(document, twin!.range.start, /^Replace tag "bicylce" by "bicycle"/);
    await actionAt(document, tooMany!.range.start, /^Keep the .*strongest tag/);
    await actionAt(document, unlikely[0]!.range.start, /^Remove tag/);
  });

  it("does not nag about what an author has decided", async () => {
    const { document } = await show(LOADED);
    const [first] = await diagnosticsOf(document, "tags.unlikely");
    const tag = document.getText(first!.range);
    const action = await actionAt(document, first!.range.start, new RegExp(`^Keep tag "${tag}" as it is`));
    await vscode.commands.executeCommand(action.command!.command, ...(action.command!.arguments ?? []));
    await eventually(`an end of what was said of ${tag}`, () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .every(({ code, range }) => code !== "tags.unlikely" || document.getText(range) !== tag),
    );
    const decisions = JSON.parse(bytesOf(".sdlgm/decisions.json").toString());
    assert.deepEqual(decisions.documents, { [LOADED]: { keep: [tag] } });
  });

  it("has a lens that leads to the suggestions", async () => {
    const { document } = await show(PEAR);
    const lens = await eventually("a lens", async () => {
      const lenses = await ask<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 20);
      return lenses.find(({ command }) => command?.command === "sdlgm.suggestTags");
    });
    assert.match(lens.command!.title, /suggested tag.*has none \(looks like/);
    assert.deepEqual(
      lens.command!.arguments?.map((uri) => vscode.Uri.parse(uri).toString()),
      [document.uri.toString()],
    );
  });

  it("shows probabilities behind tags only to those who want them", async () => {
    const { document } = await show(HEAP);
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = () => ask<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document.uri, all);
    assert.deepEqual(await hints(), []);
    const settings = vscode.workspace.getConfiguration("sdlgm", folder().uri);
    await settings.update("inlayHints.enabled", true, vscode.ConfigurationTarget.WorkspaceFolder);
    const shown = await eventually("hints", async () => {
      const found = await hints();
      return found.length > 0 && found;
    });
    assert.equal(shown.length, 2);
    for (const { label } of shown) assert.match(String(label), /%$/);
    await settings.update("inlayHints.enabled", undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await eventually("an end of hints", async () => (await hints()).length === 0);
  });

  it("finds every place of a tag, in every spelling", async () => {
    const { document } = await show("kitchen/starter.md");
    const position = placeOf(document, "sourdough");
    const references = await textsAt(await referencesAt(document, position));
    assert.deepEqual(references, [
      { path: "kitchen/first-loaf.md", text: "sourdough" },
      { path: "kitchen/flat-loaf.md", text: "Sourdough" },
      { path: "kitchen/rye.md", text: '"sourdough"' },
      { path: "kitchen/starter.md", text: "sourdough" },
      { path: LOADED, text: "sourdough" },
    ]);
    const definitions = await ask<vscode.Location[]>(
      "vscode.executeDefinitionProvider",
      document.uri,
      position,
    );
    assert.equal(definitions.length, references.length);
    const highlights = await ask<vscode.DocumentHighlight[]>(
      "vscode.executeDocumentHighlights",
      document.uri,
      position,
    );
    assert.deepEqual(
      highlights.map(({ range }) => document.getText(range)),
      ["sourdough"],
    );
  });

  it("finds tags among the symbols of the workspace", async () => {
    const [first] = await tagSymbols("sourd");
    assert.equal(first?.name, "sourdough");
    assert.equal(first.containerName, "5 documents");
  });

  it("renames a tag in all documents, and undo brings each file back", async () => {
    const paths = [
      "kitchen/first-loaf.md",
      "kitchen/flat-loaf.md",
      "kitchen/rye.md",
      "kitchen/starter.md",
      LOADED,
    ];
    const before = paths.map((path) => bytesOf(path));
    const { document } = await show("kitchen/starter.md");
    const edit = await ask<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      placeOf(document, "sourdough"),
      "wild yeast",
    );
    assert.ok(await vscode.workspace.applyEdit(confirmed(edit)));
    for (const path of paths) await save(path);
    assert.deepEqual(
      paths.map((path) => String(bytesOf(path))),
      before.map((bytes) => String(bytes).replace(/sourdough/i, "wild yeast")),
    );
    await eventually(
      "the new name",
      async () => (await tagSymbols("wild yeast"))[0]?.containerName === "5 documents",
    );
    assert.ok((await tagSymbols("sourdough")).every(({ name }) => name !== "sourdough"));
    for (const path of paths) {
      await vscode.window.showTextDocument(uriOf(path));
      await vscode.commands.executeCommand("undo");
      await save(path);
    }
    assert.deepEqual(
      paths.map((path) => String(bytesOf(path))),
      before.map(String),
    );
  });
});

/** As a user has it who ticks every change in the refactor preview. */
function confirmed(edit: vscode.WorkspaceEdit): vscode.WorkspaceEdit {
  const ticked = new vscode.WorkspaceEdit();
  for (const [uri, edits] of edit.entries()) ticked.set(uri, edits);
  return ticked;
}
