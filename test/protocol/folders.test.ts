import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Hover, Location, MarkupContent } from "vscode-languageserver-types";
import {
  CancelRequest,
  type FolderStatus,
  StatusNotification,
  StatusRequest,
  SuggestRequest,
  TrainingEventNotification,
  type TrainOutcome,
  TrainRequest,
} from "../../server/protocol.ts";
import { subjectFiles } from "../cli/program.ts";
import { note, notes } from "../unit/language/support/notes.ts";
import type { LanguageServer } from "./languageServer.ts";
import { Folder, startServer, trainedFolder } from "./workspace.ts";

/** The notes on two of the four topics. */
function notesOn(...topics: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(notes()).filter(([path]) => topics.includes(path.split("/")[0])));
}

function foldersChange(
  server: LanguageServer,
  added: readonly Folder[],
  removed: readonly Folder[],
): Promise<void> {
  const named = (folder: Folder) => ({ uri: folder.uri, name: "added" });
  return server.notify("workspace/didChangeWorkspaceFolders", {
    event: { added: added.map(named), removed: removed.map(named) },
  });
}

const phases = (folders: readonly FolderStatus[]) => folders.map(({ phase }) => phase);

async function hoverOnTitle(server: LanguageServer, uri: string): Promise<string | undefined> {
  const hover = await server.ask<Hover | null>("textDocument/hover", {
    textDocument: { uri },
    position: { line: 1, character: 8 },
  });
  return (hover?.contents as MarkupContent | undefined)?.value;
}

describe("two folders", () => {
  const green = new Folder(notesOn("garden", "baking"));
  const blue = new Folder(notesOn("sailing", "astronomy"));
  let server: LanguageServer;
  beforeAll(async () => {
    server = await startServer([green, blue]);
  });

  it("have a state each", async () => {
    expect(await server.request(StatusRequest, {})).toMatchObject([
      { folder: green.uri, phase: "untrained", documents: 24, tags: 6 },
      { folder: blue.uri, phase: "untrained", documents: 24, tags: 6 },
    ]);
  });

  it("are trained one at a time where one is named", async () => {
    expect(await server.request(TrainRequest, { folder: blue.uri })).toMatchObject([
      { kind: "trained", folder: blue.uri },
    ]);
    expect(phases(await server.request(StatusRequest, {}))).toEqual(["untrained", "ready"]);
  });

  it("are trained one after another where none is named", async () => {
    const after = server.received.length;
    expect(await server.request(TrainRequest, {})).toMatchObject([
      { kind: "trained", folder: green.uri },
      { kind: "trained", folder: blue.uri },
    ]);
    const order = server.said(TrainingEventNotification).slice(-1000);
    expect([...new Set(order.map(({ folder }) => folder))].length).toBe(2);
    for (const { params } of server.received
      .slice(after)
      .filter(({ method }) => method === StatusNotification.method)) {
      const { folders } = params as { folders: FolderStatus[] };
      expect(phases(folders).filter((phase) => phase === "training").length).toBeLessThanOrEqual(1);
    }
  });

  it("have tags of their own", async () => {
    const [here, there] = [green.uriOf("garden/note-20.md"), blue.uriOf("sailing/note-21.md")];
    await server.open(here, green.read("garden/note-20.md"));
    await server.open(there, blue.read("sailing/note-21.md"));
    const tagsOf = async (uri: string) =>
      (await server.request(SuggestRequest, { uri }))!.tags.map(({ tag }) => tag);
    expect((await tagsOf(here))[0]).toBe("garden");
    expect((await tagsOf(there))[0]).toBe("sailing");
    expect(await tagsOf(here)).not.toContain("sailing");
  });

  it("come and go", async () => {
    const uri = blue.uriOf("sailing/note-21.md");
    expect(await hoverOnTitle(server, uri)).toContain("sailing");
    await foldersChange(server, [], [blue]);
    await server.untilStatus((folders) => folders.length === 1);
    expect(await hoverOnTitle(server, uri)).toBeUndefined();
    await foldersChange(server, [blue], []);
    const [, added] = await server.untilStatus(
      (folders) => folders.length === 2 && phases(folders).every((phase) => phase === "ready"),
    );
    expect(added).toMatchObject({ folder: blue.uri, name: "added" });
    // The document has been open all the time.
    expect(await hoverOnTitle(server, uri)).toContain("sailing");
  });
});

