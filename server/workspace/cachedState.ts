import type { FileStamp, FileState } from "./fileState.ts";
import type { SkipReason } from "./readText.ts";

/** How readings of one kind are kept in a cache. */
export interface CacheFormat<Reading> {
  readonly name: string;
  /** Of what is packed, and of what is read out of a text; a cache of another version is not used. */
  readonly version: number;
  /** As values of JSON: a list. */
  packed(reading: Reading): readonly unknown[];
  /** The value may be anything: undefined for what cannot be a reading. */
  unpacked(value: unknown, path: string): Reading | undefined;
}

/** What hangs on the file alone and may therefore be remembered. */
const SKIP_REASONS: readonly SkipReason[] = ["too-large", "binary", "not-utf8"];

/** One line of the cache for one file; undefined for a state that the next start should not rely on. */
export function cacheLineOf<Reading>(
  { path, stamp, settled, reading, skipped }: FileState<Reading>,
  format: CacheFormat<Reading>,
): string | undefined {
  if (!settled || stamp === undefined) return undefined;
  if (skipped !== undefined && !SKIP_REASONS.includes(skipped)) return undefined;
  const { size, modified, changed, inode } = stamp;
  const outcome = reading === undefined ? skipped : format.packed(reading);
  return JSON.stringify([path, size, modified, changed, inode, outcome]);
}

/** The state that a line stands for, without the file's place. The line may hold anything: undefined for what cannot be one. */
export function stateOfCacheLine<Reading>(
  line: string,
  format: CacheFormat<Reading>,
): FileState<Reading> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length !== 6 || typeof value[0] !== "string") return undefined;
  const [path, size, modified, changed, inode, outcome] = value;
  const stamp: FileStamp = { size, modified, changed, inode };
  if (!Object.values(stamp).every(Number.isFinite)) return undefined;
  const state = { path, absolute: "", stamp, settled: true };
  if (SKIP_REASONS.includes(outcome)) return { ...state, skipped: outcome };
  const reading = format.unpacked(outcome, path);
  return reading && { ...state, reading };
}
