import { type FileState, isAsKnown, isLasting, readState, type StateOptions } from "./fileState.ts";
import { Pace } from "./pace.ts";
import { isDocumentPath, READERS } from "./scan.ts";
import { type FoundFile, type FoundFiles, walkFolder } from "./walk.ts";

export interface SurveyOptions extends Omit<StateOptions, "pace"> {
  readonly maxFiles: number;
  readonly exclude: readonly string[];
  readonly signal?: AbortSignal | undefined;
  /** Called after each file with the number of files done so far, and with that of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What to do about a file that is known: take it as it was, if its stamp is the same or in any case, or read it. */
export type Trust = "stamp" | "blind" | "none";

/** The files of a folder that are texts or could have been. */
export interface Survey extends Omit<FoundFiles, "files"> {
  /** By path, sorted. */
  readonly states: ReadonlyMap<string, FileState>;
}

/**
 * Lists the files of a folder and reads those that are not known well enough. Holds few texts at a time.
 *
 * @throws SourceError when `root` itself cannot be read; the reason of `signal` when aborted
 */
export async function surveyFolder(
  root: string,
  known: ReadonlyMap<string, FileState>,
  trust: (file: FoundFile) => Trust,
  options: SurveyOptions,
): Promise<Survey> {
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
export async function statesOf(
  files: readonly FoundFile[],
  known: ReadonlyMap<string, FileState>,
  trust: (file: FoundFile) => Trust,
  options: SurveyOptions,
): Promise<Map<string, FileState>> {
  const { signal, onProgress, breath } = options;
  const pace = new Pace();
  const states = new Array<FileState>(files.length);
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
      states[index] = keeps ? placed(before, file) : await readState(file, { ...options, pace });
      onProgress?.(++done, files.length);
      await breath.pause();
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return new Map(states.map((state) => [state.path, state]));
}

async function isTrusted(file: FoundFile, known: FileState, trust: Trust, pace: Pace): Promise<boolean> {
  if (trust === "stamp") return isAsKnown(file, known, pace);
  return trust === "blind" && known.absolute === file.absolute && isLasting(known);
}

function placed(state: FileState, { absolute }: FoundFile): FileState {
  return state.absolute === absolute ? state : { ...state, absolute };
}
