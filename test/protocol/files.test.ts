import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Location } from "vscode-languageserver-types";
import { type FolderStatus, StatusRequest, SuggestRequest, TrainRequest } from "../../server/protocol.ts";
import { sdlgm } from "../cli/program.ts";
import { note, notes } from "../unit/language/support/notes.ts";
import type { LanguageServer } from "./languageServer.ts";
import { Folder, settings, startServer, trainedFolder } from "./workspace.ts";

const CREATED = 1;
const CHANGED = 2;
const DELETED = 3;

function untilCounted(
  server: LanguageServer,
  wanted: Partial<FolderStatus>,
): Promise<readonly FolderStatus[]> {
  return server.untilStatus(([status]) => {
    const entries = Object.entries(wanted) as [keyof FolderStatus, unknown][];
    return entries.every(([key, value]) => status[key] === value);
  });
}

describe("what becomes of files", () => {
  const folder = new Folder(notes());
  let server: LanguageServer;
  beforeAll(async () => {
    server = await startServer([folder]);
  });

  /** A step that the server is told of, and what it makes of the 48 notes, 40 of them with 12 tags. */
  const steps: readonly [string, () => Promise<void>, Partial<FolderStatus>][] = [
    [
      "a new document counts",
      async () => {
        folder.write({ "new.md": note("New", ["brand new"], "Words.") });
        await server.watched([folder.uriOf("new.md"), CREATED]);
      },
      { documents: 49, taggedDocuments: 41, tags: 13 },
    ],
    [
      "a changed one as it is now",
      async () => {
        folder.write({ "new.md": note("New", [], "Words.") });
        await server.watched([folder.uriOf("new.md"), CHANGED]);
      },
      { documents: 49, taggedDocuments: 40, tags: 12 },
    ],
    [
      "one that turns binary no more",
      async () => {
        folder.write({ "new.md": new Uint8Array([0, 1, 2, 0, 255]) });
        await server.watched([folder.uriOf("new.md"), CHANGED]);
      },
      { documents: 48, taggedDocuments: 40 },
    ],
    [
      "and again when it is a text again",
      async () => {
        folder.write({ "new.md": note("New", ["text"], "Words.") });
        await server.watched([folder.uriOf("new.md"), CHANGED]);
      },
      { documents: 49, tags: 13 },
    ],
    [
      "a deleted one does not",
      async () => {
        rmSync(folder.pathOf("new.md"));
        await server.watched([folder.uriOf("new.md"), DELETED]);
      },
      { documents: 48, tags: 12 },
    ],
    [
      "a folder goes with all that is in it",
      async () => {
        renameSync(folder.pathOf("baking"), folder.pathOf(".away"));
        await server.watched([folder.uriOf("baking"), DELETED]);
      },
      { documents: 36, tags: 9 },
    ],
    [
      "and comes back under another name, told by its own name alone",
      async () => {
        mkdirSync(folder.pathOf("kitchen"));
        renameSync(folder.pathOf(".away"), folder.pathOf("kitchen/baking"));
        await server.notify("workspace/didRenameFiles", {
          files: [{ oldUri: folder.uriOf("baking"), newUri: folder.uriOf("kitchen/baking") }],
        });
      },
      { documents: 48, tags: 12 },
    ],
    [
      "an ignore file counts at once",
      async () => {
        folder.write({ ".gitignore": "/kitchen/\n" });
        await server.notify("workspace/didCreateFiles", { files: [{ uri: folder.uriOf(".gitignore") }] });
      },
      { documents: 36 },
    ],
    [
      "and no more when it is gone",
      async () => {
        rmSync(folder.pathOf(".gitignore"));
        await server.notify("workspace/didDeleteFiles", { files: [{ uri: folder.uriOf(".gitignore") }] });
      },
      { documents: 48 },
    ],
    [
      "a save is enough, where nobody watches",
      async () => {
        folder.write({ "garden/note-20.md": note("Saved", ["saved"], "Words.") });
        await server.notify("textDocument/didSave", {
          textDocument: { uri: folder.uriOf("garden/note-20.md") },
        });
      },
      { documents: 48, taggedDocuments: 41, tags: 13 },
    ],
  ];
  it.each(steps)("%s", async (_, step, wanted) => {
    await step();
    await untilCounted(server, wanted);
  });

  it("what happens in folders that never matter is not even looked at", async () => {
    folder.write({ "node_modules/a/x.md": "Words.", ".git/x.md": "Words." });
    await server.watched(
      [folder.uriOf("node_modules/a/x.md"), CREATED],
      [folder.uriOf(".git/x.md"), CREATED],
      ["untitled:Untitled-1", CREATED],
    );
    folder.write({ "last.md": note("Last", [], "Words.") });
    await server.watched([folder.uriOf("last.md"), CREATED]);
    await untilCounted(server, { documents: 49 });
  });
});

describe("an open document", () => {
  it("counts as it is in the editor, and as it is on disk once it is closed", async () => {
    const folder = new Folder(notes());
    const server = await startServer([folder]);
    const uri = folder.uriOf("garden/note-20.md");
    await server.open(uri, note("Open", ["unsaved"], "Words."));
    await untilCounted(server, { taggedDocuments: 41, tags: 13 });
    // Another program writes the file, but its text is the editor's.
    folder.write({ "garden/note-20.md": note("On disk", ["on disk", "and more"], "Words.") });
    await server.watched([uri, CHANGED]);
    const at = { textDocument: { uri }, position: { line: 3, character: 6 } };
    const places = await server.ask<Location[]>("textDocument/references", {
      ...at,
      context: { includeDeclaration: true },
    });
    expect(places).toMatchObject([{ uri }]);
    await server.notify("textDocument/didClose", { textDocument: { uri } });
    await untilCounted(server, { taggedDocuments: 41, tags: 14 });
  });
});

