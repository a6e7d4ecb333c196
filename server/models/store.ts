import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { decodeModel, encodeModel, type ModelContent, startsLikeModel } from "./modelFile.ts";
import { ModelFileError, type ModelFileErrorCode } from "./modelFileError.ts";
import { writeGitignore } from "./ownFolder.ts";
import { readFailure, writeFailure } from "./systemFailure.ts";

/** Where a folder's model is when the user names no other place. */
export function defaultModelPath(folder: string): string {
  return join(folder, ".sdlgm", "model.sdlgm");
}

export interface WriteOptions {
  /** Overwrite even a file that is not a model, or the model of a newer version. */
  readonly force?: boolean | undefined;
}

const NOT_OURS: Partial<Record<ModelFileErrorCode, string>> = {
  foreign: "is not a model file",
  newer: "was made by a newer version of SDLGM Tags",
};

/** No model takes so long to write. */
const STALE_MS = 3_600_000;

/**
 * Reads and verifies a model file.
 *
 * @throws ModelFileError
 */
export async function readModel(path: string): Promise<ModelContent> {
  return decodeModel(await readBytes(path), path);
}

/**
 * Writes a model file as a whole or not at all: into a new file beside it, which then takes its name. On any
 * failure the old model stays as it was and nothing is left behind. Missing folders are made; a folder `.sdlgm`
 * gets its `.gitignore`. Of an old file at `path`, a model is replaced, a damaged model is first renamed to
 * `path` + `.broken`, and anything else is refused.
 *
 * @throws ModelFileError `foreign` or `newer` when the old file is not ours to replace, `read-only`, `disk-full`,
 * or `unwritable`
 */
export async function writeModel(
  path: string,
  model: ModelContent,
  { force = false }: WriteOptions = {},
): Promise<void> {
  const chunks = encodeModel(model);
  // Through a link, so that the link stays and the file that it leads to is replaced.
  const target = await realpath(path).catch(() => path);
  const keepsBroken = (await isBrokenModel(target, path, force)) && !force;
  const folder = dirname(target);
  const temporary = join(folder, `.sdlgm-${randomBytes(6).toString("hex")}.tmp`);
  let undo: (() => Promise<void>) | undefined;
  try {
    await mkdir(folder, { recursive: true });
    if (basename(folder) === ".sdlgm") await writeGitignore(folder);
    await removeStale(folder);
    const file = await open(temporary, "wx");
    undo = () => unlink(temporary);
    try {
      for (const chunk of chunks) await writeAll(file, chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    if (keepsBroken) {
      const broken = `${target}.broken`;
      await rename(target, broken);
      undo = () => unlink(temporary).finally(() => rename(broken, target));
    }
    await rename(temporary, target);
  } catch (error) {
    await undo?.().catch(() => {});
    throw writeFailure(path, error);
  }
  await syncFolder(folder);
}

/** Whether the file there is a damaged model. Throws when it is not ours to replace, unless forced. */
async function isBrokenModel(target: string, path: string, force: boolean): Promise<boolean> {
  try {
    decodeModel(await readBytes(target), path);
    return false;
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    if (error.code === "truncated" || error.code === "corrupt") return true;
    if (error.code === "not-found" || force) return false;
    const what = NOT_OURS[error.code];
    if (what === undefined) throw error;
    const message = `${path} ${what}, so it was not overwritten: choose another place with --model.`;
    throw new ModelFileError(error.code, message);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe waits until somebody writes to it.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await file.stat();
    if (stat.isDirectory()) {
      throw new ModelFileError(
        "foreign",
        `${path} is a folder, not a model file: give the path of the file.`,
      );
    }
    if (!stat.isFile()) throw new ModelFileError("foreign", `${path} is not a regular file.`);
    const head = new Uint8Array(16);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    // A foreign file may be larger than memory.
    if (!startsLikeModel(head.subarray(0, bytesRead))) return head;
    const bytes = new Uint8Array(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, Math.min(bytes.length - length, 2 ** 30), length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } catch (error) {
    throw error instanceof ModelFileError ? error : readFailure(path, error);
  } finally {
    await file?.close();
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    // One call may write less than asked: the system's limit is near 2 GiB, and a disk may be nearly full.
    written += (await file.write(bytes, written, Math.min(bytes.length - written, 2 ** 30))).bytesWritten;
  }
}

/** Removes what a run that was killed while it wrote left behind. A younger file may be one that is being written now. */
async function removeStale(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => /^\.sdlgm-[0-9a-f]{12}\.tmp$/.test(name))) {
    const file = join(folder, name);
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await unlink(file).catch(() => {});
  }
}

/** So that the new name outlives a power cut. Not every system can do that to a folder, and the file is whole either way. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch {
    // See above.
  } finally {
    await handle?.close();
  }
}
