import { isAbsolute, join, relative, sep } from "node:path";
import { URI } from "vscode-uri";

/** The addresses of what lies in a folder: URIs outside, paths with forward slashes inside. */
export class FolderPaths {
  readonly root: string;

  /** @param uri of the folder, with the scheme `file` */
  constructor(uri: string) {
    this.root = URI.parse(uri).fsPath;
  }

  /** The relative path of a document of this folder; undefined for what lies elsewhere. */
  pathOf(uri: string): string | undefined {
    const parsed = URI.parse(uri);
    if (parsed.scheme !== "file") return undefined;
    const path = relative(this.root, parsed.fsPath);
    return path === "" || !this.contains(parsed.fsPath) ? undefined : path.split(sep).join("/");
  }

  uriOf(path: string): string {
    return URI.file(join(this.root, path)).toString();
  }

  /** Whether an absolute path lies in this folder, or is the folder. */
  contains(path: string): boolean {
    const inside = relative(this.root, path);
    return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  }
}
