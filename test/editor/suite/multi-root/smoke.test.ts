import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { activeExtension } from "../../extension.ts";

describe("A workspace of two folders", () => {
  it("is open with both of them, and with the extension", async () => {
    await activeExtension();
    const names = vscode.workspace.workspaceFolders?.map(({ name }) => name);
    assert.deepEqual(names, ["Kitchen", "Workshop"]);
    assert.ok(vscode.workspace.workspaceFile?.path.endsWith("two-folders.code-workspace"));
  });
});
