import { Breath } from "../../../server/workspace/breath.ts";
import { MAX_FILE_BYTES, MAX_FILES, surveyFolder } from "../../../server/workspace/folderSurvey.ts";
import { byPath, type SkippedFile } from "../../../server/workspace/walk.ts";

export interface ScanOptions {
  readonly maxFileBytes?: number;
  readonly maxFiles?: number;
  readonly exclude?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (count: number) => void;
}

export interface ScanResult {
  readonly files: readonly { readonly path: string; readonly absolute: string; readonly text: string }[];
  readonly skipped: readonly SkippedFile[];
  readonly ignored: number;
  readonly truncated: boolean;
  readonly bytes: number;
}

/** The texts that a survey of a folder reads. */
export async function scanFolder(root: string, options: ScanOptions = {}): Promise<ScanResult> {
  const { maxFileBytes = MAX_FILE_BYTES, maxFiles = MAX_FILES, exclude = [], signal, onProgress } = options;
  const survey = await surveyFolder<string>(root, new Map(), () => "none", {
    read: (_, text) => text,
    now: Date.now,
    breath: new Breath(),
    ...{ maxFileBytes, maxFiles, exclude, signal, onProgress },
  });
  const states = [...survey.states.values()];
  const unread = states.flatMap(({ path, skipped }) =>
    skipped === undefined ? [] : { path, reason: skipped },
  );
  const read = states.filter(({ reading }) => reading !== undefined);
  return {
    files: read.map(({ path, absolute, reading }) => ({ path, absolute, text: reading! })),
    skipped: [...survey.skipped, ...unread].sort(byPath),
    ignored: survey.ignored,
    truncated: survey.truncated,
    bytes: read.reduce((sum, { stamp }) => sum + stamp!.size, 0),
  };
}
