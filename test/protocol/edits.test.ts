import { rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { CancellationTokenSource, LSPErrorCodes } from "vscode-languageserver-protocol";
import type { CodeAction, Diagnostic, WorkspaceEdit } from "vscode-languageserver-types";
import {
  EditTagsRequest,
  SuggestRequest,
  SuggestUntaggedRequest,
  type UntaggedResult,
} from "../../server/protocol.ts";
import { note, notes } from "../unit/language/support/notes.ts";
import { ABLE_CLIENT, type LanguageServer } from "./languageServer.ts";
import { edited, editsOf, type Folder, settings, startServer, trainedFolder } from "./workspace.ts";

const TAGGED = "garden/note-0.md";
const UNTAGGED = "garden/note-20.md";
const UNTAGGED_NOTES = Object.keys(notes()).filter((path) => !notes()[path].includes("tags:"));
const ADDED = notes()[UNTAGGED].replace("---\n\n", "tags:\n  - garden\n---\n\n");
const TOP = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
const DRAFT = "drafts/empty-list.md";

let folder: Folder;
let server: LanguageServer;
let uri: string;
let text: string;
beforeAll(async () => {
  folder = await trainedFolder();
  folder.write({
    [DRAFT]: note("Empty", [], "The spade and the mulch and the hedge.").replace("title", "tags: []\ntitle"),
    "baking/note-2.md": notes()["baking/note-2.md"].replaceAll("\n", "\r\n"),
  });
  server = await startServer([folder]);
  for (const path of [TAGGED, UNTAGGED]) await server.open(folder.uriOf(path), folder.read(path));
  uri = folder.uriOf(UNTAGGED);
  text = folder.read(UNTAGGED);
});

function actions(context: object, on = uri, range = TOP): Promise<CodeAction[]> {
  return server.ask("textDocument/codeAction", {
    textDocument: { uri: on },
    range,
    context: { diagnostics: [], ...context },
  });
}

describe("code actions", () => {
  it("offer to add the likeliest tag, and make the edit when it is chosen", async () => {
    const [first] = await actions({});
    expect(first).toMatchObject({ title: expect.stringContaining('Add tag "garden"'), isPreferred: true });
    expect(first.edit).toBeUndefined();
    const resolved = await server.ask<CodeAction>("codeAction/resolve", first);
    expect(resolved.edit!.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 } }]);
    expect(edited(text, resolved.edit!, uri)).toBe(ADDED);
  });

  it("mend what a diagnostic is about", async () => {
    const { items } = await server.ask<{ items: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri },
    });
    const offered = await actions({ diagnostics: items, only: ["quickfix"] });
    expect(offered.length).toBeGreaterThan(0);
    for (const { kind } of offered) expect(kind).toBe("quickfix");
    const { edit } = await server.ask<CodeAction>("codeAction/resolve", offered[0]);
    expect(edited(text, edit!, uri)).toBe(ADDED);
  });

  it("that are resolved after the document has changed say that nothing is left to do", async () => {
    const [first] = await actions({});
    await server.change(uri, ADDED, 2);
    const resolved = await server.ask<CodeAction>("codeAction/resolve", first);
    expect(resolved).toMatchObject({ disabled: { reason: expect.stringMatching(/\.$/) } });
    await server.change(uri, text, 3);
  });

  it("take back what an edit did: the tag is removed and the text is what it was", async () => {
    await server.change(uri, ADDED, 4);
    const { edit } = await server.request(EditTagsRequest, { uri, add: [], remove: ["Garden"] });
    expect(edited(ADDED, edit!, uri)).not.toContain("garden\n");
    await server.change(uri, text, 5);
  });

  it("bring their edits with them for a client that cannot ask later", async () => {
    const { codeAction: _, ...textDocument } = ABLE_CLIENT.textDocument!;
    const other = await startServer([folder], { capabilities: { ...ABLE_CLIENT, textDocument } });
    await other.open(uri, text);
    const [first] = await other.ask<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: TOP,
      context: { diagnostics: [] },
    });
    expect(edited(text, first.edit!, uri)).toBe(ADDED);
  });
});

