import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as vscode from "vscode";
import { readDocument } from "../../server/documents/read.ts";
import { foldTag } from "../../server/documents/tagName.ts";
import { eventually } from "./eventually.ts";
import { referencesAt, tagSymbols } from "./features.ts";

/** Where tags stand in a folder: by fold, the places as `path:line:column`, by path, then by place. */
export type TagMap = ReadonlyMap<string, readonly string[]>;

/**
 * The tags of a folder, read from the disk here and now, and from the editor where it has text that is not saved. The documents are
 * Markdown without inline tags.
 */
export function scan(folder: vscode.WorkspaceFolder): TagMap {
  const tags = new Map<string, string[]>();
  for (const [path, text] of [...textsOf(folder)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const { name, span } of readDocument(path, text, READING)?.tags ?? []) {
      const before = text.slice(0, span.start).split("\n");
      const place = `${path}:${before.length - 1}:${before.at(-1)!.length}`;
      tags.set(foldTag(name), [...(tags.get(foldTag(name)) ?? []), place]);
    }
  }
  return tags;
}

/** The documents of a folder that are on disk, as paths, sorted. */
export function documentsOf(folder: vscode.WorkspaceFolder): string[] {
  return [...textsOf(folder).keys()].sort();
}

/**
 * Waits until the server knows what a scan finds: all tags with the number of their documents and their first place, and every place of
 * some of them.
 *
 * @param names of tags that are there and whose places are compared
 */
export async function knowsWhatAScanFinds(
  folder: vscode.WorkspaceFolder,
  names: readonly string[],
): Promise<void> {
  let known: unknown;
  let found: unknown;
  try {
    await eventually("what a scan finds", async () => {
      const tags = scan(folder);
      found = { symbols: summaryOf(tags), places: names.map((name) => tags.get(foldTag(name)) ?? []) };
      known = {
        symbols: await knownSymbols(),
        places: await Promise.all(names.map((name) => knownPlaces(folder, name))),
      };
      return isEqual(known, found);
    });
  } catch {
    assert.deepEqual(known, found);
  }
}

const READING = { tagKeys: ["tags", "topics", "keywords", "categories", "related"], inlineTags: false };

function textsOf({ uri: root }: vscode.WorkspaceFolder): Map<string, string> {
  const unsaved = new Map(
    vscode.workspace.textDocuments
      .filter(({ isDirty, uri }) => isDirty && uri.scheme === "file")
      .map((document) => [document.uri.fsPath, document.getText()]),
  );
  const found = new Map<string, string>();
  for (const entry of readdirSync(root.fsPath, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !entry.name.endsWith(".md")) continue;
    found.set(relative(root.fsPath, file), unsaved.get(file) ?? readFileSync(file, "utf8"));
  }
  return found;
}

/** By fold: the first place and what is said of the number of documents. */
function summaryOf(tags: TagMap): Record<string, string> {
  return sorted(
    [...tags].map(([fold, places]) => {
      const documents = new Set(places.map((place) => place.slice(0, place.indexOf(":")))).size;
      return [fold, `${places[0]}, ${documents === 1 ? "1 document" : `${documents} documents`}`];
    }),
  );
}

async function knownSymbols(): Promise<Record<string, string>> {
  const symbols = await tagSymbols("");
  return sorted(
    symbols.map(({ name, location, containerName }) => [
      foldTag(name),
      `${placeName(location)}, ${containerName}`,
    ]),
  );
}

async function knownPlaces(folder: vscode.WorkspaceFolder, name: string): Promise<string[]> {
  const fold = foldTag(name);
  const symbol = (await tagSymbols(name)).find((one) => foldTag(one.name) === fold);
  if (symbol === undefined) return [];
  try {
    const document = await vscode.workspace.openTextDocument(symbol.location.uri);
    const references = await referencesAt(document, symbol.location.range.start);
    const texts = textsOf(folder);
    // VS Code's own Markdown extension takes `[a, b]` for a link, and refers to that.
    return references.filter((one) => !textAt(one, texts).includes(",")).map(placeName);
  } catch {
    // It has just been deleted.
    return [];
  }
}

function textAt({ uri, range: { start, end } }: vscode.Location, texts: ReadonlyMap<string, string>): string {
  const lines = texts.get(vscode.workspace.asRelativePath(uri, false))?.split("\n");
  return lines?.[start.line]?.slice(start.character, end.character) ?? "";
}

function placeName({ uri, range: { start } }: vscode.Location): string {
  return `${vscode.workspace.asRelativePath(uri, false)}:${start.line}:${start.character}`;
}

function sorted(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
