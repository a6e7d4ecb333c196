import { beforeAll, describe, expect, it } from "vitest";
import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  InlayHint,
  Location,
  MarkupContent,
  Position,
  WorkspaceSymbol,
} from "vscode-languageserver-types";
import { cursor } from "../unit/language/support/cursor.ts";
import { note, notes } from "../unit/language/support/notes.ts";
import type { LanguageServer } from "./languageServer.ts";
import { type Folder, positionIn, settings, startServer, trainedFolder } from "./workspace.ts";

const TAGGED = "garden/note-0.md";
const UNTAGGED = "garden/note-20.md";
/** More than one part of a list. */
const MANY = 450;

let folder: Folder;
let server: LanguageServer;
let lastVersion = 1;
beforeAll(async () => {
  const crowd = Object.fromEntries(
    Array.from({ length: MANY }, (_, i) => [
      `crowd/${i}.md`,
      note(`Crowd ${i}`, ["crowd", `crowd-${i}`], "Words."),
    ]),
  );
  folder = await trainedFolder();
  folder.write(crowd);
  server = await startServer([folder], { configuration: settings({ inlayHints: { enabled: true } }) });
  for (const path of [TAGGED, UNTAGGED]) await server.open(folder.uriOf(path), folder.read(path));
});

/** Gives a document another text, with a mark for the cursor; where that stands. */
async function edit(
  path: string,
  marked: string,
): Promise<{ textDocument: { uri: string }; position: Position }> {
  const { text, offset } = cursor(marked);
  const uri = folder.uriOf(path);
  await server.change(uri, text, ++lastVersion);
  return { textDocument: { uri }, position: positionIn(text, offset) };
}

/** The text of a file with the mark behind the first occurrence of `before`. */
function marked(path: string, before: string): string {
  const text = notes()[path];
  const at = text.indexOf(before) + before.length;
  return `${text.slice(0, at)}‸${text.slice(at)}`;
}

describe("hover", () => {
  it.each<[string, string, string, RegExp]>([
    [
      "a tag",
      TAGGED,
      "- gar",
      /^\*\*`garden`\*\*: 10 documents .*Likely here: 9\d %.*For it:.*together with `compost`/s,
    ],
    ["the tag field", TAGGED, "ta", /^This document looks like 1–2 tags; it has 2\./],
    ["the title", UNTAGGED, "title: per", /it has none.*Suggested tags:.*- `garden` 9\d %: /s],
  ])("on %s", async (_, path, before, expected) => {
    const at = await edit(path, marked(path, before));
    const { contents } = await server.ask<Hover>("textDocument/hover", at);
    expect((contents as MarkupContent).value).toMatch(expected);
  });

  it("says nothing in the prose", async () => {
    expect(await server.ask("textDocument/hover", await edit(TAGGED, marked(TAGGED, "humus")))).toBeNull();
  });
});

describe("completion", () => {
  it("offers the tags that the document lacks, the likeliest first, and explains the one that is looked at", async () => {
    const at = await edit(UNTAGGED, notes()[UNTAGGED].replace("---\n\n", "tags:\n  - ‸\n---\n\n"));
    const { items } = await server.ask<CompletionList>("textDocument/completion", at);
    expect(items.slice(0, 2).map(({ label }) => label)).toEqual(["garden", "compost"]);
    expect(items[0]).toMatchObject({ preselect: true, textEdit: { newText: "garden" } });
    const { documentation } = await server.ask<CompletionItem>("completionItem/resolve", items[0]);
    expect((documentation as MarkupContent).value).toMatch(/`garden`.*Likely here: 9\d %/s);
  });

  it("offers nothing in the prose", async () => {
    expect(
      await server.ask("textDocument/completion", await edit(TAGGED, marked(TAGGED, "humus "))),
    ).toBeNull();
  });
});

describe("diagnostics", () => {
  const pull = async (previousResultId?: string) =>
    server.ask<{ kind: string; resultId: string; items?: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri: folder.uriOf(UNTAGGED) },
      ...(previousResultId !== undefined && { previousResultId }),
    });

  it("are sent anew only when they are others", async () => {
    await edit(UNTAGGED, `${notes()[UNTAGGED]}‸`);
    const first = await pull();
    expect(first).toMatchObject({ kind: "full", items: [{ code: "tags.missing", severity: 4 }] });
    expect(await pull(first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    await edit(UNTAGGED, notes()[UNTAGGED].replace("title", "tags: [Garden]\ntitle‸"));
    const second = await pull(first.resultId);
    expect(second.kind).toBe("full");
    expect(second.items!.map(({ code }) => code)).toContain("tags.near-duplicate");
    await edit(UNTAGGED, `${notes()[UNTAGGED]}‸`);
    expect(await pull(second.resultId)).toEqual(first);
  });

  it("are none for what is not open", async () => {
    const textDocument = { uri: folder.uriOf("sailing/note-21.md") };
    expect(await server.ask("textDocument/diagnostic", { textDocument })).toMatchObject({
      kind: "full",
      items: [],
    });
  });
});

describe("what stands beside the text", () => {
  it("is a lens with the number of suggestions, which opens their list", async () => {
    const { textDocument } = await edit(UNTAGGED, `${notes()[UNTAGGED]}‸`);
    const [lens, ...others] = await server.ask<CodeLens[]>("textDocument/codeLens", { textDocument });
    expect(others).toEqual([]);
    expect(lens.command).toEqual({
      title: "1 suggested tag · has none (looks like 1–2)",
      command: "sdlgm.suggestTags",
      arguments: [textDocument.uri],
    });
  });

  it("is, where the settings want it, the probability behind each tag", async () => {
    const { textDocument } = await edit(TAGGED, `${notes()[TAGGED]}‸`);
    const range = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };
    const hints = await server.ask<InlayHint[]>("textDocument/inlayHint", { textDocument, range });
    expect(hints).toMatchObject([
      { position: { line: 3, character: 10 }, label: expect.stringMatching(/^\d+ %$/) },
    ]);
  });
});