describe("source.fixAll.sdlgm", () => {
  const wrong = () => notes()[TAGGED].replace("- compost", "- COMPOST");
  const only = ["source.fixAll"];

  it("does nothing unless the settings say what", async () => {
    await server.change(folder.uriOf(TAGGED), wrong(), 2);
    expect(await actions({ only }, folder.uriOf(TAGGED))).toEqual([]);
  });

  it("mends what the settings say", async () => {
    server.configuration = settings({ fixAll: ["near-duplicates"] });
    const after = server.received.length;
    await server.notify("workspace/didChangeConfiguration", { settings: null });
    await server.until(({ method }) => method === "workspace/codeLens/refresh", after);
    const [fix, ...others] = await actions({ only }, folder.uriOf(TAGGED));
    expect(others).toEqual([]);
    expect(fix.kind).toBe("source.fixAll.sdlgm");
    const { edit } = await server.ask<CodeAction>("codeAction/resolve", fix);
    expect(edited(wrong(), edit!, folder.uriOf(TAGGED))).toBe(notes()[TAGGED]);
    await server.change(folder.uriOf(TAGGED), notes()[TAGGED], 3);
  });
});

describe("the tags of a document, by request", () => {
  it("are listed with what the model thinks of each", async () => {
    const found = await server.request(SuggestRequest, { uri: folder.uriOf(TAGGED) });
    expect(found).toMatchObject({
      uri: folder.uriOf(TAGGED),
      version: 3,
      limit: 3,
      level: { interval: [1, 2] },
    });
    expect(found!.tags.slice(0, 2)).toMatchObject([
      { tag: "garden", present: true, predicted: true, rejected: false },
      { tag: "compost", present: true, predicted: true, rejected: false },
    ]);
    expect(found!.tags[0].probability).toBeGreaterThan(0.9);
    expect(found!.tags[0].because).not.toBe("");
  });

  it("are listed with what speaks for each of them, and where it stands", async () => {
    const found = await server.request(SuggestRequest, { uri: folder.uriOf(TAGGED) });
    const { evidence } = found!.tags.find(({ tag }) => tag === "compost")!;
    const words = evidence.filter(({ kind, weight }) => kind === "word" && weight > 0);
    expect(words.length).toBeGreaterThan(0);
    const lines = notes()[TAGGED].toLowerCase().split("\n");
    for (const word of words) expect(lines[word.lines[0]]).toContain(word.term.toLowerCase());
    expect(evidence.map(({ weight }) => weight > 0)).toContain(true);
  });

  it("are listed for a file that is not open, as it is on disk", async () => {
    const closed = folder.uriOf("sailing/note-21.md");
    const found = await server.request(SuggestRequest, { uri: closed });
    expect(found).toMatchObject({ uri: closed, version: null });
    expect(found!.tags[0]).toMatchObject({ tag: "sailing", present: false });
    expect(await server.request(SuggestRequest, { uri: folder.uriOf("sailing/none.md") })).toBeNull();
  });

  it("are added and removed by one edit that changes nothing else", async () => {
    const { edit, problem } = await server.request(EditTagsRequest, {
      uri: folder.uriOf(TAGGED),
      add: ["roses", "worm farm"],
      remove: ["compost"],
    });
    expect(problem).toBeUndefined();
    expect(edited(notes()[TAGGED], edit!, folder.uriOf(TAGGED))).toBe(
      notes()[TAGGED].replace("  - compost\n", "  - roses\n  - worm farm\n"),
    );
  });

  it("keep the line ends of the document", async () => {
    const path = "baking/note-2.md";
    await server.open(folder.uriOf(path), folder.read(path));
    const { edit } = await server.request(EditTagsRequest, {
      uri: folder.uriOf(path),
      add: ["cake"],
      remove: [],
    });
    expect(edited(folder.read(path), edit!, folder.uriOf(path))).toBe(
      folder.read(path).replace("  - sourdough\r\n", "  - sourdough\r\n  - cake\r\n"),
    );
  });

  it.each([
    ["a tag that cannot be written", () => uri, ["two\nlines"]],
    ["a document that is not open", () => folder.uriOf("sailing/note-1.md"), ["x"]],
  ])("%s is refused with a sentence", async (_, of, add) => {
    const { edit, problem } = await server.request(EditTagsRequest, { uri: of(), add, remove: [] });
    expect(edit).toBeUndefined();
    expect(problem).toMatch(/^[A-Z].+\.$/);
  });
});

