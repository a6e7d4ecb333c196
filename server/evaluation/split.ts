export interface SplitOptions {
  /** Share of the groups that is held out, 0..1. */
  fraction: number;
  seed: number;
  /** Keep translations and twins of a page on the same side (see `pageOf`); otherwise each path stands alone. */
  groupTranslations?: boolean;
}

/** Row numbers, in rising order; each row is in one of the two. */
export interface Split {
  train: Int32Array;
  test: Int32Array;
}

/** Splits documents by their path (or identifier) alone: adding one never moves another to the other side. */
export function splitByPath(paths: readonly string[], options: SplitOptions): Split {
  const train: number[] = [];
  const test: number[] = [];
  paths.forEach((path, row) => {
    const group = options.groupTranslations ? pageOf(path) : path;
    (isHeldOut(group, options.fraction, options.seed) ? test : train).push(row);
  });
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}

/** Whether a group of documents is for testing; the same on every machine. A larger fraction only adds groups. */
export function isHeldOut(group: string, fraction: number, seed: number): boolean {
  return hashOf(portable(group), seed) < fraction * 2 ** 32;
}

/**
 * The page that a file is a version of: its path without extension and language code, so that `a/b.md`, `a/b.es.md` and
 * `a/b.Rmd` are one; for `index.*` and `README*` the folder, whose page they are.
 */
export function pageOf(path: string): string {
  const parts = portable(path).split("/");
  const file = parts.pop() ?? "";
  const folder = parts.join("/");
  if (/^index\.|^readme([^a-z]|$)/i.test(file)) return folder;
  const name = file.replace(/(?<=.)\.[^.]*$/, "").replace(/(?<=.)[._][a-z]{2}([-_][a-z]{2,4})?$/i, "");
  return folder === "" ? name : `${folder}/${name}`;
}

/** One spelling for a path on every system: slashes, composed letters. */
function portable(path: string): string {
  return path.replaceAll("\\", "/").normalize("NFC");
}

/** 0 .. 2³² − 1, evenly spread: 32-bit FNV-1a over the UTF-16 bytes, then the finaliser of MurmurHash3: FNV alone mixes its high bits badly. */
export function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