describe("places of a tag", () => {
  it("are its definition: where it is written, the nearest first", async () => {
    const at = await edit(TAGGED, marked(TAGGED, "- comp"));
    const places = await server.ask<Location[]>("textDocument/definition", at);
    expect(places).toHaveLength(6);
    expect(places[0].uri).toBe(folder.uriOf(TAGGED));
  });

  it("count as they are in the editor, saved or not", async () => {
    await edit(UNTAGGED, notes()[UNTAGGED].replace("title", "tags: [roses]\ntitle‸"));
    const at = await edit(TAGGED, notes()[TAGGED].replace("- compost", "- Ro‸ses"));
    const context = { includeDeclaration: true };
    const places = await server.ask<Location[]>("textDocument/references", { ...at, context });
    expect(places).toHaveLength(6);
    expect(places.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining([folder.uriOf(TAGGED), folder.uriOf(UNTAGGED)]),
    );
  });

  it("are highlighted in the document", async () => {
    const at = await edit(TAGGED, `${notes()[TAGGED].replace("- compost", "- com‸post")}\nAbout #compost.\n`);
    expect(await server.ask("textDocument/documentHighlight", at)).toMatchObject([
      { range: { start: { line: 4, character: 4 }, end: { line: 4, character: 11 } } },
    ]);
  });

  it("come in parts to a client that takes them so, and then the answer is empty", async () => {
    const at = await edit(TAGGED, notes()[TAGGED].replace("- compost", "- cr‸owd"));
    const asked = { ...at, context: { includeDeclaration: true } };
    const whole = await server.ask<Location[]>("textDocument/references", asked);
    expect(whole).toHaveLength(MANY + 1);
    server.followProgress("parts");
    const answer = await server.ask("textDocument/references", { ...asked, partialResultToken: "parts" });
    expect(answer).toEqual([]);
    const parts = server.reported<Location[]>("parts");
    expect(parts.map(({ length }) => length)).toEqual([200, 200, 51]);
    expect(parts.flat()).toEqual(whole);
  });

  it("of a short list come at once", async () => {
    const at = await edit(TAGGED, marked(TAGGED, "- comp"));
    server.followProgress("none");
    const asked = { ...at, context: { includeDeclaration: true }, partialResultToken: "none" };
    expect(await server.ask("textDocument/references", asked)).toHaveLength(6);
    expect(server.reported("none")).toEqual([]);
  });
});

describe("workspace symbols", () => {
  it("are the tags, with the number of their documents", async () => {
    const symbols = await server.ask<WorkspaceSymbol[]>("workspace/symbol", { query: "tele" });
    expect(symbols).toMatchObject([{ name: "telescope", containerName: "6 documents" }]);
  });

  it("come in parts where they are many", async () => {
    server.followProgress("symbols");
    const asked = { query: "crowd", partialResultToken: "symbols" };
    expect(await server.ask("workspace/symbol", asked)).toEqual([]);
    const names = new Set(
      server.reported<WorkspaceSymbol[]>("symbols").flatMap((part) => part.map(({ name }) => name)),
    );
    expect(names.size).toBe(MANY + 1);
  });
});

describe("a position that is nowhere", () => {
  const nowhere = { line: 1_000_000, character: 1_000_000 };
  it.each([
    ["textDocument/hover", { position: nowhere }],
    ["textDocument/completion", { position: nowhere }],
    ["textDocument/definition", { position: nowhere }],
    ["textDocument/references", { position: nowhere, context: { includeDeclaration: true } }],
    ["textDocument/documentHighlight", { position: nowhere }],
    ["textDocument/prepareRename", { position: nowhere }],
    ["textDocument/inlayHint", { range: { start: nowhere, end: nowhere } }],
    ["textDocument/codeAction", { range: { start: nowhere, end: nowhere }, context: { diagnostics: [] } }],
    ["textDocument/hover", { position: { line: -1, character: -5 } }],
  ])("%s answers nothing", async (method, params) => {
    const { textDocument } = await edit(TAGGED, `${notes()[TAGGED]}‸`);
    const answer = await server.ask(method, { textDocument, ...params });
    expect(answer === null || (answer as unknown[]).length === 0).toBe(true);
  });
});

describe("a document that lies outside of all folders", () => {
  const uri = "file:///elsewhere/note.md";
  const position = { line: 3, character: 5 };
  const range = { start: position, end: position };
  it.each<[string, object, unknown]>([
    ["textDocument/hover", { position }, null],
    ["textDocument/completion", { position }, null],
    ["textDocument/codeAction", { range, context: { diagnostics: [] } }, null],
    ["textDocument/codeLens", {}, null],
    ["textDocument/inlayHint", { range }, null],
    ["textDocument/definition", { position }, null],
    ["textDocument/references", { position, context: { includeDeclaration: true } }, []],
    ["textDocument/documentHighlight", { position }, null],
    ["textDocument/prepareRename", { position }, null],
    ["textDocument/rename", { position, newName: "x" }, null],
    ["sdlgm/suggest", { uri }, null],
    ["textDocument/diagnostic", {}, expect.objectContaining({ items: [] })],
  ])("%s has nothing to say", async (method, params, expected) => {
    await server.open(uri, note("Elsewhere", ["garden"], "Words."));
    expect(await server.ask(method, { textDocument: { uri }, ...params })).toEqual(expected);
  });
});
