import { DEFAULT_READ_OPTIONS } from "../documents/read.ts";
import { Breath } from "./breath.ts";
import { PROSE_FORMAT } from "./cachedProse.ts";
import { type FileState, isLasting } from "./fileState.ts";
import { folderDocuments } from "./folderDocuments.ts";
import type { FolderReadOptions } from "./folderReading.ts";
import { MAX_FILE_BYTES, MAX_FILES, surveyFolder } from "./folderSurvey.ts";
import { type ProseReading, type ReadDocument, readProse } from "./proseReading.ts";
import { readText } from "./readText.ts";
import { StateCache } from "./stateCache.ts";
import { byPath, type SkippedFile } from "./walk.ts";

export interface FolderProseOptions {
  readonly reading?: FolderReadOptions | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly maxFileBytes?: number | undefined;
  readonly maxFiles?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called after each file with the number of files done so far and with that of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Where what was read is kept for the next time: an absolute path outside of the documents. Without it nothing is kept. */
  readonly cacheFile?: string | undefined;
  /** What else the cache hangs on: the version of the program. */
  readonly cacheKey?: string | undefined;
  /** The time in ms since 1970: a file that has just been changed is not trusted to keep its time when it changes again. */
  readonly now?: (() => number) | undefined;
}

export interface FolderProse {
  /** By path. */
  readonly documents: readonly ReadDocument[];
  /** By path. */
  readonly skipped: readonly SkippedFile[];
  readonly ignored: number;
  readonly truncated: boolean;
  readonly inlineTagsIgnored: number;
  /** How many files were read, now or the last time, and how large they are together. */
  readonly files: number;
  readonly bytes: number;
  /** Keeps what was read for the next time, where there is a place for it and enough of it is new. Never throws. */
  readonly keep: () => Promise<void>;
}

/** The cache is written anew when so much of the folder was read anew: writing all of it costs as much as reading some of it. */
const WORTH_WRITING = 1 / 20;

/**
 * Reads the documents of a folder to learn from them; what the cache knows and is unchanged is not read again.
 *
 * @param isWanted asked for each file, by its real place
 * @throws SourceError when `root` itself cannot be read; the reason of `signal` when aborted
 */
export async function readFolder(
  root: string,
  isWanted: (absolute: string) => boolean,
  options: FolderProseOptions = {},
): Promise<FolderProse> {
  const { reading = DEFAULT_READ_OPTIONS, exclude = [], signal, onProgress } = options;
  const {
    maxFileBytes = MAX_FILE_BYTES,
    maxFiles = MAX_FILES,
    cacheFile,
    cacheKey,
    now = Date.now,
  } = options;
  const breath = new Breath();
  const hangsOn = [reading.tagKeys, reading.inlineTags, maxFileBytes, cacheKey];
  const cache =
    cacheFile === undefined ? undefined : new StateCache(cacheFile, PROSE_FORMAT, hangsOn, breath);
  const known = (await cache?.read(signal)) ?? new Map<string, FileState<ProseReading>>();
  const read = (path: string, text: string, before: ProseReading | undefined): ProseReading =>
    readProse(path, text, reading, before);
  const survey = await surveyFolder(root, known, () => "stamp", {
    ...{ read, maxFileBytes, maxFiles, exclude, now, breath, signal, onProgress },
  });
  const states = [...survey.states.values()];
  const texts = states.filter(({ reading: read }) => read !== undefined);
  const textOf = async (path: string): Promise<string | undefined> => {
    const again = await readText(survey.states.get(path)!.absolute, maxFileBytes);
    return again.reason === undefined ? again.text : undefined;
  };
  const { documents, inlineTagsIgnored } = await folderDocuments(
    texts.filter(({ absolute }) => isWanted(absolute)).map(({ reading: read }) => read!),
    reading,
    textOf,
  );
  const unread = states.flatMap(({ path, skipped }) =>
    skipped === undefined ? [] : { path, reason: skipped },
  );
  return {
    ...{ documents, inlineTagsIgnored },
    skipped: [...survey.skipped, ...unread].sort(byPath),
    ignored: survey.ignored,
    truncated: survey.truncated,
    files: texts.length,
    bytes: sizeOf(texts),
    async keep() {
      // Only time is lost where it cannot be written.
      if (cache !== undefined && isWorthWriting(states, known)) await cache.write(states).catch(() => {});
    },
  };
}

function isWorthWriting(
  states: readonly FileState<ProseReading>[],
  known: ReadonlyMap<string, FileState<ProseReading>>,
): boolean {
  const lasting = states.filter((state) => state.settled && isLasting(state));
  // What was read has a stamp of its own.
  const fresh = lasting.filter(({ path, stamp }) => known.get(path)?.stamp !== stamp);
  return fresh.length > 0 && sizeOf(fresh) >= WORTH_WRITING * sizeOf(lasting);
}

function sizeOf(states: readonly FileState<ProseReading>[]): number {
  return states.reduce((sum, { stamp }) => sum + (stamp?.size ?? 0), 0);
}