describe("a model that another program wrote", () => {
  let folder: Folder;
  let server: LanguageServer;
  const uri = () => folder.uriOf("sailing/note-21.md");
  beforeAll(async () => {
    folder = new Folder(
      Object.fromEntries(Object.entries(notes()).filter(([path]) => !path.startsWith("sailing/"))),
    );
    await folder.train();
    folder.write(notes());
    server = await startServer([folder]);
    await server.open(uri(), notes()["sailing/note-21.md"]);
  });

  it("serves as soon as the client tells of it", async () => {
    const before = await server.request(SuggestRequest, { uri: uri() });
    expect(before!.tags.map(({ tag }) => tag)).not.toContain("sailing");
    expect((await sdlgm(["train", folder.path])).code).toBe(0);
    await server.watched([folder.uriOf(".sdlgm/model.sdlgm"), CHANGED]);
    await server.untilStatus(([{ model, phase }]) => model!.documents === 48 && phase === "ready");
    const after = await server.request(SuggestRequest, { uri: uri() });
    expect(after!.tags[0]).toMatchObject({ tag: "sailing", predicted: true });
  });

  it("serves no more when its folder is deleted", async () => {
    const bytes = readFileSync(folder.modelPath);
    rmSync(folder.pathOf(".sdlgm"), { recursive: true });
    await server.watched([folder.uriOf(".sdlgm"), DELETED]);
    await untilCounted(server, { phase: "untrained" });
    expect(await server.request(SuggestRequest, { uri: uri() })).toBeNull();

    folder.write({ ".sdlgm/model.sdlgm": bytes });
    await server.watched([folder.uriOf(".sdlgm"), CREATED]);
    await untilCounted(server, { phase: "ready" });
  });
});

describe("a model that has grown old", () => {
  it("is stale once enough documents have changed, and ready after another training", async () => {
    const folder = await trainedFolder();
    const server = await startServer([folder]);
    expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "ready", changedDocuments: 0 }]);
    const paths = [0, 4, 8, 12, 16].map((i) => `garden/note-${i}.md`);
    for (const [i, path] of paths.entries()) {
      folder.write({ [path]: note("Changed", ["garden", "changed"], "Words.") });
      await server.watched([folder.uriOf(path), CHANGED]);
      await untilCounted(server, { changedDocuments: i + 1, phase: i < 4 ? "ready" : "stale" });
    }
    expect(await server.request(TrainRequest, {})).toMatchObject([{ kind: "trained" }]);
    expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "ready", changedDocuments: 0 }]);
  });
});

describe("settings", () => {
  let folder: Folder;
  let server: LanguageServer;
  beforeAll(async () => {
    folder = await trainedFolder({ "labelled.md": "---\nlabels: [from a label]\n---\nWords.\n" });
    server = await startServer([folder]);
  });

  async function change(sdlgmSettings: object, exclude: object = {}): Promise<void> {
    server.configuration = settings(sdlgmSettings, exclude);
    await server.notify("workspace/didChangeConfiguration", { settings: null });
  }

  it("that say which fields hold tags change what counts", async () => {
    await change({ tags: { keys: ["labels"] } });
    await untilCounted(server, { phase: "stale", documents: 49, taggedDocuments: 1, tags: 1 });
    await change({ tags: { keys: ["tags", "labels"] } });
    await untilCounted(server, { documents: 49, taggedDocuments: 41, tags: 13 });
  });

  it("of the editor that exclude files hold", async () => {
    await change({}, { "**/baking": true, "**/garden": false, "*.tmp": { when: "$(basename).md" } });
    await untilCounted(server, { documents: 37 });
    await change({});
    await untilCounted(server, { documents: 49 });
  });

  it("that follow each other quickly count in the order in which they came", async () => {
    for (const keys of [["labels"], ["tags"], ["none"], ["labels"], ["tags"], ["tags", "labels"]]) {
      await change({ tags: { keys } });
    }
    await untilCounted(server, { taggedDocuments: 41, tags: 13 });
    await change({});
    await untilCounted(server, { taggedDocuments: 40, tags: 12 });
  });

  it("of a wrong type are told of once, by name, and their defaults hold", async () => {
    const wrong = { tags: { keys: 7 }, suggestions: { most: "many" }, diagnostics: "loud" };
    await change(wrong);
    await server.until(({ params }) => JSON.stringify(params ?? null).includes("sdlgm.suggestions.most"));
    await change(wrong);
    await change({ ...wrong, model: { path: "elsewhere.sdlgm" } });
    await untilCounted(server, { phase: "untrained", tags: 12 });
    const [keys, most, ...others] = server.shown;
    expect(keys).toMatch(/^The setting sdlgm\.tags\.keys takes a list of field names.*\.$/);
    expect(most).toMatch(/^The setting sdlgm\.suggestions\.most takes a whole number.*\.$/);
    expect(others).toEqual([]);
  });

  it("that put the model elsewhere make it be looked for there", async () => {
    const elsewhere = folder.pathOf("models/tags.sdlgm");
    mkdirSync(dirname(elsewhere));
    renameSync(folder.modelPath, elsewhere);
    await change({ model: { path: "models/tags.sdlgm" } });
    await untilCounted(server, { phase: "ready" });
    await change({ model: { path: elsewhere } });
    expect(await server.request(StatusRequest, {})).toMatchObject([
      { phase: "ready", model: { path: elsewhere } },
    ]);
  });
});
