import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Position, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { URI } from "vscode-uri";
import { defaultModelPath, writeModel } from "../../server/models/store.ts";
import { modelContent } from "../../server/models/tagModelFile.ts";
import { corpusOf } from "../../server/training/readCorpus.ts";
import { train } from "../../server/training/train.ts";
import { openSources } from "../../server/workspace/source.ts";
import { addFiles, folderOf } from "../cli/program.ts";
import { notes } from "../unit/language/support/notes.ts";
import { LanguageServer, type StartOptions } from "./languageServer.ts";

/** A folder on disk for the length of a test file; `path` for one that is there already. */
export class Folder {
  readonly path: string;
  readonly uri: string;

  constructor(files: Readonly<Record<string, string | Uint8Array>>, path = folderOf(files)) {
    this.path = path;
    this.uri = URI.file(this.path).toString();
  }

  uriOf(path: string): string {
    return URI.file(this.pathOf(path)).toString();
  }

  pathOf(path: string): string {
    return join(this.path, path);
  }

  read(path: string): string {
    return readFileSync(this.pathOf(path), "utf8");
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    addFiles(this.path, files);
  }

  get modelPath(): string {
    return defaultModelPath(this.path);
  }

  /** Learns from the documents in this process, which takes a tenth of what a server needs. */
  async train(): Promise<void> {
    const { documents } = corpusOf(await openSources([this.path]));
    const model = train(documents, { seed: 1 });
    await writeModel(
      this.modelPath,
      modelContent(model, { product: "test", created: new Date().toISOString() }),
    );
  }
}

/** A folder with the notes of the tests of language features, and a model of them. */
export async function trainedFolder(files: Readonly<Record<string, string>> = {}): Promise<Folder> {
  const folder = new Folder({ ...notes(), ...files });
  await folder.train();
  return folder;
}

const started: LanguageServer[] = [];
afterAll(() => {
  for (const { process } of started) process.kill("SIGKILL");
});

/** Starts a server on folders that ends with the test file at the latest. */
export async function startServer(
  folders: readonly Folder[],
  options: Omit<StartOptions, "folders"> = {},
): Promise<LanguageServer> {
  const server = await LanguageServer.start({ ...options, folders: folders.map(({ uri }) => uri) });
  started.push(server);
  return server;
}

export function positionIn(text: string, offset: number): Position {
  return TextDocument.create("", "markdown", 1, text).positionAt(offset);
}

/** The edits of one document, however the server has put them. */
export function editsOf({ changes, documentChanges = [] }: WorkspaceEdit, uri: string): TextEdit[] {
  return [
    ...(changes?.[uri] ?? []),
    ...documentChanges.flatMap((change) =>
      "edits" in change && change.textDocument.uri === uri ? (change.edits as TextEdit[]) : [],
    ),
  ];
}

/** The text of a document after an edit. */
export function edited(text: string, edit: WorkspaceEdit, uri: string): string {
  return TextDocument.applyEdits(TextDocument.create(uri, "markdown", 1, text), editsOf(edit, uri));
}

/** A client's answer to questions for the settings: these, below `sdlgm`, and for `files.exclude`. */
export function settings(sdlgm: object, exclude: object = {}): NonNullable<StartOptions["configuration"]> {
  return (section) => (section === "sdlgm" ? sdlgm : section === "files.exclude" ? exclude : null);
}
