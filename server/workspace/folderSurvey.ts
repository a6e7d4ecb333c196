import { formatOf } from "../documents/read.ts";
import type { FileReading } from "./fileReading.ts";
import { type FileState, isAsKnown, isLasting, readState, type StateOptions } from "./fileState.ts";
import { Pace } from "./pace.ts";
import { type FoundFile, type FoundFiles, walkFolder } from "./walk.ts";

export interface SurveyOptions<Reading = FileReading> extends Omit<StateOptions<Reading>, "pace"> {
  readonly maxFiles: number;
  readonly exclude: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Called after each file with the number of files done so far, and with that of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** More does not help: Node reads with four threads. */
const READERS = 16;
export const MAX_FILE_BYTES = 2 * 1024 * 1024;
export const MAX_FILES = 200_000;

/** What to do about a file that is known: take it as it was, if its stamp is the same or in any case, or read it. */
export type Trust = "stamp" | "blind" | "none";

/** The files of a folder that are texts or could have been. */
export interface Survey<Reading = FileReading> extends Omit<FoundFiles, "files"> {
  /** By path, sorted. */
  readonly states: ReadonlyMap<string, FileState<Reading>>;
}

/**
 * Lists the files of a folder and reads those that are not known well enough. Holds few texts at a time.
 *
 * @throws SourceError when `root` itself cannot be read; the reason of `signal` when aborted
 */
export async function surveyFolder<Reading>(
  root: string,
  known: ReadonlyMap<string, FileState<Reading>>,
  trust: (file: FoundFile) => Trust,
  options: SurveyOptions<Reading>,
): Promise<Survey<Reading>> {
  const { maxFiles, exclude, signal, breath } = options;
  const pause = () => breath.pause();
  const walk = await walkFolder(root, isDocumentPath, { maxFiles, exclude, signal, pause });
  return { ...walk, states: await statesOf(walk.files, known, trust, options) };
}

/** What there is to see where there is nothing. */
export function emptySurvey(realRoot: string): Survey {
  return { states: new Map(), skipped: [], ignored: 0, truncated: false, hasLinks: false, realRoot };
}

/** The states of some files, in their order. */
export async function statesOf<Reading>(
  files: readonly FoundFile[],
  known: ReadonlyMap<string, FileState<Reading>>,
  trust: (file: FoundFile) => Trust,
  options: SurveyOptions<Reading>,
): Promise<Map<string, FileState<Reading>>> {
  const { signal, onProgress, breath } = options;
  const pace = new Pace();
  const states = new Array<FileState<Reading>>(files.length);
  let next = 0;
  let done = 0;
  const reader = async (): Promise<void> => {
    while (next < files.length) {
      signal?.throwIfAborted();
      const index = next++;
      const file = files[index];
      const before = known.get(file.path);
      const keeps = before !== undefined && (await isTrusted(file, before, trust(file), pace));
      // The cache knows no places.
      states[index] = keeps ? placed(before, file) : await readState(file, { ...options, pace }, before);
      onProgress?.(++done, files.length);
      await breath.pause();
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return new Map(states.map((state) => [state.path, state]));
}

async function isTrusted(
  file: FoundFile,
  known: FileState<unknown>,
  trust: Trust,
  pace: Pace,
): Promise<boolean> {
  if (trust === "stamp") return isAsKnown(file, known, pace);
  return trust === "blind" && known.absolute === file.absolute && isLasting(known);
}

function placed<Reading>(state: FileState<Reading>, { absolute }: FoundFile): FileState<Reading> {
  return state.absolute === absolute ? state : { ...state, absolute };
}

/** Whether a path's name promises a document. */
export function isDocumentPath(path: string): boolean {
  return formatOf(path) !== undefined;
}
