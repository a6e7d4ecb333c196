import { readdirSync, readFileSync } from "node:fs";
import { dirname, extname, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type ImportStatement, importStatements } from "./importStatements.ts";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** All that is ours and runs. A folder that does not exist yet has no files. */
const FOLDERS = ["server", "extension", "webview", "scripts", "test"];
const EXTENSIONS = [".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs"];

export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly ImportStatement[];
}

/** Every source file of the repository. */
export function sourceFiles(): SourceFile[] {
  return FOLDERS.flatMap((folder) => filesBelow(`${ROOT}${folder}`)).map((file) => {
    const text = readFileSync(file, "utf8");
    return { path: relative(ROOT, file).split(sep).join("/"), text, imports: importStatements(text) };
  });
}

/** Where a relative import leads, from the root; undefined for a package. */
export function target(path: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? posix.join(dirname(path), specifier) : undefined;
}

/** The room of a file under server/: its folder, or the file itself where it lies in none. Undefined outside of server/. */
export function roomOf(path: string): string | undefined {
  return path.match(/^server\/([^/]+)/)?.[1];
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && EXTENSIONS.includes(extname(entry.name)))
      .map((entry) => `${entry.parentPath}/${entry.name}`)
      .filter((file) => !file.includes("node_modules") && !/[/\\]fixtures[/\\]/.test(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
