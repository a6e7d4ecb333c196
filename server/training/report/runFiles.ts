import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, realpath, rename, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeGitignore } from "../../models/ownFolder.ts";
import type { RunReport } from "../../protocol.ts";
import { readText } from "../../workspace/readText.ts";
import { isRunReport } from "./runShape.ts";

/** So many reports are kept beside a model. */
const MOST_RUNS = 20;
/** Larger files are none of ours. */
const MOST_BYTES = 32 * 1024 * 1024;

const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z(-evaluation)?\.json$/;

/** A saved report: not read yet. */
export interface RunFile {
  readonly path: string;
  /** Changes with the file. */
  readonly stamp: string;
}

/**
 * Saves a report beside the model, in `.sdlgm/runs`, as a whole or not at all, and removes the oldest beyond 20; that on the last
 * training stays. Does nothing where the model lies in a folder of another name, which is the user's.
 *
 * @returns whether it was saved
 * @throws what the file system throws
 */
export async function writeRun(modelPath: string, report: RunReport): Promise<boolean> {
  const own = await ownFolderOf(modelPath);
  if (own === undefined) return false;
  const folder = join(own, "runs");
  await mkdir(folder, { recursive: true });
  // A link may lead anywhere.
  if (!(await lstat(folder)).isDirectory()) return false;
  await writeGitignore(own);
  // Beside the model, where the owner of a run that is ended by force looks for what it left.
  const temporary = join(own, `.sdlgm-${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, JSON.stringify(report), { flag: "wx" });
    await rename(temporary, join(folder, fileName(report)));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  const names = await namesIn(folder);
  const kept = new Set(newestRuns(names, isOfTraining));
  const old = names.filter((name) => !kept.has(name));
  await Promise.all(old.map((name) => unlink(join(folder, name)).catch(() => undefined)));
  return true;
}

/** Of runs, the newest first, those that are kept: 20, and among them the last training, whose report the sidebar lives on. */
export function newestRuns<Run>(runs: readonly Run[], isTraining: (run: Run) => boolean): Run[] {
  const newest = runs.slice(0, MOST_RUNS);
  if (newest.length === runs.length || newest.some(isTraining)) return newest;
  const training = runs.find(isTraining);
  return training === undefined ? newest : [...newest.slice(0, -1), training];
}

/** The reports that are saved beside a model, the newest first, at most 20. */
export async function runFiles(modelPath: string): Promise<RunFile[]> {
  const own = await ownFolderOf(modelPath);
  if (own === undefined) return [];
  const folder = join(own, "runs");
  const found: RunFile[] = [];
  for (const name of newestRuns(await namesIn(folder), isOfTraining)) {
    const path = join(folder, name);
    const file = await lstat(path).catch(() => undefined);
    if (file?.isFile()) found.push({ path, stamp: `${file.ino} ${file.size} ${file.mtimeMs}` });
  }
  return found;
}

/** A saved report; undefined where the file is gone, damaged, or was made by something else. Never throws. */
export async function readRun({ path }: RunFile): Promise<RunReport | undefined> {
  const file = await readText(path, MOST_BYTES);
  if (file.reason !== undefined) return undefined;
  try {
    const value: unknown = JSON.parse(file.text);
    return isRunReport(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The folder `.sdlgm` that the model lies in, or will lie in, without links; undefined for a folder of another name. */
async function ownFolderOf(modelPath: string): Promise<string | undefined> {
  const folder = dirname(await realpath(modelPath).catch(() => resolve(modelPath)));
  return basename(folder) === ".sdlgm" ? folder : undefined;
}

/** The kind stands in the name, so that nobody has to read twenty files to know which may go. */
function fileName({ created, kind }: RunReport): string {
  return `${created.replaceAll(":", "-")}${kind === "evaluation" ? "-evaluation" : ""}.json`;
}

function isOfTraining(name: string): boolean {
  return !name.endsWith("-evaluation.json");
}

/** The newest first. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => NAME.test(name))
    .sort()
    .reverse();
}
