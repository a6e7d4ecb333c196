import { strict as assert } from "node:assert";
import { existsSync, rmSync, truncateSync } from "node:fs";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../../eventually.ts";
import { phase, statusOf, train } from "../../extension.ts";
import { actionAt, ask, completionsAt, diagnosticsOf, hoverAt } from "../../features.ts";
import { documentsOf } from "../../scan.ts";
import { bytesOf, folder, placeOf, show, uriOf, writeOnDisk } from "../../workspace.ts";

const MODEL = ".sdlgm/model.sdlgm";
const DECISIONS = ".sdlgm/decisions.json";
const HEALTHY = "starter.md";
const BINARY = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 255, 254, 0]);

const settled = () => phase(folder(), "untrained", "ready", "failed");

/** What has to work whatever else is broken. */
async function restWorks(): Promise<void> {
  const { document } = await show(HEALTHY);
  const place = placeOf(document, "sourdough");
  assert.match(await hoverAt(document, place, "documents of this folder"), /\*\*`sourdough`\*\*/);
  const items = await eventually("tags to choose from", async () => {
    const found = await completionsAt(document, place);
    return found.length > 5 && found;
  });
  assert.ok(items.length < 40);
  await actionAt(document, place, /^Remove tag "sourdough"/, "refactor");
}

describe("A folder where much is broken", () => {
  before(async () => {
    writeOnDisk(MODEL, "This is a shopping list.\n");
    writeOnDisk(DECISIONS, '{ "documents": ');
    writeOnDisk("binary.md", BINARY);
    // As code, since VS Code's own Markdown extension takes long to read so much prose.
    const lines = "A line of a log that nobody reads.\n".repeat(150_000);
    writeOnDisk("large.md", `---\ntags: [bread]\n---\n\n\`\`\`\n${lines}\`\`\`\n`);
    await show(HEALTHY);
  });

  it("says in one sentence that its model is none, and the rest works", async () => {
    const { problem, model } = await phase(folder(), "failed");
    assert.match(problem!, /model\.sdlgm is not a model of SDLGM Tags: move the file away/);
    assert.equal(model, undefined);
    await restWorks();
  });

  it("does not overwrite what is no model", async () => {
    await vscode.commands.executeCommand("sdlgm.train", { folder: folder().uri.toString() });
    assert.equal(String(bytesOf(MODEL)), "This is a shopping list.\n");
    await phase(folder(), "failed");
  });

  it("learns and suggests with the defaults in place of settings that make no sense", async () => {
    rmSync(uriOf(MODEL).fsPath);
    await phase(folder(), "untrained");
    const { model } = await train(folder());
    assert.ok(model!.tags > 5);
    const { document } = await show("starter-abroad.md");
    const lenses = await eventually("a lens", async () => {
      const found = await ask<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 20);
      return found.length > 0 && found;
    });
    assert.match(lenses[0]!.command!.title, /suggested tag/);
    const [missing] = await diagnosticsOf(document, "tags.missing");
    assert.equal(missing!.severity, vscode.DiagnosticSeverity.Hint);
    await restWorks();
  });

  it("leaves a file of decisions alone that it cannot read, and says so where it matters", async () => {
    const { document } = await show("starter-abroad.md");
    const action = await actionAt(document, new vscode.Position(0, 0), /^Never suggest tag/);
    await vscode.commands.executeCommand(action.command!.command, ...(action.command!.arguments ?? []));
    assert.equal(String(bytesOf(DECISIONS)), '{ "documents": ');
    writeOnDisk(DECISIONS, '{ "documents": {} }');
    await eventually("a decision that is kept", async () => {
      await vscode.commands.executeCommand(action.command!.command, ...(action.command!.arguments ?? []));
      return String(bytesOf(DECISIONS)).includes("reject");
    });
  });

  it("has documents of which one is binary and one is too large, and knows all others", async () => {
    const { documents } = await settled();
    const all = documentsOf(folder()).length;
    assert.ok(documents === all - 1 || documents === all - 2, `${documents} of ${all}`);
    const { document } = await show("large.md");
    const [said] = await diagnosticsOf(document, "tags.malformed");
    assert.match(said!.message, /larger than 2 MB/);
    await restWorks();
  });

  it("says that a model that was cut in half is damaged, keeps it aside, and trains another", async () => {
    truncateSync(uriOf(MODEL).fsPath, Math.floor(bytesOf(MODEL).length / 2));
    const { problem } = await phase(folder(), "failed");
    assert.match(problem!, /is damaged: train it again/);
    await restWorks();
    await train(folder());
    assert.ok(existsSync(uriOf(`${MODEL}.broken`).fsPath));
    await restWorks();
  });

  it("goes on when a document turns binary, and when it is one again", async () => {
    const { documents } = await settled();
    const original = bytesOf("rye.md");
    writeOnDisk("rye.md", BINARY);
    await eventually(
      "one document less",
      async () => (await statusOf(folder()))?.documents === documents - 1,
    );
    await restWorks();
    writeOnDisk("rye.md", original);
    await eventually(
      "as many documents as before",
      async () => (await statusOf(folder()))?.documents === documents,
    );
  });
});
