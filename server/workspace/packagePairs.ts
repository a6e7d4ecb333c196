import { baseName } from "../documents/format.ts";

/** What has to be known of a file to find out whether it is a document of its own. */
interface Readable {
  /** With forward slashes. */
  readonly path: string;
  readonly tags: readonly unknown[];
}

export interface PackagePairs<T> {
  /** Packages with the README that is their prose. */
  readonly readmeOf: ReadonlyMap<T, T>;
  /** What is no document of its own: packages without keywords, and those READMEs. */
  readonly leftOut: ReadonlySet<T>;
}

/**
 * A package.json is a document only if it has keywords; the README beside it is then its prose and no document of its own, unless it
 * has tags itself.
 *
 * @param files of one folder and all folders in it, by path, and with the tags that count there
 */
export function packagePairs<T extends Readable>(files: Iterable<T>): PackagePairs<T> {
  const packages: T[] = [];
  const readmes = new Map<string, T>();
  for (const file of files) {
    if (isPackage(file.path)) packages.push(file);
    else if (file.tags.length === 0 && /^readme\.(md|markdown)$/i.test(baseName(file.path))) {
      readmes.set(folderOf(file.path), file);
    }
  }
  const readmeOf = new Map<T, T>();
  const leftOut = new Set<T>();
  for (const manifest of packages) {
    const readme = readmes.get(folderOf(manifest.path));
    if (manifest.tags.length === 0) leftOut.add(manifest);
    else if (readme !== undefined) {
      readmeOf.set(manifest, readme);
      leftOut.add(readme);
    }
  }
  return { readmeOf, leftOut };
}

export function isPackage(path: string): boolean {
  return path.endsWith("package.json") && baseName(path) === "package.json";
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
