import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as vscode from "vscode";
import { readDocument } from "../../server/documents/read.ts";
import { foldTag } from "../../server/documents/tagName.ts";

/** Where tags stand in a folder: by fold, the places as `path:line:column text`, sorted. */
export type TagMap = ReadonlyMap<string, readonly string[]>;

/**
 * The tags of a folder, read from the disk here and now, and from the editor where it has text that is not saved. The documents are
 * Markdown without inline tags.
 */
export function scan({ uri }: vscode.WorkspaceFolder): TagMap {
  const tags = new Map<string, string[]>();
  for (const [path, text] of texts(uri.fsPath)) {
    for (const { name, span } of readDocument(path, text, READING)?.tags ?? []) {
      const before = text.slice(0, span.start).split("\n");
      const place = `${path}:${before.length - 1}:${before.at(-1)!.length} ${text.slice(span.start, span.end)}`;
      tags.set(foldTag(name), [...(tags.get(foldTag(name)) ?? []), place].sort());
    }
  }
  return tags;
}

/** The names of the documents of a folder that are on disk, by path, sorted. */
export function documentsOf({ uri }: vscode.WorkspaceFolder): string[] {
  return [...texts(uri.fsPath).keys()].sort();
}

const READING = { tagKeys: ["tags", "topics", "keywords", "categories", "related"], inlineTags: false };

function texts(root: string): Map<string, string> {
  const unsaved = new Map(
    vscode.workspace.textDocuments
      .filter(({ isDirty, uri }) => isDirty && uri.scheme === "file")
      .map((document) => [document.uri.fsPath, document.getText()]),
  );
  const found = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !entry.name.endsWith(".md")) continue;
    found.set(relative(root, file), unsaved.get(file) ?? readFileSync(file, "utf8"));
  }
  return found;
}
