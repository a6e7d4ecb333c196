import { appendFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { phase } from "../../extension.ts";
import { knowsWhatAScanFinds } from "../../scan.ts";
import { bytesOf, folder, placeOf, save, show, uriOf, writeOnDisk } from "../../workspace.ts";

const { fs } = vscode.workspace;
const note = (...tags: readonly string[]): string => `---\ntags: [${tags.join(", ")}]\n---\n\nA note.\n`;
const pathOnDisk = (path: string): string => uriOf(path).fsPath;

describe("The tags of a folder are those that a fresh look would find", () => {
  before(async () => {
    await show("garden/first-heap.md");
    await phase(folder(), "untrained");
    await knowsWhatAScanFinds(folder(), ["garden", "sourdough"]);
  });
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("when a document is made, changed, renamed and deleted in the editor", async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.createFile(uriOf("new/one.md"), { contents: Buffer.from(note("garden", "made here")) });
    await vscode.workspace.applyEdit(edit);
    await knowsWhatAScanFinds(folder(), ["garden", "made here"]);
    await fs.writeFile(uriOf("new/one.md"), Buffer.from(note("garden", "written here")));
    await knowsWhatAScanFinds(folder(), ["garden", "written here"]);
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(uriOf("new/one.md"), uriOf("a/two.md"));
    await vscode.workspace.applyEdit(rename);
    await knowsWhatAScanFinds(folder(), ["garden", "written here"]);
    const deletion = new vscode.WorkspaceEdit();
    deletion.deleteFile(uriOf("a/two.md"));
    await vscode.workspace.applyEdit(deletion);
    await knowsWhatAScanFinds(folder(), ["garden"]);
  });

  it("when a folder is renamed, copied and deleted in the editor", async () => {
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(uriOf("garden"), uriOf("yard/behind"));
    await vscode.workspace.applyEdit(rename);
    await knowsWhatAScanFinds(folder(), ["garden", "tomatoes"]);
    await fs.copy(uriOf("yard"), uriOf("copy"));
    await knowsWhatAScanFinds(folder(), ["garden", "tomatoes"]);
    await fs.delete(uriOf("copy"), { recursive: true });
    await knowsWhatAScanFinds(folder(), ["garden", "tomatoes"]);
    await fs.rename(uriOf("yard/behind"), uriOf("garden"));
    await knowsWhatAScanFinds(folder(), ["garden", "tomatoes"]);
  });

  it("when other programs write, rename and delete documents and folders", async () => {
    writeOnDisk("deep/down/below.md", note("from outside", "bread"));
    appendFileSync(pathOnDisk("kitchen/rye.md"), "\nMore of it.\n");
    await knowsWhatAScanFinds(folder(), ["from outside", "bread"]);
    renameSync(pathOnDisk("kitchen"), pathOnDisk("bakery"));
    renameSync(pathOnDisk("deep/down/below.md"), pathOnDisk("deep/above.md"));
    await knowsWhatAScanFinds(folder(), ["from outside", "bread", "sourdough"]);
    rmSync(pathOnDisk("deep"), { recursive: true });
    renameSync(pathOnDisk("bakery"), pathOnDisk("kitchen"));
    await knowsWhatAScanFinds(folder(), ["bread", "sourdough"]);
  });

  it("when another program writes what is open in the editor", async () => {
    const { document } = await show("sky/saturn.md");
    const original = bytesOf("sky/saturn.md");
    writeOnDisk("sky/saturn.md", String(original).replace("planets", "giants"));
    await knowsWhatAScanFinds(folder(), ["giants", "night sky"]);
    placeOf(document, "giants");
    writeOnDisk("sky/saturn.md", original);
    await knowsWhatAScanFinds(folder(), ["planets", "night sky"]);
  });

  it("when text is typed and not saved, then taken back, then saved", async () => {
    const editor = await show("bench/dovetails.md");
    const { document } = editor;
    const original = document.getText();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), note("unsaved", "woodwork")));
    await knowsWhatAScanFinds(folder(), ["unsaved", "woodwork"]);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await knowsWhatAScanFinds(folder(), ["woodwork"]);
    await editor.edit((edit) =>
      edit.replace(new vscode.Range(0, 0, document.lineCount, 0), note("rewritten")),
    );
    await save("bench/dovetails.md");
    await knowsWhatAScanFinds(folder(), ["rewritten", "woodwork"]);
    writeOnDisk("bench/dovetails.md", original);
    await knowsWhatAScanFinds(folder(), ["woodwork"]);
  });

  it("when a document with unsaved text is moved with its folder", async () => {
    const editor = await show("roads/pass.md");
    const original = editor.document.getText();
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 99, 0), note("uphill", "touring")));
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(uriOf("roads"), uriOf("ways"));
    await vscode.workspace.applyEdit(rename);
    await knowsWhatAScanFinds(folder(), ["uphill", "touring", "bicycle"]);
    await vscode.workspace.saveAll();
    await knowsWhatAScanFinds(folder(), ["uphill", "touring", "bicycle"]);
    writeOnDisk("ways/pass.md", original);
    await knowsWhatAScanFinds(folder(), ["touring", "bicycle"]);
  });

  it("when much happens at once", async () => {
    for (let i = 0; i < 30; i++) writeOnDisk(`many/${i % 5}/${i}.md`, note(`topic ${i % 7}`, "many"));
    for (let i = 0; i < 30; i += 3) rmSync(pathOnDisk(`many/${i % 5}/${i}.md`));
    mkdirSync(pathOnDisk("much"));
    renameSync(pathOnDisk("many/1"), pathOnDisk("much/1"));
    rmSync(pathOnDisk("many/2"), { recursive: true });
    writeOnDisk("many/2.md", note("many"));
    await fs.delete(uriOf("many/3"), { recursive: true });
    await knowsWhatAScanFinds(folder(), ["many", "topic 1", "topic 4"]);
  });
});
