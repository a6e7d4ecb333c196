import { setImmediate as nextTurn } from "node:timers/promises";
import { formatOf } from "../documents/read.ts";
import { Pace } from "./pace.ts";
import { readText, readTextNow, type TextRead } from "./readText.ts";
import { byPath, type FoundFile, type SkippedFile, walkFolder } from "./walk.ts";

export interface ScanOptions {
  /** Larger files are not read. Default 2 MiB. */
  readonly maxFileBytes?: number | undefined;
  /** Default 200,000. */
  readonly maxFiles?: number | undefined;
  /** Glob patterns of what is left out besides, as in the setting `files.exclude` of VS Code. */
  readonly exclude?: readonly string[] | undefined;
  /** Which files are wanted, by path. Default: those that have a document format. */
  readonly accepts?: ((path: string) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each file with the number of files done so far. */
  readonly onProgress?: ((count: number) => void) | undefined;
}

export interface ScannedFile {
  /** Relative to the scanned folder, with forward slashes. */
  readonly path: string;
  /** Where the file really is: absolute, without links. */
  readonly absolute: string;
  /** Without byte order mark. */
  readonly text: string;
}

export interface ScanResult {
  /** Sorted by path. */
  readonly files: readonly ScannedFile[];
  readonly skipped: readonly SkippedFile[];
  /** How many files and folders the ignore files and `exclude` left out. */
  readonly ignored: number;
  /** Whether `maxFiles` was reached, so that there may be more. */
  readonly truncated: boolean;
  /** Sum of the sizes of the files read. */
  readonly bytes: number;
}

/** More does not help: Node reads with four threads. */
export const READERS = 16;
export const MAX_FILE_BYTES = 2 * 1024 * 1024;
export const MAX_FILES = 200_000;

/**
 * Reads the documents of a folder. What is left out and how links are treated: `walkFolder`.
 * A file or folder below `root` that cannot be read is reported in `skipped`, never thrown.
 *
 * @throws SourceError when `root` itself cannot be read; the reason of `signal` when aborted
 */
export async function scanFolder(root: string, options: ScanOptions = {}): Promise<ScanResult> {
  const { maxFileBytes = MAX_FILE_BYTES, maxFiles = MAX_FILES, exclude, signal, onProgress } = options;
  const { accepts = isDocumentPath } = options;
  const found = await walkFolder(root, accepts, { maxFiles, exclude, signal });

  const texts: (ScannedFile | undefined)[] = new Array(found.files.length);
  const skipped = [...found.skipped];
  let bytes = 0;
  let done = 0;
  await readAll(found.files, maxFileBytes, signal, (index, read) => {
    const file = found.files[index];
    if (read.reason === undefined) {
      texts[index] = { ...file, text: read.text };
      bytes += read.bytes;
    } else skipped.push({ path: file.path, reason: read.reason });
    onProgress?.(++done);
  });

  const files = texts.filter((file) => file !== undefined);
  return { files, skipped: skipped.sort(byPath), ignored: found.ignored, truncated: found.truncated, bytes };
}

/** Others get their turn as often. */
const TURN_MS = 20;

/** Reads files one by one as long as they are there at once, then many at a time. */
async function readAll(
  files: readonly FoundFile[],
  maxBytes: number,
  signal: AbortSignal | undefined,
  take: (index: number, read: TextRead) => void,
): Promise<void> {
  let next = 0;
  const pace = new Pace();
  let turn = performance.now();
  while (next < files.length && pace.isQuick) {
    signal?.throwIfAborted();
    const index = next++;
    take(
      index,
      pace.timed(() => readTextNow(files[index].absolute, maxBytes)),
    );
    if (performance.now() - turn < TURN_MS) continue;
    await nextTurn();
    turn = performance.now();
  }
  const reader = async (): Promise<void> => {
    while (next < files.length) {
      signal?.throwIfAborted();
      const index = next++;
      take(index, await readText(files[index].absolute, maxBytes));
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
}

/** Whether a path's name promises a document. */
export function isDocumentPath(path: string): boolean {
  return formatOf(path) !== undefined;
}
