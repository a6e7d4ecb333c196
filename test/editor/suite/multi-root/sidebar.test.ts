import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import type { Api } from "../../../../extension/main.ts";
import { eventually } from "../../eventually.ts";
import { activeExtension } from "../../extension.ts";

describe("The sidebar in a workspace of two folders", () => {
  it("has the tags of each folder below its name", async () => {
    const tree = ((await activeExtension()).exports as Api).views.tags as vscode.TreeDataProvider<unknown>;
    await vscode.commands.executeCommand("sdlgm.tags.focus");
    const labelsBelow = async (parent?: unknown): Promise<string[]> => {
      const nodes = (await tree.getChildren(parent)) ?? [];
      const items = await Promise.all(nodes.map((node) => tree.getTreeItem(node)));
      return items.map(({ label }) => String(label));
    };
    await eventually("the tags of both", async () => {
      const folders = (await tree.getChildren()) ?? [];
      return folders.length === 2 && (await labelsBelow(folders[1])).length > 0;
    });
    assert.deepEqual(await labelsBelow(), ["Kitchen", "Workshop"]);
    const [kitchen, workshop] = (await tree.getChildren())!;
    assert.ok((await labelsBelow(kitchen)).includes("bread"));
    assert.ok(!(await labelsBelow(workshop)).includes("bread"));
  });

  it("has one queue for both, each entry with its folder", async () => {
    const tree = ((await activeExtension()).exports as Api).views
      .suggestions as vscode.TreeDataProvider<unknown>;
    await vscode.commands.executeCommand("sdlgm.suggestions.focus");
    const folders = vscode.workspace.workspaceFolders!;
    const text = "The starter rose, and the dough went from its basket into the oven as a loaf of bread.\n";
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folders[0].uri, "late.md"), Buffer.from(text));
    for (const { uri } of folders) {
      await vscode.commands.executeCommand("sdlgm.train", { folder: uri.toString() });
    }
    const row = await eventually("the entry", async () => {
      const section = (await tree.getChildren())?.at(-1);
      const entries = section === undefined ? [] : ((await tree.getChildren(section)) ?? []);
      const items = await Promise.all(entries.map((entry) => tree.getTreeItem(entry)));
      return items.find(({ description }) => /^\d+ %, missing · late$/.test(String(description)));
    });
    assert.ok((row.tooltip as vscode.MarkdownString).value.includes("Kitchen\\/late\\.md"));
    assert.ok(row.accessibilityInformation!.label.includes("Kitchen/late.md"));
  });
});
