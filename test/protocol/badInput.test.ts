import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ResponseError } from "vscode-languageserver-protocol";
import type { Diagnostic } from "vscode-languageserver-types";
import { encodeModel } from "../../server/models/modelFile.ts";
import { StatusRequest, SuggestUntaggedRequest, TrainRequest } from "../../server/protocol.ts";
import { folderOf } from "../cli/program.ts";
import { note, notes } from "../unit/language/support/notes.ts";
import { type LanguageServer, SERVER } from "./languageServer.ts";
import { Folder, settings, startServer, trainedFolder } from "./workspace.ts";

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const TAGGED = "garden/note-0.md";

const pull = (server: LanguageServer, uri: string) =>
  server.ask<{ items: Diagnostic[] }>("textDocument/diagnostic", { textDocument: { uri } });

/** A model file of the next format version. */
function newer(): Uint8Array {
  const content = { kind: "supervised", product: "9", created: "", metadata: {}, sections: new Map() };
  const copy = Buffer.concat(encodeModel(content));
  copy.writeUInt32LE(99, 6);
  createHash("sha256")
    .update(copy.subarray(0, -32))
    .digest()
    .copy(copy, copy.length - 32);
  return copy;
}

describe("a model file that is not right", () => {
  let bytes: Buffer;
  beforeAll(async () => {
    bytes = readFileSync((await trainedFolder()).modelPath);
  });
  const flipped = (): Buffer => {
    const copy = Buffer.from(bytes);
    copy[copy.length >> 1] ^= 1;
    return copy;
  };

  describe.each<[string, () => Uint8Array, RegExp, boolean]>([
    ["from the future", newer, /made by a newer version.*update the extension.*\.$/, false],
    [
      "that is something else",
      () => Buffer.from("my novel"),
      /is not a model.*move the file away.*\.$/,
      false,
    ],
    ["that is half there", () => bytes.subarray(0, bytes.length >> 1), /is damaged: train it again\.$/, true],
    ["with one bit turned", flipped, /is damaged: train it again\.$/, true],
    ["that is empty", () => Buffer.alloc(0), /is damaged: train it again\.$/, true],
  ])("%s", (_, content, sentence, isReplaced) => {
    it("is told of in one sentence, and everything goes on without", async () => {
      const folder = new Folder({ ...notes(), ".sdlgm/model.sdlgm": content() });
      const server = await startServer([folder]);
      const [status] = await server.request(StatusRequest, {});
      expect(status).toMatchObject({
        phase: "failed",
        documents: 48,
        problem: expect.stringMatching(sentence),
      });
      expect(status.model).toBeUndefined();
      expect(server.shown).toEqual([status.problem]);

      const uri = folder.uriOf(TAGGED);
      await server.open(uri, folder.read(TAGGED));
      const hover = await server.ask("textDocument/hover", {
        textDocument: { uri },
        position: { line: 3, character: 6 },
      });
      expect(JSON.stringify(hover)).toContain("10 documents");
      expect(await server.request(SuggestUntaggedRequest, {})).toBeNull();

      const [outcome] = await server.request(TrainRequest, {});
      if (isReplaced) {
        expect(outcome).toMatchObject({ kind: "trained" });
        expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "ready" }]);
      } else {
        expect(outcome).toMatchObject({
          kind: "failed",
          message: expect.stringMatching(/not overwritten.*\.$/),
        });
        expect(readFileSync(folder.modelPath)).toEqual(Buffer.from(content()));
        expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "failed" }]);
      }
    });
  });
});

describe("a folder without the right to read it", () => {
  it("is told of in one sentence; the documents beside it are served", async () => {
    const folder = new Folder({ ...notes(), "locked/a.md": "Words.", "whole/b.md": "Words." });
    // As root, everything can be read: so as somebody else, who must be able to read the program.
    const options = isRoot ? { user: NOBODY, program: publicCopy() } : {};
    chmodSync(dirname(folder.path), 0o755);
    chmodSync(folder.path, 0o755);
    const locked = new Folder({}, folder.pathOf("whole"));
    chmodSync(folder.pathOf("locked"), 0o000);
    chmodSync(locked.path, 0o000);
    try {
      const server = await startServer([folder, locked], options);
      const folders = await server.request(StatusRequest, {});
      expect(folders).toMatchObject([
        { phase: "untrained", documents: 48 },
        { phase: "failed", documents: 0, problem: expect.stringMatching(/^No permission to read .*\.$/) },
      ]);
      expect(server.shown).toEqual([folders[1].problem]);
      if (isRoot) {
        const [outcome] = await server.request(TrainRequest, { folder: folder.uri });
        expect(outcome).toMatchObject({
          kind: "failed",
          message: expect.stringMatching(/no permission to write.*\.$/),
        });
      }
    } finally {
      chmodSync(folder.pathOf("locked"), 0o755);
      chmodSync(locked.path, 0o755);
    }
  });
});

