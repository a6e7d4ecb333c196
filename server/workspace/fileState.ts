import { type Stats, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import type { Breath } from "./breath.ts";
import type { FileReading } from "./fileReading.ts";
import type { Pace } from "./pace.ts";
import { readText, readTextNow, type SkipReason, skipReasonOf } from "./readText.ts";
import type { FoundFile } from "./walk.ts";

/** What a file system says of a file; a file whose stamp is the same has the same text, if its state is settled. Times in ms. */
export interface FileStamp {
  readonly size: number;
  readonly modified: number;
  /** When the file or what is said of it was last changed. */
  readonly changed: number;
  readonly inode: number;
}

/** A file of the folder as it was when it was last read: with a reading, or with the reason why there is none. */
export interface FileState<Reading = FileReading> extends FoundFile {
  readonly stamp: FileStamp | undefined;
  /**
   * Whether any later change shows in the stamp. Clocks of file systems tick slowly: a file that is written twice in one tick, and
   * read in between, keeps its stamp.
   */
  readonly settled: boolean;
  readonly reading?: Reading;
  readonly skipped?: SkipReason;
}

export interface StateOptions<Reading = FileReading> {
  /** What is kept of a text; `known` is what was kept of an earlier version of it. */
  readonly read: (path: string, text: string, known: Reading | undefined) => Reading;
  readonly maxFileBytes: number;
  /** The time in ms since 1970. */
  readonly now: () => number;
  readonly breath: Breath;
  readonly pace: Pace;
}

/** The slowest clock is that of FAT. */
const TICK_MS = 2000;

/** Reads a file. Never throws. */
export async function readState<Reading>(
  { path, absolute }: FoundFile,
  { read: readingOf, maxFileBytes, now, breath, pace }: StateOptions<Reading>,
  known?: FileState<Reading>,
): Promise<FileState<Reading>> {
  const started = now();
  let stamp: FileStamp;
  try {
    // Before the text is read: a change in between shows the next time.
    stamp = await stampOf(absolute, pace);
  } catch (error) {
    return { path, absolute, stamp: undefined, settled: false, skipped: skipReasonOf(error, path) };
  }
  const settled = [stamp.modified, stamp.changed].every((time) => Math.abs(started - time) > TICK_MS);
  const read = pace.isQuick
    ? pace.timed(() => readTextNow(absolute, maxFileBytes))
    : await readText(absolute, maxFileBytes);
  if (read.reason !== undefined) return { path, absolute, stamp, settled, skipped: read.reason };
  await breath.pause();
  return { path, absolute, stamp, settled, reading: readingOf(path, read.text, known?.reading) };
}

/** Whether the file still is as `known` says, judged by its stamp. */
export async function isAsKnown(
  { absolute }: FoundFile,
  known: FileState<unknown>,
  pace: Pace,
): Promise<boolean> {
  if (!known.settled || known.stamp === undefined || !isLasting(known)) return false;
  try {
    const stamp = await stampOf(absolute, pace);
    return (Object.keys(stamp) as (keyof FileStamp)[]).every((key) => stamp[key] === known.stamp?.[key]);
  } catch {
    return false;
  }
}

/** Whether a state hangs on the file alone: that it cannot be read may have other reasons, which pass. */
export function isLasting({ skipped }: Pick<FileState, "skipped">): boolean {
  return skipped !== "unreadable" && skipped !== "vanished";
}

function stampOf(absolute: string, pace: Pace): FileStamp | Promise<FileStamp> {
  const stampFrom = ({ size, mtimeMs, ctimeMs, ino }: Stats): FileStamp => {
    return { size, modified: mtimeMs, changed: ctimeMs, inode: ino };
  };
  return pace.isQuick ? stampFrom(pace.timed(() => statSync(absolute))) : stat(absolute).then(stampFrom);
}
