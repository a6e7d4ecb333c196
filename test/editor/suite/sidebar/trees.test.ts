import { strict as assert } from "node:assert";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Api } from "../../../../extension/main.ts";
import { eventually } from "../../eventually.ts";
import { activeExtension } from "../../extension.ts";

type Tree = vscode.TreeDataProvider<unknown>;

const folder = (): vscode.Uri => vscode.workspace.workspaceFolders![0].uri;
const file = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);
const textOf = async (path: string): Promise<string> =>
  (await vscode.workspace.openTextDocument(file(path))).getText();
const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

/** A row as people read it: label, what is dimmed behind it. */
interface Row {
  readonly node: unknown;
  readonly item: vscode.TreeItem;
  readonly text: string;
}

async function rows(tree: Tree, parent?: unknown): Promise<Row[]> {
  const nodes = (await tree.getChildren(parent)) ?? [];
  return Promise.all(
    nodes.map(async (node) => {
      const item = await tree.getTreeItem(node);
      return { node, item, text: [item.label, item.description].filter(Boolean).join("  ") };
    }),
  );
}

/** The rows below a row whose text begins so. */
async function below(tree: Tree, ...path: string[]): Promise<Row[]> {
  let found = await rows(tree);
  for (const start of path) {
    const row = found.find(({ text }) => text.startsWith(start));
    if (row === undefined) return [];
    found = await rows(tree, row.node);
  }
  return found;
}

