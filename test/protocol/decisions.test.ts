import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CodeAction, Command, type Diagnostic } from "vscode-languageserver-types";
import { DecideRequest, SuggestRequest, type Verdict } from "../../server/protocol.ts";
import { notes } from "../unit/language/support/notes.ts";
import type { LanguageServer } from "./languageServer.ts";
import { type Folder, startServer, trainedFolder } from "./workspace.ts";

const UNTAGGED = "garden/note-20.md";
const FILE = ".sdlgm/decisions.json";

let folder: Folder;
let server: LanguageServer;
let uri: string;
beforeAll(async () => {
  folder = await trainedFolder();
  server = await startServer([folder]);
  uri = folder.uriOf(UNTAGGED);
  await server.open(uri, folder.read(UNTAGGED));
});
beforeEach(() => rmSync(folder.pathOf(FILE), { force: true }));

const decide = (tag: string, verdict: Verdict | null, of = uri) =>
  server.request(DecideRequest, { uri: of, tag, verdict });
const written = () => JSON.parse(readFileSync(folder.pathOf(FILE), "utf8"));

async function rejected(of = uri): Promise<string[]> {
  const found = await server.request(SuggestRequest, { uri: of });
  return found!.tags.flatMap((one) => (one.rejected ? [one.tag] : []));
}

/** Tells the server of a file, and waits until it counts. */
async function changedOutside(content: string | undefined): Promise<void> {
  if (content === undefined) rmSync(folder.pathOf(FILE));
  else folder.write({ [FILE]: content });
  await server.watched([folder.uriOf(FILE), content === undefined ? 3 : 2]);
  // This request waits for what was told of files before.
  await server.ask("textDocument/definition", { textDocument: { uri }, position: { line: 0, character: 0 } });
}

describe("what an author decides", () => {
  it("by an action is kept in a file that people can read, and the suggestion is gone", async () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const actions = () =>
      server.ask<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range,
        context: { diagnostics: [] },
      });
    const { command } = (await actions()).find(({ title }) =>
      title.startsWith('Never suggest tag "garden"'),
    )!;
    expect(Command.is(command)).toBe(true);
    await server.ask("workspace/executeCommand", command!);
    expect(folder.read(FILE)).toBe(
      `{\n  "documents": {\n    "${UNTAGGED}": {\n      "reject": [\n        "garden"\n      ]\n    }\n  }\n}\n`,
    );
    const titles = (await actions()).map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Add tag "garden"'))).toEqual([]);

    const again = (await actions()).find(({ title }) => title.includes("again"))!;
    await server.ask("workspace/executeCommand", again.command!);
    expect((await actions())[0].title).toContain('Add tag "garden"');
    expect(written()).toEqual({ documents: {} });
  });

  it("by request is answered with null, and asks the client to look again", async () => {
    const after = server.received.length;
    expect(await decide("garden", "reject")).toBeNull();
    await server.until(({ method }) => method === "workspace/diagnostic/refresh", after);
    expect(await rejected()).toEqual(["garden"]);
    expect(await decide("Garden", null)).toBeNull();
    expect(await rejected()).toEqual([]);
  });

  it("silences diagnostics about the document", async () => {
    const codes = async () => {
      const { items } = await server.ask<{ items: Diagnostic[] }>("textDocument/diagnostic", {
        textDocument: { uri },
      });
      return items.map(({ code }) => code);
    };
    expect(await codes()).toEqual(["tags.missing"]);
    await decide("garden", "reject");
    expect(await codes()).toEqual([]);
    await decide("garden", null);
  });

  it("about a document outside of all folders is refused with a sentence", async () => {
    expect(await decide("garden", "reject", "file:///elsewhere.md")).toMatch(/outside.*\.$/);
  });

  it("that somebody else wrote into the file holds", async () => {
    await changedOutside(JSON.stringify({ documents: { [UNTAGGED]: { reject: ["Compost"] } } }));
    expect(await rejected()).toEqual(["compost"]);
    await changedOutside(undefined);
    expect(await rejected()).toEqual([]);
  });

  it("does not undo what somebody else wrote a moment ago", async () => {
    folder.write({ [FILE]: JSON.stringify({ documents: { "a.md": { keep: ["x"] } } }) });
    await decide("garden", "reject");
    expect(written()).toEqual({ documents: { "a.md": { keep: ["x"] }, [UNTAGGED]: { reject: ["garden"] } } });
    await decide("garden", null);
  });
});

describe("decisions follow", () => {
  it.each([
    ["a document", "garden/note-44.md", "sailing/moved here.md", "garden/note-44.md"],
    ["a folder", "baking", "kitchen/baking", "baking/note-22.md"],
  ])("%s that gets another name", async (_, from, to, document) => {
    await decide("garden", "reject", folder.uriOf(document));
    mkdirSync(folder.pathOf("kitchen"), { recursive: true });
    renameSync(folder.pathOf(from), folder.pathOf(to));
    const moved = document.replace(from, to);
    await server.notify("workspace/didRenameFiles", {
      files: [{ oldUri: folder.uriOf(from), newUri: folder.uriOf(to) }],
    });
    await server.watched([folder.uriOf(from), 3], [folder.uriOf(to), 1]);
    await server.open(folder.uriOf(moved), notes()[document]);
    await expect
      .poll(() => written(), { interval: 10, timeout: 20_000 })
      .toEqual({
        documents: { [moved]: { reject: ["garden"] } },
      });
    await decide("garden", null, folder.uriOf(moved));
  });
});

describe("a file of decisions that is broken", () => {
  it.each([
    ["no JSON", "{ documents"],
    ["no documents", '{"documents": []}'],
    ["a document that is no object", `{"documents": {"${UNTAGGED}": ["garden"]}}`],
  ])("with %s is told of once and never overwritten", async (_, content) => {
    const before = server.shown.length;
    await changedOutside(content);
    await changedOutside(content);
    expect(server.shown.slice(before)).toEqual([
      expect.stringMatching(/decisions\.json cannot be read.*mend it/),
    ]);
    expect(await decide("garden", "reject")).toBe(server.shown[before]);
    expect(await rejected()).toEqual([]);
    expect(folder.read(FILE)).toBe(content);

    await changedOutside('{"documents": {}}');
    expect(await decide("garden", "reject")).toBeNull();
    expect(await rejected()).toEqual(["garden"]);
    await decide("garden", null);
  });

  it("is not overwritten either when nobody has told of it yet", async () => {
    folder.write({ [FILE]: "{" });
    expect(await decide("garden", "reject")).toMatch(/cannot be read/);
    expect(folder.read(FILE)).toBe("{");
  });
});