describe("stopping with several folders", () => {
  const files = subjectFiles(250, 120);
  const [first, second] = [new Folder(files), new Folder(files)];
  let server: LanguageServer;
  beforeAll(async () => {
    server = await startServer([first, second]);
  });

  async function begun(
    training: () => Promise<TrainOutcome[]>,
  ): Promise<{ outcome: Promise<TrainOutcome[]> }> {
    const after = server.received.length;
    const outcome = training();
    await server.untilSaid(TrainingEventNotification, ({ stage }) => stage === "features", after);
    return { outcome };
  }

  it("ends all, also those whose turn had not come", async () => {
    const { outcome } = await begun(() => server.request(TrainRequest, {}));
    const from = performance.now();
    expect(await server.request(CancelRequest, {})).toBe(true);
    expect(await outcome).toEqual([
      { kind: "cancelled", folder: first.uri },
      { kind: "cancelled", folder: second.uri },
    ]);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(readdirSync(second.path)).toEqual(["notes"]);
  });

  it("ends one that waits for another, and the other goes on", async () => {
    const { outcome } = await begun(() => server.request(TrainRequest, { folder: first.uri }));
    const waiting = server.request(TrainRequest, { folder: second.uri });
    await server.untilStatus((folders) => phases(folders).every((phase) => phase === "training"));
    expect(await server.request(CancelRequest, { folder: second.uri })).toBe(true);
    expect(await waiting).toEqual([{ kind: "cancelled", folder: second.uri }]);
    expect(phases(await server.request(StatusRequest, {}))).toEqual(["training", "untrained"]);
    await server.request(CancelRequest, {});
    expect(await outcome).toEqual([{ kind: "cancelled", folder: first.uri }]);
  });

  it("is what happens to a folder that is removed", async () => {
    const { outcome } = await begun(() => server.request(TrainRequest, { folder: first.uri }));
    await foldersChange(server, [], [first]);
    expect(await outcome).toEqual([{ kind: "cancelled", folder: first.uri }]);
    expect(await server.request(StatusRequest, {})).toMatchObject([
      { folder: second.uri, phase: "untrained" },
    ]);
  });
});

describe("a folder within another", () => {
  it("owns its documents; the outer one goes on with the others, and gets them back when the inner one goes", async () => {
    const outer = await trainedFolder();
    outer.write({ "inner/a.md": note("A", ["only here"], "Words."), "inner/b.md": note("B", [], "Words.") });
    const inner = new Folder({}, outer.pathOf("inner"));
    const server = await startServer([outer, inner]);
    expect(await server.request(StatusRequest, {})).toMatchObject([
      { phase: "ready", documents: 50 },
      { phase: "untrained", documents: 2, tags: 1 },
    ]);

    const uri = outer.uriOf("inner/a.md");
    await server.open(uri, outer.read("inner/a.md"));
    const textDocument = { uri };
    const position = { line: 3, character: 6 };
    const tagHover = async () =>
      ((await server.ask<Hover>("textDocument/hover", { textDocument, position })).contents as MarkupContent)
        .value;
    expect(await tagHover()).toContain("SDLGM: Train Tag Model");
    await foldersChange(server, [], [inner]);
    await server.untilStatus((folders) => folders.length === 1);
    expect(await tagHover()).not.toContain("SDLGM: Train Tag Model");
    const asked = { textDocument, position, context: { includeDeclaration: true } };
    expect(await server.ask<Location[]>("textDocument/references", asked)).toMatchObject([{ uri }]);
  });
});

describe("a folder that is none", () => {
  it("says so in one sentence, and the others go on", async () => {
    const missing = new Folder({});
    const uri = `${missing.uri}/missing`;
    const folder = await trainedFolder();
    const server = await startServer([folder]);
    await server.notify("workspace/didChangeWorkspaceFolders", {
      event: {
        added: [
          { uri, name: "missing" },
          { uri: "untitled:x", name: "none" },
        ],
        removed: [],
      },
    });
    const folders = await server.untilStatus((all) => all.length === 2 && all[1].phase === "failed");
    expect(folders).toMatchObject([
      { phase: "ready" },
      { folder: uri, documents: 0, problem: expect.stringMatching(/^No such folder.*\.$/) },
    ]);
    expect(server.shown).toEqual([folders[1].problem]);
  });
});