describe("The sidebar", () => {
  let api: Api;
  let suggestions: Tree;
  let tags: Tree;
  const queue = () => below(suggestions, "To review");
  const entry = (start: string, title: string) =>
    eventually(`${start} of ${title}`, async () =>
      (await queue()).find(({ text }) => text.startsWith(start) && text.endsWith(title)),
    );

  before(async () => {
    api = (await activeExtension()).exports as Api;
    suggestions = api.views.suggestions as Tree;
    tags = api.views.tags as Tree;
    await run("sdlgm.tags.focus");
    await run("sdlgm.suggestions.focus");
  });

  it("shows all tags before there is a model, nested, with their counts", async () => {
    const top = await eventually("tags", async () => {
      const found = await rows(tags);
      return found.length > 0 && found;
    });
    assert.deepEqual(
      top.map(({ text }) => text),
      [
        "sailing  28",
        "baking  27",
        "garden  26",
        "diary  23 · almost everywhere",
        "[a link](command:workbench.action.quit)  1",
        "$(bug) <b>bold</b>  1",
        "baknig  1 · like “baking”",
      ],
    );
  });

  it("shows the text of hostile tags as text", async () => {
    for (const { item } of await rows(tags)) {
      const { tooltip } = item;
      assert.ok(tooltip instanceof vscode.MarkdownString);
      assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
      assert.ok(!tooltip.value.includes("](command:"), tooltip.value);
      assert.ok(item.accessibilityInformation!.label.length > String(item.label).length);
    }
  });

  it("leaves the place to the button before there is a model, whether or not a document is open", async () => {
    assert.deepEqual(await rows(suggestions), []);
    await vscode.window.showTextDocument(file("garden/turning-day.md"));
    await eventually(
      "the open document",
      () => api.views.suggestions.document.advice?.name === "turning-day.md",
    );
    assert.deepEqual(await rows(suggestions), []);
  });

  it("learns from the folder, and tells what is to be reviewed, the surest first", async () => {
    await run("sdlgm.train", { folder: folder().toString() });
    await entry("garden/compost", "Turning day");
    const texts = (await queue()).map(({ text }) => text);
    assert.match(texts[0], /^garden {2}99 %, missing · Plan for the border$/);
    assert.ok(
      texts.some((text) => /^baking {2}(0\.1|below 0\.1) %, unlikely · Thunder$/.test(text)),
      texts.join("\n"),
    );
  });

  it("tells of the active document how many tags it looks like, and which", async () => {
    const texts = await eventually("suggestions", async () => {
      const found = (await below(suggestions, "This document  turning-day.md")).map(({ text }) => text);
      return found.length > 2 && found;
    });
    assert.match(texts[0], /^Looks like .* has 1( {2}fewer than expected)?$/);
    assert.match(texts[1], /^garden {2}9\d %$/);
    assert.ok(
      texts.some((text) => /^garden\/compost {2}\d+ %, (suggested|possible)$/.test(text)),
      texts.join("\n"),
    );
  });

  it("lists what speaks for a tag, with the place where it stands", async () => {
    const evidence = await below(suggestions, "This document", "garden/compost");
    assert.ok(evidence.length > 0);
    const word = evidence.find(({ item }) => item.command?.command === "sdlgm.review.showLine")!;
    const [{ line }] = word.item.command!.arguments as [{ line: number }];
    await run(word.item.command!.command, ...word.item.command!.arguments!);
    const { document, selection } = vscode.window.activeTextEditor!;
    assert.equal(selection.active.line, line);
    assert.ok(document.lineAt(line).text.toLowerCase().includes(String(word.item.label)));
  });

  it("follows the active editor, and what is typed", async () => {
    const editor = await vscode.window.showTextDocument(file("sailing/halyard.md"));
    await eventually("the other document", async () => {
      const found = await below(suggestions, "This document  halyard.md");
      return found.length > 2;
    });
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 0, 2, 0), "tags: [sailing, diary]\n"));
    await eventually("the new tag", async () =>
      (await below(suggestions, "This document  halyard.md")).some(
        ({ text, item }) => text.startsWith("diary") && item.contextValue?.startsWith("own"),
      ),
    );
    await run("workbench.action.files.revert");
  });

  it("accepts an entry: the tag is added, the next document opens, and undo takes it back", async () => {
    const path = "garden/turning-day.md";
    const original = await textOf(path);
    const { node, item } = await entry("garden/compost", "Turning day");
    await run(item.command!.command, ...item.command!.arguments!);
    await eventually("the document", () => vscode.window.activeTextEditor?.document.uri.path.endsWith(path));
    const place = vscode.window.activeTextEditor!.selection.active.line;
    assert.ok(place > 0 && place < 4, `line ${place}, in the field of the tags`);

    await run("sdlgm.review.accept", node);
    assert.ok((await textOf(path)).includes("garden/compost"));
    await eventually(
      "the next document",
      () => !vscode.window.activeTextEditor?.document.uri.path.endsWith(path),
    );
    assert.ok(!(await queue()).some(({ item: { id } }) => id === item.id));

    await vscode.window.showTextDocument(file(path));
    await run("undo");
    assert.equal(await textOf(path), original);
    await entry("garden/compost", "Turning day");
  });

  it("removes a tag where that is the advice", async () => {
    const { node } = await entry("baking", "Thunder");
    await run("sdlgm.review.remove", node);
    assert.ok(!/\bbaking\b/.test(await textOf("sailing/thunder.md")));
    await vscode.window.showTextDocument(file("sailing/thunder.md"));
    await run("undo");
    await entry("baking", "Thunder");
  });

  it("rejects an entry, remembers it in a small file, and never asks again", async () => {
    const { node, item } = await entry("baking", "Cocoa");
    await run("sdlgm.review.reject", node);
    const decisions = JSON.parse(
      Buffer.from(await vscode.workspace.fs.readFile(file(".sdlgm/decisions.json"))).toString(),
    );
    assert.deepEqual(decisions.documents["baking/cocoa.md"], { reject: ["baking"] });
    await run("sdlgm.train", { folder: folder().toString() });
    await entry("garden", "Plan for the border");
    assert.ok(!(await queue()).some(({ item: { id } }) => id === item.id));
  });

  it("suggests again what was rejected, when asked to", async () => {
    await vscode.window.showTextDocument(file("baking/cocoa.md"));
    const [rejected] = await eventually("the rejected tag", async () => {
      const found = await below(suggestions, "This document  cocoa.md", "Never suggested here");
      return found.length > 0 && found;
    });
    await run("sdlgm.review.restore", rejected.node);
    await entry("baking", "Cocoa");
  });

  it("leads from a tag to its documents", async () => {
    const documents = await below(tags, "sailing", "knots");
    assert.equal(documents.length, 6);
    const { item } = documents[0];
    await run(item.command!.command, ...item.command!.arguments!);
    const { document, selection } = vscode.window.activeTextEditor!;
    assert.equal(document.getText(selection), "sailing/knots");
  });

  it("filters and sorts the tags", async () => {
    await run("sdlgm.tags.filter", "kno");
    assert.deepEqual(
      (await rows(tags)).map(({ text }) => text),
      ["sailing/knots  6"],
    );
    await run("sdlgm.tags.clearFilter");
    await run("sdlgm.tags.sort", "name");
    const names = (await rows(tags)).map(({ item }) => String(item.label));
    assert.deepEqual(names, names.toSorted(new Intl.Collator("en").compare));
    await run("sdlgm.tags.sort", "trouble");
    assert.match((await rows(tags))[0].text, /like “baking”/);
    await run("sdlgm.tags.sort", "count");
  });

  it("reveals a tag that is asked for from elsewhere", async () => {
    await run("sdlgm.tags.filter", "knots");
    await run("sdlgm.tags.reveal", { folder: folder().toString(), tag: "garden/roses" });
    assert.equal((await rows(tags)).length, 7);
  });

  it("merges a mistyped tag into the one that was meant", async () => {
    const duplicate = (await rows(tags)).find(({ text }) => text.startsWith("baknig  "))!;
    assert.equal(duplicate.item.contextValue, "tag.duplicate");
    await run("sdlgm.tags.merge", duplicate.node);
    assert.match(await textOf("baking/cocoa.md"), /^---\ntags:\n {2}- baking\n {2}- baking\/cake\n---\n/);
    await eventually(
      "the tags without it",
      async () => !(await rows(tags)).some(({ text }) => text.startsWith("baknig  ")),
    );
  });
});
