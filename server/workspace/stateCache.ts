import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Breath } from "./breath.ts";
import { type CacheFormat, cacheLineOf, stateOfCacheLine } from "./cachedState.ts";
import type { FileState } from "./fileState.ts";

/** A cache larger than this is none of ours; what does not fit is left out. */
const MAX_BYTES = 2 ** 29;
/** Of its lines: each unit takes three bytes at most. */
const MAX_UNITS = (MAX_BYTES - 2 ** 10) / 3;
const CHUNK = 2 ** 16;
/** Nothing of this kind takes so long to write. */
const STALE_MS = 3_600_000;
const LINE_FEED = 10;

interface Header {
  readonly format: string;
  readonly version: number;
  /** A digest of all that the readings hang on besides the files. */
  readonly key: string;
  /** How many lines follow. */
  readonly files: number;
}

/**
 * What the last run found out about the files of a folder, in a file of its own: a header and a line of JSON for each file. It can always
 * be made again, so whatever is wrong with it, it is simply not used.
 */
export class StateCache<Reading> {
  readonly #file: string;
  readonly #format: CacheFormat<Reading>;
  readonly #key: string;
  readonly #breath: Breath;

  /** @param hangsOn what else the states hang on, such as the folder and the options of reading */
  constructor(file: string, format: CacheFormat<Reading>, hangsOn: readonly unknown[], breath: Breath) {
    this.#file = file;
    this.#format = format;
    this.#key = createHash("sha256").update(JSON.stringify(hangsOn)).digest("base64");
    this.#breath = breath;
  }

  /** The states by path; none where there is no cache that can be used. A line that cannot be right is passed over. Never throws. */
  async read(signal?: AbortSignal): Promise<Map<string, FileState<Reading>>> {
    const states = new Map<string, FileState<Reading>>();
    let handle: FileHandle | undefined;
    try {
      // Without O_NONBLOCK, opening a named pipe waits until somebody writes to it.
      handle = await open(this.#file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      const found = await handle.stat();
      if (!found.isFile() || found.size > MAX_BYTES) return new Map();
      let header: Header | undefined;
      let count = 0;
      for await (const line of linesOf(handle, found.size)) {
        if (signal?.aborted) return new Map();
        await this.#breath.pause();
        if (header === undefined) {
          header = this.#headerOf(line);
          if (header === undefined) return new Map();
          continue;
        }
        count++;
        const state = stateOfCacheLine(line, this.#format);
        if (state !== undefined) states.set(state.path, state);
      }
      return header?.files === count ? states : new Map();
    } catch {
      return new Map();
    } finally {
      await handle?.close().catch(() => {});
    }
  }

  /**
   * Writes the states as a whole or not at all: into a new file beside the old one, which then takes its name. Missing folders are made.
   *
   * @throws the error of the file system
   */
  async write(states: Iterable<FileState<Reading>>): Promise<void> {
    const lines: string[] = [];
    let units = 0;
    for (const state of states) {
      await this.#breath.pause();
      const line = cacheLineOf(state, this.#format);
      if (line === undefined || units + line.length > MAX_UNITS) continue;
      units += line.length + 1;
      lines.push(line);
    }
    const { name, version } = this.#format;
    const header: Header = { format: name, version, key: this.#key, files: lines.length };
    const folder = dirname(this.#file);
    await mkdir(folder, { recursive: true });
    await this.#removeStale(folder);
    const temporary = `${this.#file}.${randomBytes(6).toString("hex")}.tmp`;
    // What documents are about is nobody else's business.
    const handle = await open(temporary, "wx", 0o600);
    try {
      try {
        await this.#writeLines(handle, [JSON.stringify(header), ...lines]);
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#file);
    } catch (error) {
      await unlink(temporary).catch(() => {});
      throw error;
    }
  }

  #headerOf(line: string): Header | undefined {
    const header = JSON.parse(line) as Partial<Header> | null;
    const { name, version } = this.#format;
    const isOurs = header?.format === name && header.version === version && header.key === this.#key;
    return isOurs ? (header as Header) : undefined;
  }

  async #writeLines(handle: FileHandle, lines: readonly string[]): Promise<void> {
    let chunk = "";
    for (const [index, line] of lines.entries()) {
      chunk += `${line}\n`;
      if (chunk.length < CHUNK && index < lines.length - 1) continue;
      await handle.appendFile(chunk);
      chunk = "";
      await this.#breath.pause();
    }
  }

  /** Removes what a run that was killed while it wrote left behind. A younger file may be one that is being written now. */
  async #removeStale(folder: string): Promise<void> {
    const begin = `${basename(this.#file)}.`;
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((name) => name.startsWith(begin) && /\.[0-9a-f]{12}\.tmp$/.test(name))) {
      const file = join(folder, name);
      const age = await stat(file).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > STALE_MS) await unlink(file).catch(() => {});
    }
  }
}

/** The lines of a file that end with a line feed, and nothing of one that does not. */
async function* linesOf(handle: FileHandle, size: number): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for (let read = 0; read <= size; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK);
    if (bytesRead === 0) return;
    read += bytesRead;
    rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, start)) {
      yield rest.toString("utf8", start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}
