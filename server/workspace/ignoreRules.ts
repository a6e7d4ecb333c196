import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { readText } from "./readText.ts";

/** The ignore files of a folder, the later ones the stronger ones. */
export const IGNORE_FILES = [".gitignore", ".sdlgmignore"];
const MAX_IGNORE_BYTES = 1024 * 1024;
/** Git follows the file system here, too (`core.ignoreCase`). */
const ignoreCase = process.platform === "win32" || process.platform === "darwin";

/**
 * What the ignore files from the top of the repository down to one folder say (gitignore(5)): a deeper file
 * is stronger than a higher one, a later line than an earlier one, and `.git/info/exclude` is the weakest.
 */
export interface IgnoreRules {
  /** `path` is relative to the scanned folder, with forward slashes and without one at the end. */
  ignores(path: string, isFolder: boolean): boolean;
  /** The rules inside the folder `path` (real place `absolute`), whose entries have these `names`. */
  inside(path: string, absolute: string, names: ReadonlySet<string>): Promise<IgnoreRules>;
}

/**
 * The rules that hold for `root` from outside: those of the git repository it lies in. A folder that the user
 * named is never ignored as a whole: where the rules above ignore it or all its documents, they do not count.
 *
 * @param root absolute, without links
 */
export async function rulesAbove(root: string): Promise<IgnoreRules> {
  const top = await repositoryOf(dirname(root));
  if (top === undefined || (await isRepository(root))) return new GitRules(undefined, "");
  const between = relative(top, root).split(sep);
  let rules = new GitRules(undefined, "");
  let path = "";
  for (const name of between) {
    rules = await rules.inside(path, join(top, path), new Set([...IGNORE_FILES, ".git"]));
    path = path === "" ? name : `${path}/${name}`;
  }
  if (rules.ignores(`${path}/\u0001.md`, false)) return new GitRules(undefined, "");
  return rules.below(`${path}/`);
}

class GitRules implements IgnoreRules {
  readonly #matcher: Ignore | undefined;
  /** From the top of the repository to the scanned folder: empty, or with a slash at its end. */
  readonly #prefix: string;

  constructor(matcher: Ignore | undefined, prefix: string) {
    this.#matcher = matcher;
    this.#prefix = prefix;
  }

  below(prefix: string): GitRules {
    return new GitRules(this.#matcher, prefix);
  }

  ignores(path: string, isFolder: boolean): boolean {
    return this.#matcher?.ignores(this.#prefix + path + (isFolder ? "/" : "")) ?? false;
  }

  async inside(path: string, absolute: string, names: ReadonlySet<string>): Promise<GitRules> {
    const texts: string[] = [];
    if (names.has(".git")) texts.push(await repositoryExcludes(absolute));
    for (const name of IGNORE_FILES) {
      if (names.has(name)) texts.push(await textOf(join(absolute, name)));
    }
    const base = this.#prefix + path;
    const lines = texts.flatMap((text) => text.split(/\r?\n/)).flatMap((line) => anchored(line, base));
    if (lines.length === 0) return this;
    const matcher = ignore({ ignoreCase });
    if (this.#matcher !== undefined) matcher.add(this.#matcher);
    return new GitRules(matcher.add(lines), this.#prefix);
  }
}

/** A line of the ignore file in folder `base` as it would stand in an ignore file at the top. */
function anchored(line: string, base: string): string[] {
  if (line.trim() === "" || line.startsWith("#")) return [];
  const folder = base.replace(/\/$/, "");
  if (folder === "") return [line];
  const negative = line.startsWith("!");
  const pattern = negative ? line.slice(1) : line;
  const atAnyDepth = !/\/(?! *$)/.test(pattern);
  const quoted = folder.replace(/[\\*?[\]!# ]/g, "\\$&");
  const rest = atAnyDepth ? `**/${pattern}` : pattern.replace(/^\//, "");
  return [`${negative ? "!" : ""}/${quoted}/${rest}`];
}

/** The nearest folder, `start` or above it, that has a `.git`. */
async function repositoryOf(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    if (await isRepository(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function isRepository(folder: string): Promise<boolean> {
  return stat(join(folder, ".git")).then(
    () => true,
    () => false,
  );
}

/** `info/exclude` of the repository at `folder`; of a worktree or a submodule, where its `.git` file leads. */
async function repositoryExcludes(folder: string): Promise<string> {
  const dotGit = join(folder, ".git");
  try {
    if ((await stat(dotGit)).isDirectory()) return await textOf(join(dotGit, "info/exclude"));
    const pointer = /^gitdir: (.+)$/m.exec(await textOf(dotGit));
    if (pointer === null) return "";
    const gitFolder = resolve(folder, pointer[1].trim());
    const common = (await readFile(join(gitFolder, "commondir"), "utf8").catch(() => ".")).trim();
    const shared = isAbsolute(common) ? common : join(gitFolder, common);
    return await textOf(join(shared, "info/exclude"));
  } catch {
    return "";
  }
}

async function textOf(path: string): Promise<string> {
  const read = await readText(path, MAX_IGNORE_BYTES);
  return read.reason === undefined ? read.text : "";
}
