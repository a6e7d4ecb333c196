import type { Dirent } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { readText, skipReasonOf } from "./readText.ts";
import { cannotRead } from "./sourceError.ts";
import { byPath, type SkippedFile } from "./walk.ts";

export interface NpmScanOptions {
  /** Larger files are not read. Default 2 MiB. */
  readonly maxFileBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each package with the number of packages found so far. */
  readonly onProgress?: ((count: number) => void) | undefined;
}

export interface NpmPackage {
  /** Of its package.json, relative to the scanned folder, with forward slashes. */
  readonly path: string;
  /** The text of package.json. */
  readonly text: string;
  /** The text of the README beside it, if there is one. */
  readonly readme?: string;
}

export interface NpmScanResult {
  /** Sorted by path. */
  readonly packages: readonly NpmPackage[];
  readonly skipped: readonly SkippedFile[];
  /** How many packages were met again with the same name and version. */
  readonly duplicates: number;
  readonly bytes: number;
}

/** `container`: its folders are packages or scopes. `store`: pnpm's, its folders have a `node_modules`. */
type FolderKind = "container" | "package" | "store";

interface Folder {
  readonly path: string;
  readonly kind: FolderKind;
}

const README = /^readme(\.(md|markdown|mdown|mkd|mkdn|txt|rst|adoc))?$/i;

/**
 * Finds the packages of a `node_modules` tree: scoped, nested, and in pnpm's store. The same name and version
 * counts once, where it is least deep. Links are not followed: inside the tree their targets are met anyway.
 *
 * @param root a folder named `node_modules`
 * @throws SourceError when `root` itself cannot be read; the reason of `signal` when aborted
 */
export async function scanNodeModules(root: string, options: NpmScanOptions = {}): Promise<NpmScanResult> {
  const { maxFileBytes = 2 * 1024 * 1024, signal, onProgress } = options;
  const realRoot = await realpath(root).catch((error) => {
    throw cannotRead(root, error);
  });
  const packages: NpmPackage[] = [];
  const skipped: SkippedFile[] = [];
  const identities = new Set<string>();
  let duplicates = 0;
  let bytes = 0;

  /** The text of the file, or undefined and an entry in `skipped`. */
  const textOf = async (path: string): Promise<string | undefined> => {
    const read = await readText(join(realRoot, path), maxFileBytes);
    if (read.reason === undefined) {
      bytes += read.bytes;
      return read.text;
    }
    skipped.push({ path, reason: read.reason });
    return undefined;
  };

  const readPackage = async (folder: string, entries: readonly Dirent[]): Promise<void> => {
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    if (!names.includes("package.json")) return;
    const path = `${folder}/package.json`;
    const text = await textOf(path);
    if (text === undefined) return;
    const identity = identityOf(text) ?? path;
    if (identities.has(identity)) {
      duplicates++;
      return;
    }
    identities.add(identity);
    const readmeName = names.filter((name) => README.test(name)).sort(markdownFirst)[0];
    const readme = readmeName === undefined ? undefined : await textOf(`${folder}/${readmeName}`);
    packages.push(readme === undefined ? { path, text } : { path, text, readme });
    onProgress?.(packages.length);
  };

  const queue: Folder[] = [{ path: "", kind: "container" }];
  for (const folder of queue) {
    signal?.throwIfAborted();
    let entries: Dirent[];
    try {
      entries = await readdir(join(realRoot, folder.path), { withFileTypes: true });
    } catch (error) {
      if (folder.path === "") throw cannotRead(root, error);
      skipped.push({ path: folder.path, reason: skipReasonOf(error, folder.path) });
      continue;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (folder.kind === "package") await readPackage(folder.path, entries);
    for (const entry of entries) {
      const kind = entry.isDirectory() ? kindOf(entry.name, folder.kind) : undefined;
      if (kind === undefined) continue;
      queue.push({ path: folder.path === "" ? entry.name : `${folder.path}/${entry.name}`, kind });
    }
  }
  return { packages: packages.sort(byPath), skipped: skipped.sort(byPath), duplicates, bytes };
}

/** What the folder `name` is in a folder of kind `parent`; undefined when no packages are in it. */
function kindOf(name: string, parent: FolderKind): FolderKind | undefined {
  if (parent === "package") return name === "node_modules" ? "container" : undefined;
  if (parent === "store") return name === "node_modules" ? "container" : "package";
  if (name === ".pnpm") return "store";
  if (name.startsWith(".")) return undefined;
  return name.startsWith("@") ? "container" : "package";
}

function identityOf(text: string): string | undefined {
  try {
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
    return typeof name === "string" && typeof version === "string" ? `${name}@${version}` : undefined;
  } catch {
    return undefined;
  }
}

function markdownFirst(a: string, b: string): number {
  const rank = (name: string): number => (/\.m/i.test(name) ? 0 : 1);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
