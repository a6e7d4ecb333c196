import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../../eventually.ts";
import { activeExtension } from "../../extension.ts";

describe("A folder of notes", () => {
  it("is open in a real VS Code with the extension", async () => {
    console.log(
      `    VS Code ${vscode.version}, Node ${process.version}, ${vscode.env.appName} (${vscode.env.appHost})`,
    );
    const extension = await activeExtension();
    assert.ok(extension.isActive);
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    assert.equal(vscode.workspace.workspaceFolders?.length, 1);
  });

  it("is a copy, that VS Code watches", async () => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, "new.md");
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.md");
    const created: string[] = [];
    watcher.onDidCreate(({ path }) => created.push(path));
    try {
      await eventually("word of a new file", async () => {
        await vscode.workspace.fs.delete(uri).then(undefined, () => {});
        await vscode.workspace.fs.writeFile(uri, Buffer.from("# New\n"));
        await new Promise((resume) => setTimeout(resume, 500));
        return created.includes(uri.path);
      });
    } finally {
      watcher.dispose();
      await vscode.workspace.fs.delete(uri);
    }
  });

  it("is found by VS Code's search for files", async () => {
    const files = await eventually("files", async () => {
      const found = await vscode.workspace.findFiles("**/*.md");
      return found.length > 0 && found;
    });
    assert.ok(files.length >= 40, `${files.length} files`);
  });
});
