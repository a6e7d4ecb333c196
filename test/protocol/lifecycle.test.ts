import { beforeAll, describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver-types";
import {
  EditTagsRequest,
  type Notification,
  StatusRequest,
  TrainingEventNotification,
  TrainRequest,
} from "../../server/protocol.ts";
import { note, notes } from "../unit/language/support/notes.ts";
import { LanguageServer } from "./languageServer.ts";
import { edited, Folder, startServer } from "./workspace.ts";

const UNTAGGED = "garden/note-20.md";
const PUBLISHED: Notification<{ readonly diagnostics: readonly Diagnostic[] }> = {
  method: "textDocument/publishDiagnostics",
};

describe("from initialize to exit", () => {
  it("says what it can do", async () => {
    const server = new LanguageServer({ folders: [] });
    expect(await server.initializeResult).toEqual({
      capabilities: {
        textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
        hoverProvider: true,
        completionProvider: {
          resolveProvider: true,
          triggerCharacters: expect.arrayContaining(["#", ",", "-", "["]),
          completionItem: { labelDetailsSupport: true },
        },
        codeActionProvider: {
          codeActionKinds: expect.arrayContaining(["quickfix", "source.fixAll.sdlgm"]),
          resolveProvider: true,
        },
        codeLensProvider: { resolveProvider: false },
        inlayHintProvider: { resolveProvider: false },
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        workspaceSymbolProvider: true,
        renameProvider: { prepareProvider: true },
        diagnosticProvider: expect.objectContaining({ interFileDependencies: true }),
        executeCommandProvider: {
          commands: ["sdlgm.server.decide", "sdlgm.server.train", "sdlgm.server.stop"],
        },
        workspace: {
          workspaceFolders: { supported: true, changeNotifications: true },
          fileOperations: expect.objectContaining({ didRename: expect.anything() }),
        },
      },
      serverInfo: { name: "SDLGM Tags", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
    });
    expect(await server.stop()).toBe(0);
  });

  it("asks to hear of files and settings, and ends with 0 after a shutdown", async () => {
    const server = await startServer([new Folder(notes())]);
    const registered = await Promise.all(
      ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"].map((method) =>
        server.until((one) => JSON.stringify(one).includes(`"method":"${method}"`)),
      ),
    );
    expect(registered.map((one) => one.method)).toEqual([
      "client/registerCapability",
      "client/registerCapability",
    ]);
    expect(registered[1].params).toMatchObject({
      registrations: [{ registerOptions: { watchers: [{ globPattern: "**/*" }] } }],
    });
    expect(await server.stop()).toBe(0);
  });

  it("ends with 1 on an exit without a shutdown", async () => {
    const server = await startServer([new Folder(notes())]);
    await server.notify("exit", {});
    expect(await server.ended()).toBe(1);
  });

  it("ends when its input does", async () => {
    const server = await startServer([new Folder(notes())]);
    server.process.stdin!.end();
    expect(await server.ended()).toBe(1);
  });

  it("ends soon when it is told to in the middle of a training", async () => {
    const folder = new Folder(notes());
    const server = await startServer([folder]);
    const training = server.request(TrainRequest, {}).catch(() => "refused");
    await server.untilSaid(TrainingEventNotification, () => true);
    expect(await server.stop()).toBe(0);
    await training;
  });

  it("answers before it has been told that it may begin", async () => {
    const server = new LanguageServer({ folders: [new Folder(notes()).uri] });
    await server.initializeResult;
    const textDocument = { uri: "file:///a.md" };
    const position = { line: 0, character: 0 };
    expect(await server.ask("textDocument/hover", { textDocument, position })).toBeNull();
    expect(await server.request(StatusRequest, {})).toEqual([]);
    expect(await server.stop()).toBe(0);
  });
});

describe("a client that can do nothing beyond the base of the protocol", () => {
  const folder = new Folder(notes());
  const uri = folder.uriOf(UNTAGGED);
  const text = notes()[UNTAGGED];
  let server: LanguageServer;
  beforeAll(async () => {
    server = await startServer([folder], { capabilities: {}, initializationOptions: { showsStatus: false } });
  });

  it("is served by its root, asked for nothing and told nothing of our own", async () => {
    expect(await server.request(TrainRequest, {})).toMatchObject([{ kind: "trained", folder: folder.uri }]);
    expect(await server.request(StatusRequest, {})).toMatchObject([{ folder: folder.uri, phase: "ready" }]);
    expect(
      server.received.map(({ method }) => method).filter((method) => method !== "window/logMessage"),
    ).toEqual([]);
  });

  it("gets diagnostics without asking: when it opens a document, edits it, and none for one that it closes", async () => {
    const untilPublished = async (codes: readonly string[], action: () => Promise<void>) => {
      const after = server.received.length;
      await action();
      await server.untilSaid(
        PUBLISHED,
        ({ diagnostics }) => diagnostics.map(({ code }) => code).join() === codes.join(),
        after,
      );
    };
    await untilPublished(["tags.missing"], () => server.open(uri, text));
    await untilPublished([], () => server.change(uri, text.replace("title", "tags: [garden]\ntitle"), 2));
    await untilPublished(["tags.missing"], () => server.change(uri, text, 3));
    await untilPublished([], () => server.notify("textDocument/didClose", { textDocument: { uri } }));
  });

  it("gets edits by address, without versions and notes", async () => {
    await server.open(uri, text);
    const { edit } = await server.request(EditTagsRequest, { uri, add: ["garden"], remove: [] });
    expect(Object.keys(edit!)).toEqual(["changes"]);
    expect(edited(text, edit!, uri)).toBe(text.replace("\n---\n\n", "\ntags:\n  - garden\n---\n\n"));
  });

  it("hands over its settings when it likes", async () => {
    await server.notify("workspace/didChangeConfiguration", {
      settings: { sdlgm: { tags: { keys: ["labels"] } }, "files.exclude": { "**/baking": true } },
    });
    const [status] = await server.untilStatus(([{ documents }]) => documents === 36);
    expect(status).toMatchObject({ taggedDocuments: 0, tags: 0 });
  });
});

describe("a client that promises more than it keeps", () => {
  it("is served with the default settings and without progress", async () => {
    const refused = [
      "workspace/configuration",
      "client/registerCapability",
      "window/workDoneProgress/create",
    ];
    const server = await startServer([new Folder(notes())], { refused });
    expect(await server.request(TrainRequest, {})).toMatchObject([{ kind: "trained" }]);
    await server.open("file:///elsewhere.md", note("Elsewhere", [], "Words."));
    expect(await server.stop()).toBe(0);
  });
});
