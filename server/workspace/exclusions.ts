import picomatch from "picomatch";

/** Whether something of a folder is left out. `path` is relative to it, with forward slashes and without one at the end. */
export type Exclusion = (path: string, isFolder: boolean) => boolean;

const nocase = process.platform === "win32" || process.platform === "darwin";

/**
 * What glob patterns leave out, which are written as in the setting `files.exclude` of VS Code: relative to the folder, `**` for any number
 * of folders; one with a slash at its end means folders only. A pattern that cannot be one is ignored.
 */
export function exclusionOf(patterns: readonly string[]): Exclusion {
  const matchers = patterns.flatMap((pattern) => matcherOf(pattern) ?? []);
  return (path, isFolder) => matchers.some((matches) => matches(path, isFolder));
}

function matcherOf(pattern: string): Exclusion | undefined {
  try {
    const foldersOnly = /[^/]\/$/.test(pattern);
    // Parentheses and a leading `!` mean nothing special there, and file names have them.
    const glob = pattern.replace(/^(?:\.?\/)+|\/+$/g, "").replace(/[()]/g, "\\$&");
    const matches = picomatch(glob, { dot: true, nocase, nonegate: true, noextglob: true, windows: false });
    return (path, isFolder) => (isFolder || !foldersOnly) && matches(path);
  } catch {
    return undefined;
  }
}
