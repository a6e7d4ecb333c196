import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../../eventually.ts";
import { activeExtension, phase, statusOf, train } from "../../extension.ts";
import { actionAt, hoverAt, tagSymbols } from "../../features.ts";
import { documentsOf, scan } from "../../scan.ts";
import { folder, placeOf, show, uriOf } from "../../workspace.ts";

const MODEL = ".sdlgm/model.sdlgm";

describe("Two folders of one workspace", () => {
  before(async () => {
    await show("starter.md", folder("Kitchen"));
    await phase(folder("Kitchen"), "untrained");
    await phase(folder("Workshop"), "untrained");
  });

  it("have a state each", async () => {
    const { status } = (await activeExtension()).exports;
    assert.deepEqual(
      status.folders.map(({ name }) => name),
      ["Kitchen", "Workshop"],
    );
    for (const one of [folder("Kitchen"), folder("Workshop")]) {
      const { documents, tags } = (await statusOf(one))!;
      assert.equal(documents, documentsOf(one).length);
      assert.equal(tags, scan(one).size);
    }
  });

  it("have a model each, trained one after the other", async () => {
    const kitchen = await train(folder("Kitchen"));
    assert.equal((await statusOf(folder("Workshop")))?.phase, "untrained");
    assert.ok(!existsSync(uriOf(MODEL, folder("Workshop")).fsPath));
    const workshop = await train(folder("Workshop"));
    assert.ok(existsSync(uriOf(MODEL, folder("Kitchen")).fsPath));
    assert.ok(existsSync(uriOf(MODEL, folder("Workshop")).fsPath));
    assert.notEqual(kitchen.model?.path, workshop.model?.path);
    assert.ok(
      kitchen.model!.tags !== workshop.model!.tags || kitchen.model!.documents !== workshop.model!.documents,
    );
  });

  for (const [name, path, expected] of [
    ["Kitchen", "starter-abroad.md", "bread"],
    ["Workshop", "workbench.md", "woodwork"],
  ] as const) {
    it(`give a document of ${name} tags of its own folder`, async () => {
      const { document } = await show(path, folder(name));
      const action = await actionAt(document, new vscode.Position(0, 0), /^Add tag/);
      const [, tag] = /"(.*)"/.exec(action.title)!;
      assert.ok(scan(folder(name)).has(tag!), `${tag} is no tag of ${name}`);
      assert.match(await hoverAt(document, new vscode.Position(0, 3), "looks like"), new RegExp(expected));
    });
  }
});

describe("A folder that comes and goes", () => {
  const shed = () => vscode.Uri.joinPath(folder("Workshop").uri, "..", "shed");

  before(() => {
    mkdirSync(shed().fsPath);
    for (const path of documentsOf(folder("Workshop")).slice(0, 4)) {
      renameSync(uriOf(path, folder("Workshop")).fsPath, vscode.Uri.joinPath(shed(), path).fsPath);
    }
  });

  it("is known when it is added", async () => {
    assert.ok(vscode.workspace.updateWorkspaceFolders(2, 0, { uri: shed(), name: "Shed" }));
    await eventually("three folders", () => vscode.workspace.workspaceFolders?.length === 3);
    const { documents, tags } = await phase(folder("Shed"), "untrained");
    assert.equal(documents, 4);
    assert.equal(tags, scan(folder("Shed")).size);
    const [path] = documentsOf(folder("Shed"));
    const { document } = await show(path!, folder("Shed"));
    const first = [...scan(folder("Shed")).values()].flat().find((place) => place.startsWith(`${path}:`))!;
    const [, line, column] = first.split(":").map(Number);
    assert.match(await hoverAt(document, new vscode.Position(line!, column! + 1)), /Train Tag Model/);
  });

  it("is forgotten when it is removed", async () => {
    const before = (await tagSymbols("")).length;
    const { size } = scan(folder("Shed"));
    assert.ok(vscode.workspace.updateWorkspaceFolders(2, 1));
    const { status } = (await activeExtension()).exports;
    await eventually("two folders", () => status.folders.length === 2);
    assert.deepEqual(
      status.folders.map(({ name }) => name),
      ["Kitchen", "Workshop"],
    );
    await eventually("fewer tags", async () => (await tagSymbols("")).length === before - size);
  });

  it("leaves the others as they are", async () => {
    const { document } = await show("starter.md", folder("Kitchen"));
    assert.match(await hoverAt(document, placeOf(document, "sourdough"), "here:"), /here: [\d.]+ %/);
    assert.equal((await statusOf(folder("Kitchen")))?.phase, "ready");
  });
});
