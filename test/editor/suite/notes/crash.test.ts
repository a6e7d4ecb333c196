import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { before, describe, it } from "mocha";
import * as vscode from "vscode";
import { eventually } from "../../eventually.ts";
import { activeExtension, phase, statusOf, train } from "../../extension.ts";
import { hoverAt } from "../../features.ts";
import { documentsOf } from "../../scan.ts";
import { bytesOf, folder, placeOf, show, uriOf, writeOnDisk } from "../../workspace.ts";

const MODEL = ".sdlgm/model.sdlgm";

describe("A server that is killed while it trains", () => {
  let model: Buffer;
  let documents: Map<string, Buffer>;
  let killed: number;

  before(async () => {
    await train(folder());
    model = bytesOf(MODEL);
    makeTheFolderLarge(800);
    documents = contents();
    await eventually("the new notes", async () => (await statusOf(folder()))?.documents === documents.size);
  });

  it("lets the command end, and is started again by itself", async () => {
    const training = vscode.commands.executeCommand("sdlgm.train", { folder: folder().uri.toString() });
    await eventually("the middle of a training", async () => {
      const status = await statusOf(folder());
      return status?.phase === "training" && (status.progress?.overall ?? 0) > 0.2;
    });
    killed = (await serverProcess()).pid!;
    process.kill(killed, "SIGKILL");
    await training;
    await eventually("another server", async () => {
      const { pid } = (await (await activeExtension()).exports.client).serverProcess ?? {};
      return pid !== undefined && pid !== killed;
    });
  });

  it("still has the last model, which answers as before", async () => {
    const { model: known, documents: count } = await phase(folder(), "ready", "stale");
    assert.equal(known?.documents, documents.size - 800);
    assert.equal(count, documents.size);
    const { document } = await show("garden/first-heap.md");
    assert.match(await hoverAt(document, placeOf(document, "compost"), "here:"), /here: [\d.]+ %/);
  });

  it("has broken nothing on disk, and left nothing behind", () => {
    assert.ok(bytesOf(MODEL).equals(model), "the model is another one");
    assert.deepEqual(contents(), documents);
    const files = readdirSync(uriOf(".sdlgm").fsPath, { recursive: true }).map(String);
    assert.deepEqual(
      files.filter((file) => file.endsWith(".tmp")),
      [],
    );
  });

  it("can be asked to train again", async () => {
    const { model: known } = await train(folder());
    assert.equal(known?.documents, documents.size);
    assert.ok(!bytesOf(MODEL).equals(model));
  });
});

describe("A server that is killed while nothing happens", () => {
  it("is started again, and a document that is open is known to it", async () => {
    const { document } = await show("garden/roses.md");
    await hoverAt(document, placeOf(document, "pruning"), "here:");
    const { pid } = await serverProcess();
    process.kill(pid!, "SIGKILL");
    await eventually("another server", async () => {
      const now = (await (await activeExtension()).exports.client).serverProcess?.pid;
      return now !== undefined && now !== pid;
    });
    assert.match(await hoverAt(document, placeOf(document, "pruning"), "here:"), /here: [\d.]+ %/);
  });
});

async function serverProcess() {
  const { serverProcess } = await (await activeExtension()).exports.client;
  assert.ok(serverProcess?.pid !== undefined, "no server runs");
  return serverProcess;
}

function contents(): Map<string, Buffer> {
  return new Map(documentsOf(folder()).map((path) => [path, bytesOf(path)]));
}

/** With notes of sentences from the notes that are there, so that a training can be watched. */
function makeTheFolderLarge(count: number): void {
  const notes = documentsOf(folder())
    .map((path) => /^(---\n[\s\S]*?\n---\n)([\s\S]*)$/.exec(String(bytesOf(path))))
    .filter((match) => match !== null);
  for (let i = 0; i < count; i++) {
    const [, head, text] = notes[i % notes.length]!;
    const [, , other] = notes[(7 * i + 3) % notes.length]!;
    writeOnDisk(
      `more/note-${i}.md`,
      `${head}${text}${other!
        .split("\n")
        .slice(-3 - (i % 3))
        .join("\n")}`,
    );
  }
}
