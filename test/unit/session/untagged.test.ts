import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { TextDocumentEdit, TextEdit } from "vscode-languageserver-types";
import { URI } from "vscode-uri";
import { defaultModelPath, writeModel } from "../../../server/models/store.ts";
import { modelContent } from "../../../server/models/tagModelFile.ts";
import type { UntaggedResult } from "../../../server/protocol.ts";
import { FolderSession } from "../../../server/session/folderSession.ts";
import { tagUntagged, type UntaggedOptions } from "../../../server/session/untagged.ts";
import { corpusOf } from "../../../server/training/readCorpus.ts";
import { train } from "../../../server/training/train.ts";
import { openSources } from "../../../server/workspace/source.ts";
import { note, notes } from "../language/support/notes.ts";
import { folderOf, RecordingClient } from "./support.ts";

const UNTAGGED = ["garden", "sailing", "baking", "astronomy"].flatMap((topic, i) => [
  `${topic}/note-${20 + i}.md`,
  `${topic}/note-${44 + i}.md`,
]);
const GARDEN = "The spade and the mulch. The hedge and the greenhouse. The trowel and the border.";
/** Beside the notes, what is special. */
const SPECIAL = {
  "empty.md": `---\ntitle: Empty on purpose\ntags: []\n---\n${GARDEN}\n`,
  "broken.md": `---\ntitle: [broken\n---\n${GARDEN}\n`,
  "nothing.md": "Hm.\n",
};

let model: Awaited<ReturnType<typeof train>>;
let root: string;
let folder: FolderSession;
beforeAll(async () => {
  model = train(corpusOf(await openSources([folderOf(notes())])).documents, { seed: 1 });
});
beforeEach(async () => {
  root = folderOf({ ...notes(), ...SPECIAL });
  const created = new Date().toISOString();
  await writeModel(defaultModelPath(root), modelContent(model, { product: "test", created }));
  const uri = URI.file(root).toString();
  folder = new FolderSession({
    uri,
    name: "notes",
    client: new RecordingClient(),
    cacheFile: undefined,
    product: "test",
  });
  await folder.open();
});

function tag(options: Partial<UntaggedOptions> = {}): Promise<UntaggedResult> {
  return tagUntagged(folder, {
    leastProbability: 0.5,
    support: { documentChanges: true, annotations: true },
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  });
}

function applied({ edit }: UntaggedResult, path: string, text: string): string {
  const uri = folder.paths.uriOf(path);
  const edits = (edit.documentChanges as TextDocumentEdit[]).filter(
    ({ textDocument }) => textDocument.uri === uri,
  );
  return TextDocument.applyEdits(
    TextDocument.create(uri, "markdown", 1, text),
    edits.flatMap((one) => one.edits as TextEdit[]),
  );
}

describe("tags for untagged documents", () => {
  it("are those that the model would choose, where it is sure enough", async () => {
    const result = await tag();
    expect(result.changed).toBe(8);
    expect(result.tags).toBe(8);
    for (const path of UNTAGGED) {
      const text = notes()[path];
      expect(applied(result, path, text)).toBe(
        text.replace("---\n\n", `tags:\n  - ${path.split("/")[0]}\n---\n\n`),
      );
    }
  });

  it("are none for a document whose list is empty on purpose, and none for one that cannot be edited", async () => {
    const result = await tag();
    for (const path of ["empty.md", "nothing.md"] as const) {
      expect(applied(result, path, SPECIAL[path])).toBe(SPECIAL[path]);
    }
    expect(applied(result, "broken.md", SPECIAL["broken.md"])).toBe(SPECIAL["broken.md"]);
    expect(result.problems).toEqual([expect.stringMatching(/^broken\.md: .+\.$/)]);
    // The empty one was not even looked at.
    expect(result.documents).toBe(10);
  });

  it("are fewer where more certainty is wanted, and then there is no edit", async () => {
    expect(await tag({ leastProbability: 1.1 })).toMatchObject({
      edit: {},
      changed: 0,
      tags: 0,
      documents: 10,
    });
  });

  it("are sorted by how sure they are, each kind to be confirmed as a whole", async () => {
    const { edit } = await tag();
    const kinds = Object.keys(edit.changeAnnotations!);
    for (const kind of kinds) expect(edit.changeAnnotations![kind].needsConfirmation).toBe(true);
    const order = (edit.documentChanges as TextDocumentEdit[]).map(({ edits }) => {
      const [{ annotationId }] = edits as { annotationId: string }[];
      return kinds.indexOf(annotationId);
    });
    expect(order).toEqual([...order].sort());
    expect(order).not.toContain(-1);
  });

  it.each<[string, UntaggedOptions["support"], readonly string[]]>([
    ["without notes", { documentChanges: true, annotations: false }, ["documentChanges"]],
    ["by address alone", { documentChanges: false, annotations: true }, ["changes"]],
  ])("come %s to a client that knows no better", async (_, support, keys) => {
    const { edit } = await tag({ support });
    expect(Object.keys(edit)).toEqual(keys);
    expect(JSON.stringify(edit)).not.toContain("annotationId");
  });

  it("are those of the text in the editor, and of its version", async () => {
    const [path] = UNTAGGED;
    const uri = folder.paths.uriOf(path);
    const text = note(
      "Stars",
      [],
      "The comet and the galaxy. The nebula and the orbit. The eclipse and the stars.",
    );
    folder.setOpen(path, { uri, version: 7, text });
    const result = await tag();
    expect(applied(result, path, text)).toContain("  - astronomy\n");
    const changes = result.edit.documentChanges as TextDocumentEdit[];
    expect(changes.find(({ textDocument }) => textDocument.uri === uri)!.textDocument.version).toBe(7);
    folder.close();
  });

  it("leave out a file that has gone in the meantime", async () => {
    rmSync(join(root, UNTAGGED[0]));
    expect((await tag()).changed).toBe(7);
  });

  it("end when they are not wanted any more, and tell how far they are until then", async () => {
    const controller = new AbortController();
    const shares: number[] = [];
    const tagging = tag({
      signal: controller.signal,
      onProgress(share) {
        shares.push(share);
        if (shares.length === 3) controller.abort();
      },
    });
    await expect(tagging).rejects.toThrow(/abort/i);
    expect(shares).toHaveLength(3);
    expect(shares).toEqual([...shares].sort());
  });
});
