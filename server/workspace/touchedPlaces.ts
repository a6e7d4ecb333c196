import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, sep } from "node:path";
import type { Survey } from "./folderSurvey.ts";
import { isDocumentPath } from "./folderSurvey.ts";
import { IGNORE_FILES } from "./ignoreRules.ts";
import type { FoundFile } from "./walk.ts";

/** Absolute paths of files and folders that were created, changed or deleted, as the index of one folder sees them. */
export class TouchedPlaces {
  readonly #root: string;
  readonly #places: readonly string[];

  constructor(root: string, places: readonly string[]) {
    this.#root = root;
    this.#places = places;
  }

  /**
   * What has to be read again if nothing else can be different from what was last seen: known files that still are where they were.
   * Undefined where the list of files may be different.
   */
  async filesToRead(survey: Survey): Promise<FoundFile[] | undefined> {
    if (this.#places.length > MOST_ONE_BY_ONE) return undefined;
    const files: FoundFile[] = [];
    const folders = new FoldersOf(survey);
    for (const place of this.#places) {
      const path = pathBelow(this.#root, survey.realRoot, place);
      const known = path === undefined ? undefined : survey.states.get(path);
      if (known !== undefined && (await isWhereItWas(place, known))) files.push(known);
      else if (await this.#mayChangeList(place, path, survey, folders)) return undefined;
    }
    return files;
  }

  /** Whether a file, or a folder that it lies in, was touched, under whatever name. */
  async covering(): Promise<(file: FoundFile) => boolean> {
    const touched = new Set<string>();
    for (const place of this.#places) touched.add(await realpath(place).catch(() => place));
    return ({ absolute }) => isIn(touched, absolute);
  }

  async #mayChangeList(
    place: string,
    path: string | undefined,
    survey: Survey,
    folders: FoldersOf,
  ): Promise<boolean> {
    if (holdsRules(place) || survey.hasLinks) return true;
    if (path === undefined || path === "") {
      return isAbove(place, this.#root) || isAbove(place, survey.realRoot);
    }
    if (isDocumentPath(path) || folders.has(path)) return true;
    const found = await lstat(place).catch(() => undefined);
    return found !== undefined && !found.isFile();
  }
}

/** Where more than so many are touched, listing the folder anew costs less. */
const MOST_ONE_BY_ONE = 200;

/** The folders that something of a survey lies in. */
class FoldersOf {
  readonly #survey: Survey;
  #folders: Set<string> | undefined;

  constructor(survey: Survey) {
    this.#survey = survey;
  }

  has(path: string): boolean {
    this.#folders ??= foldersOf(this.#survey);
    return this.#folders.has(path);
  }
}

function foldersOf({ states, skipped }: Survey): Set<string> {
  const folders = new Set(skipped.map(({ path }) => path));
  for (const path of [...states.keys(), ...folders]) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** The path of a place relative to the folder, with forward slashes, empty for the folder itself; undefined outside of it. */
export function pathBelow(root: string, realRoot: string, place: string): string | undefined {
  return pathFrom(root, place) ?? pathFrom(realRoot, place);
}

function pathFrom(folder: string, place: string): string | undefined {
  const path = relative(folder, place);
  return path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path)
    ? undefined
    : path.replaceAll(sep, "/");
}

function isAbove(place: string, folder: string): boolean {
  return pathFrom(place, folder) !== undefined;
}

/** Whether a file is a regular one that is reached as before, so that no list can have changed. */
async function isWhereItWas(place: string, known: FoundFile): Promise<boolean> {
  try {
    return (await lstat(place)).isFile() && (await realpath(place)) === known.absolute;
  } catch {
    return false;
  }
}

/** Whether what is ignored hangs on this place. */
function holdsRules(place: string): boolean {
  return (
    IGNORE_FILES.includes(basename(place)) ||
    /(?:^|\/)\.git(?:\/info(?:\/exclude)?)?$/.test(place.replaceAll(sep, "/"))
  );
}

/** Whether a place or one of the folders that it lies in is in the set. */
function isIn(set: ReadonlySet<string>, place: string): boolean {
  for (let at = place; ; at = dirname(at)) {
    if (set.has(at)) return true;
    if (dirname(at) === at) return false;
  }
}
