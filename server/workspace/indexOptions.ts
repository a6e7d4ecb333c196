import type { FolderReadOptions } from "./folderReading.ts";

export interface IndexOptions {
  /** How documents are read, e.g. which fields hold tags. */
  readonly reading?: FolderReadOptions | undefined;
  /** Glob patterns of what is left out besides, as in the setting `files.exclude` of VS Code. */
  readonly exclude?: readonly string[] | undefined;
  /** Larger files are not read, larger texts of open editors not taken. Default 2 MiB. */
  readonly maxFileBytes?: number | undefined;
  /** Default 200,000. */
  readonly maxFiles?: number | undefined;
  /** Where to remember what was found, an absolute path outside of the documents. Without it nothing is remembered. */
  readonly cacheFile?: string | undefined;
  /** What else the cache hangs on: the version of the program. */
  readonly cacheKey?: string | undefined;
  /** Stops the opening. */
  readonly signal?: AbortSignal | undefined;
  /** Called while opening, after each file, with the number of files done so far and with that of all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Called with one sentence for the user when what was found cannot be remembered. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** The time in ms since 1970: a file that has just been changed is not trusted to keep its time when it changes again. */
  readonly now?: (() => number) | undefined;
}