describe("a document that is too much", () => {
  it("is opened, edited and closed at once, and says why its tags are not looked at", async () => {
    const folder = await trainedFolder();
    const server = await startServer([folder]);
    const uri = folder.uriOf("large.md");
    const text = note("Large", ["garden"], "The spade and the mulch.\n".repeat(800_000));
    expect(text.length).toBeGreaterThan(20_000_000);
    const textDocument = { uri };
    const from = performance.now();
    await server.open(uri, text);
    const { items } = await pull(server, uri);
    expect(items).toMatchObject([
      { severity: 3, code: "tags.malformed", message: expect.stringContaining("2 MB") },
    ]);
    await server.notify("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 9, character: 0 }, end: { line: 9, character: 3 } }, text: "A" },
      ],
    });
    const position = { line: 3, character: 5 };
    expect(await server.ask("textDocument/hover", { textDocument, position })).toBeNull();
    expect(await server.ask("textDocument/codeLens", { textDocument })).toBeNull();
    expect(await server.ask("textDocument/completion", { textDocument, position })).toBeNull();
    expect(performance.now() - from).toBeLessThan(3000);

    await server.change(uri, note("Small", ["garden"], "Words."), 3);
    expect(JSON.stringify(await server.ask("textDocument/hover", { textDocument, position }))).toContain(
      "garden",
    );
    expect(server.shown).toEqual([]);
  });

  it("is left alone without a word where the settings want to hear nothing", async () => {
    const folder = new Folder(notes());
    const server = await startServer([folder], {
      configuration: settings({ diagnostics: { malformed: "off" } }),
    });
    await server.open(folder.uriOf("large.md"), "x".repeat(3_000_000));
    expect((await pull(server, folder.uriOf("large.md"))).items).toEqual([]);
  });
});

describe("requests that make no sense", () => {
  let folder: Folder;
  let server: LanguageServer;
  beforeAll(async () => {
    folder = await trainedFolder();
    server = await startServer([folder]);
    await server.open(folder.uriOf(TAGGED), folder.read(TAGGED));
  });

  const senseless: readonly unknown[] = [
    null,
    {},
    [],
    { uri: null },
    { uri: "no address at all" },
    { uri: 7, tag: 7, verdict: 7 },
    { uri: "file:///%", folder: "%%%" },
    { folder: 7 },
    { folder: { uri: "x" } },
    { uri: "untitled:Untitled-1", tag: "x", verdict: "maybe", add: "x", remove: null },
  ];
  const custom = ["suggest", "editTags", "decide", "report", "cancel", "suggestUntagged", "status"];

  it.each(custom)(
    "sdlgm/%s with anything is answered, if only with an error, and the server lives on",
    async (name) => {
      for (const params of senseless) {
        const answer = await server.ask(`sdlgm/${name}`, params).catch((error: unknown) => error);
        if (answer instanceof Error) expect(answer).toBeInstanceOf(ResponseError);
      }
      expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "ready" }]);
      expect(existsSync(folder.pathOf(".sdlgm/decisions.json"))).toBe(false);
    },
  );

  it.each(["textDocument/hover", "textDocument/codeAction", "completionItem/resolve", "codeAction/resolve"])(
    "%s without what it needs as well",
    async (method) => {
      for (const params of [
        {},
        { textDocument: {} },
        { textDocument: { uri: folder.uriOf(TAGGED) } },
        { data: 7 },
      ]) {
        await server
          .ask(method, params)
          .catch((error: unknown) => expect(error).toBeInstanceOf(ResponseError));
      }
      expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "ready" }]);
    },
  );

  it("commands that it does not know do nothing", async () => {
    expect(await server.ask("workspace/executeCommand", { command: "rm -rf" })).toBeNull();
    await expect(server.ask("sdlgm/unknown", {})).rejects.toMatchObject({ code: -32601 });
    await server.notify("sdlgm/unknown", {});
  });

  it("changes of documents that are not open, and closing them, do no harm", async () => {
    const uri = folder.uriOf("sailing/note-1.md");
    await server.change(uri, "Words.", 2);
    await server.notify("textDocument/didClose", { textDocument: { uri } });
    await server.watched([folder.uriOf("none/at/all.md"), 3], ["no address", 1], [folder.uri, 2]);
    await server.notify("textDocument/didOpen", {
      textDocument: { uri: "git:/a.md?{}", languageId: "markdown", version: 1, text: "Words." },
    });
    expect(await server.request(StatusRequest, {})).toMatchObject([{ phase: "ready", documents: 48 }]);
  });
});

describe("the language of the client", () => {
  const german = JSON.parse(readFileSync(new URL("../../l10n/bundle.l10n.de.json", import.meta.url), "utf8"));
  const key = "Looking for tags of untagged documents";

  it.each([
    ["de", german[key]],
    ["de-CH", german[key]],
    ["xx", key],
    ["../../package", key],
  ])("for the locale %s", async (locale, title) => {
    const server = await startServer([await trainedFolder()], { locale });
    server.followProgress("work");
    await server.request(SuggestUntaggedRequest, { workDoneToken: "work" });
    expect(server.reported("work")[0]).toMatchObject({ title });
  });

  it("may come with the client's own sentences", async () => {
    const bundle = join(folderOf({ "bundle.json": JSON.stringify({ [key]: "Je cherche" }) }), "bundle.json");
    const server = await startServer([await trainedFolder()], {
      initializationOptions: { l10nBundle: bundle },
    });
    server.followProgress("work");
    await server.request(SuggestUntaggedRequest, { workDoneToken: "work" });
    expect(server.reported("work")[0]).toMatchObject({ title: "Je cherche" });
  });
});

/** The program where everybody can read it. */
function publicCopy(): string {
  const place = folderOf({});
  cpSync(dirname(SERVER), place, { recursive: true });
  chmodSync(place, 0o755);
  return join(place, "server.js");
}
