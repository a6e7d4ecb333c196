import { type Dirent, readdirSync } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, sep } from "node:path";
import { exclusionOf } from "./exclusions.ts";
import { type IgnoreRules, rulesAbove } from "./ignoreRules.ts";
import { Pace } from "./pace.ts";
import { type SkipReason, skipReasonOf } from "./readText.ts";
import { cannotRead } from "./sourceError.ts";

/** A file or folder that was left out, `path` relative to the scanned folder; the folder itself is `.`. */
export interface SkippedFile {
  readonly path: string;
  readonly reason: SkipReason;
}

export interface FoundFile {
  /** Relative to the scanned folder, with forward slashes. */
  readonly path: string;
  /** Where the file really is: absolute, without links. */
  readonly absolute: string;
}

export interface FoundFiles {
  /** Sorted by path, each real file once. */
  readonly files: FoundFile[];
  readonly skipped: SkippedFile[];
  /** How many files and folders the ignore files and `exclude` left out. */
  readonly ignored: number;
  /** Whether the limit of files was reached, so that there may be more. */
  readonly truncated: boolean;
  /** Where the folder itself really is: absolute, without links. */
  readonly realRoot: string;
  /** Whether a link was met, so that something outside of a file's own path may have a say in what is listed. */
  readonly hasLinks: boolean;
}

export interface WalkOptions {
  readonly maxFiles: number;
  /** Glob patterns of what is left out besides, relative to the folder, as in the setting `files.exclude` of VS Code. */
  readonly exclude?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called at every entry; what it returns is awaited. */
  readonly pause?: (() => Promise<void> | undefined) | undefined;
}

/** Never documents: the stores of version control, of package managers, and our own. */
const NEVER = new Set([".git", ".hg", ".svn", ".sdlgm", "node_modules"]);

interface Folder {
  readonly path: string;
  readonly absolute: string;
  readonly rules: IgnoreRules;
}

/**
 * Lists the files below `root` that `accepts` wants, without reading them.
 *
 * Left out are hidden files and folders, `node_modules` (unless `root` is in one), and what `.gitignore`,
 * `.git/info/exclude` and `.sdlgmignore` name, and `exclude`. Links are looked at after everything else, so that a file
 * keeps its own name: a link to a file stands for it only where the walk has not met it, a link to a folder is
 * walked only where it leads to a folder inside `root` that has not been walked; so a loop of links ends.
 *
 * @throws SourceError when `root` itself cannot be read; the reason of `signal` when aborted
 */
export async function walkFolder(
  root: string,
  accepts: (path: string) => boolean,
  { maxFiles, exclude = [], signal, pause }: WalkOptions,
): Promise<FoundFiles> {
  const realRoot = await realpath(root).catch((error) => {
    throw cannotRead(root, error);
  });
  const insideModules = realRoot.split(sep).includes("node_modules");
  const isNever = (name: string): boolean => NEVER.has(name) && !(name === "node_modules" && insideModules);

  const isExcluded = exclusionOf(exclude);
  const pace = new Pace();
  const files: FoundFile[] = [];
  const skipped: SkippedFile[] = [];
  let ignored = 0;
  let hasLinks = false;
  const visited = new Set([realRoot]);
  const queue: Folder[] = [{ path: "", absolute: realRoot, rules: await rulesAbove(realRoot) }];
  let links: Folder[] = [];
  const fileLinks: FoundFile[] = [];
  const isFull = (): boolean => files.length >= maxFiles;

  const visit = async (folder: Folder): Promise<void> => {
    let entries: Dirent[];
    try {
      entries = pace.isQuick
        ? pace.timed(() => readdirSync(folder.absolute, { withFileTypes: true }))
        : await readdir(folder.absolute, { withFileTypes: true });
    } catch (error) {
      if (folder.path === "") throw cannotRead(root, error);
      skipped.push({ path: folder.path, reason: skipReasonOf(error, folder.path) });
      return;
    }
    entries.sort((a, b) => compare(a.name, b.name));
    const rules = await folder.rules.inside(
      folder.path,
      folder.absolute,
      new Set(entries.map((entry) => entry.name)),
    );
    for (const entry of entries) {
      const turn = pause?.();
      if (turn !== undefined) await turn;
      if (entry.name.startsWith(".") || isNever(entry.name)) continue;
      const path = folder.path === "" ? entry.name : `${folder.path}/${entry.name}`;
      const isFolder = entry.isDirectory();
      const isLink = entry.isSymbolicLink();
      if (!isFolder && !isLink && !accepts(path)) continue;
      if (rules.ignores(path, isFolder) || isExcluded(path, isFolder)) {
        ignored++;
        continue;
      }
      const absolute = join(folder.absolute, entry.name);
      if (isLink) links.push({ path, absolute, rules });
      else if (isFolder) {
        if (visited.has(absolute)) continue;
        visited.add(absolute);
        queue.push({ path, absolute, rules });
      } else if (!entry.isFile()) skipped.push({ path, reason: "unreadable" });
      else if (!isFull()) files.push({ path, absolute });
      else return;
    }
  };

  /** Sorts a link into `queue`, `fileLinks` or `skipped`. */
  const follow = async (link: Folder): Promise<void> => {
    try {
      const real = await realpath(link.absolute);
      const isFolder = (await stat(real)).isDirectory();
      if (!isFolder && !accepts(link.path)) return;
      const fromRoot = relative(realRoot, real);
      const below = fromRoot.split(sep);
      if (below[0] === ".." || isAbsolute(fromRoot)) skipped.push({ path: link.path, reason: "outside" });
      else if (!isFolder) fileLinks.push({ path: link.path, absolute: real });
      else if (link.rules.ignores(link.path, true) || isExcluded(link.path, true)) ignored++;
      else if (!visited.has(real) && !below.some(isNever)) {
        visited.add(real);
        queue.push({ ...link, absolute: real });
      }
    } catch (error) {
      if (accepts(link.path)) skipped.push({ path: link.path, reason: skipReasonOf(error, link.path) });
    }
  };

  let next = 0;
  const visitQueued = async (): Promise<void> => {
    for (; next < queue.length && !isFull(); next++) {
      signal?.throwIfAborted();
      await visit(queue[next]);
    }
  };
  await visitQueued();
  while (links.length > 0) {
    hasLinks = true;
    const pending = links.sort(byPath);
    links = [];
    for (const link of pending) {
      await follow(link);
      // Before the next link, which may lead to a folder below this one.
      await visitQueued();
    }
  }

  const known = new Set(fileLinks.length > 0 ? files.map((file) => file.absolute) : []);
  for (const link of fileLinks.sort(byPath)) {
    if (known.has(link.absolute)) continue;
    if (isFull()) break;
    known.add(link.absolute);
    files.push(link);
  }
  return {
    files: files.sort(byPath),
    skipped: skipped.sort(byPath),
    truncated: isFull(),
    ...{ ignored, realRoot, hasLinks },
  };
}

/** Whether a folder holds installed packages, by its name. */
export function isNodeModules(path: string): boolean {
  return basename(path) === "node_modules";
}

/** By code units, the same on every machine. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return compare(a.path, b.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