describe("rename", () => {
  const position = { line: 4, character: 6 };
  const at = () => ({ textDocument: { uri: folder.uriOf(TAGGED) }, position });

  it("begins with the name of the tag", async () => {
    expect(await server.ask("textDocument/prepareRename", at())).toEqual({
      range: { start: { line: 4, character: 4 }, end: { line: 4, character: 11 } },
      placeholder: "compost",
    });
  });

  it("changes every document that has the tag, open or not", async () => {
    const edit = await server.ask<WorkspaceEdit>("textDocument/rename", { ...at(), newName: "leaf mould" });
    expect(edit.documentChanges).toHaveLength(6);
    expect(Object.values(edit.changeAnnotations!)).toMatchObject([{ needsConfirmation: false }]);
    for (const path of [0, 8, 16, 24, 32, 40].map((i) => `garden/note-${i}.md`)) {
      const before = folder.read(path);
      expect(edited(before, edit, folder.uriOf(path))).toBe(before.replace("- compost", "- leaf mould"));
    }
    const versions = edit.documentChanges!.map((change) => "textDocument" in change && change.textDocument);
    expect(versions).toContainEqual({ uri: folder.uriOf(TAGGED), version: 3 });
    expect(versions).toContainEqual({ uri: folder.uriOf("garden/note-8.md"), version: null });
  });

  it("into a name that is none fails with a sentence", async () => {
    const renaming = server.ask("textDocument/rename", { ...at(), newName: " " });
    await expect(renaming).rejects.toThrow(/no name for a tag.*\.$/);
  });

  it("does not lose its way when one of the files has gone", async () => {
    const gone = "garden/note-40.md";
    rmSync(folder.pathOf(gone));
    const edit = await server.ask<WorkspaceEdit>("textDocument/rename", { ...at(), newName: "mould" });
    expect(edit.documentChanges).toHaveLength(5);
    folder.write({ [gone]: notes()[gone] });
  });
});

describe("tags for all documents without any", () => {
  it("are one edit to look through; a document whose list is empty on purpose stays so", async () => {
    const result = (await server.request(SuggestUntaggedRequest, {})) as UntaggedResult;
    expect(result).toMatchObject({ documents: 8, changed: 8, problems: [] });
    const { edit } = result;
    expect(edit.documentChanges).toHaveLength(8);
    expect(editsOf(edit, folder.uriOf(DRAFT))).toEqual([]);
    for (const annotation of Object.values(edit.changeAnnotations!)) {
      expect(annotation).toMatchObject({
        label: expect.stringMatching(/^Add tags /),
        needsConfirmation: true,
      });
    }
    for (const path of UNTAGGED_NOTES) {
      const topic = path.slice(0, path.indexOf("/"));
      const before = folder.read(path);
      expect(edited(before, edit, folder.uriOf(path))).toBe(
        before.replace("---\n\n", `tags:\n  - ${topic}\n---\n\n`),
      );
    }
  });

  it("are told of while they are looked for", async () => {
    server.followProgress("untagged");
    await server.request(SuggestUntaggedRequest, { workDoneToken: "untagged" });
    const reported = server.reported<{ kind: string; percentage?: number }>("untagged");
    expect(reported.at(0)).toEqual({ kind: "begin", title: expect.any(String), percentage: 0 });
    expect(reported.at(-1)).toEqual({ kind: "end" });
    const percentages = reported.flatMap(({ percentage }) => percentage ?? []);
    expect(percentages).toEqual([...percentages].sort((a, b) => a - b));
  });

  it("are not looked for any more when the request is cancelled", async () => {
    const cancel = new CancellationTokenSource();
    server.followProgress("cancelled");
    const asked = { workDoneToken: "cancelled" };
    const answer = server.connection.sendRequest(SuggestUntaggedRequest.method, asked, cancel.token);
    cancel.cancel();
    await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(server.reported("cancelled").at(-1)).toEqual({ kind: "end" });
  });

  it("are tags of the documents once the edit is made", async () => {
    const { edit } = (await server.request(SuggestUntaggedRequest, {})) as UntaggedResult;
    const closed = UNTAGGED_NOTES.filter((path) => path !== UNTAGGED);
    folder.write(
      Object.fromEntries(closed.map((path) => [path, edited(folder.read(path), edit, folder.uriOf(path))])),
    );
    await server.watched(...closed.map((path) => [folder.uriOf(path), 2] as const));
    await server.untilStatus(([{ taggedDocuments }]) => taggedDocuments === 47);
    expect(await server.request(SuggestUntaggedRequest, {})).toMatchObject({ documents: 1, changed: 1 });
    expect(await server.request(SuggestUntaggedRequest, { leastProbability: 1 })).toMatchObject({
      documents: 1,
      changed: 0,
      edit: {},
    });
  });
});
