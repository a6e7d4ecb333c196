import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type JsonRecord, readJsonRecord } from "./jsonRecord.ts";
import { cannotRead, SourceError, systemCode } from "./sourceError.ts";

export interface JsonLinesOptions {
  /** Longer lines are left out. Default 16 MiB. */
  readonly maxLineBytes?: number | undefined;
  /** Limit of the file's size, unpacked. Default 4 GiB. */
  readonly maxTotalBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the number of records read so far. */
  readonly onProgress?: ((count: number) => void) | undefined;
}

export interface LineProblem {
  /** From 1. */
  readonly line: number;
  /** A clause that says what is wrong, without a full stop. */
  readonly reason: string;
}

export interface JsonLines {
  readonly records: readonly JsonRecord[];
  /** The first 20 bad lines; a bad line has no record. */
  readonly problems: readonly LineProblem[];
  /** How many lines were bad in all. */
  readonly badLines: number;
  /** Size, unpacked. */
  readonly bytes: number;
}

const MAX_PROBLEMS = 20;
const LINE_FEED = 10;

/**
 * Reads a JSON Lines file, packed with gzip or not (told by its first bytes), holding one line at a time.
 * Blank lines are passed over. All lines are of the kind of the first good one: text or features.
 *
 * @throws SourceError when the file cannot be read, is cut off or damaged, or unpacks to more than the limit
 */
export async function readJsonLines(path: string, options: JsonLinesOptions = {}): Promise<JsonLines> {
  const { maxLineBytes = 16 * 2 ** 20, maxTotalBytes = 4 * 2 ** 30, signal, onProgress } = options;
  const records: JsonRecord[] = [];
  const problems: LineProblem[] = [];
  let badLines = 0;
  let bytes = 0;
  const decoder = new TextDecoder("utf-8", { fatal: true });

  const takeLine = (line: Buffer | undefined, number: number): void => {
    const reason = line === undefined ? `it is longer than ${maxLineBytes} bytes` : takeRecord(line, number);
    if (reason === undefined) return;
    badLines++;
    if (problems.length < MAX_PROBLEMS) problems.push({ line: number, reason });
  };

  const takeRecord = (line: Buffer, number: number): string | undefined => {
    let text: string;
    try {
      text = decoder.decode(line);
    } catch {
      return "it is not valid UTF-8";
    }
    if (text.trim() === "") return undefined;
    const read = readJsonRecord(text, number);
    if (read.reason !== undefined) return read.reason;
    const first = records[0];
    if (first !== undefined && (first.text === undefined) !== (read.record.text === undefined)) {
      return `it has ${read.record.text === undefined ? "features" : "a text"}, unlike the lines before`;
    }
    records.push(read.record);
    if (records.length % 1000 === 0) onProgress?.(records.length);
    return undefined;
  };

  const lines = new LineSplitter(maxLineBytes, takeLine);
  try {
    for await (const chunk of await openUnpacked(path, signal)) {
      // The stream of a small packed file has ended long before its lines have.
      signal?.throwIfAborted();
      bytes += chunk.length;
      if (bytes > maxTotalBytes) {
        throw new SourceError(`${path} has more than ${maxTotalBytes} bytes: split it into smaller files.`);
      }
      lines.push(chunk);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw streamError(path, error);
  }
  lines.end();
  onProgress?.(records.length);
  return { records, problems, badLines, bytes };
}

/** Cuts a stream of chunks at line feeds. `take` gets the line without its line feed, or undefined if it is too long. */
class LineSplitter {
  readonly #maxLineBytes: number;
  readonly #take: (line: Buffer | undefined, number: number) => void;
  #parts: Buffer[] = [];
  #length = 0;
  #number = 0;

  constructor(maxLineBytes: number, take: (line: Buffer | undefined, number: number) => void) {
    this.#maxLineBytes = maxLineBytes;
    this.#take = take;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#add(chunk.subarray(start, end));
      this.#finish();
      start = end + 1;
    }
    this.#add(chunk.subarray(start));
  }

  end(): void {
    if (this.#length > 0) this.#finish();
  }

  #add(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > this.#maxLineBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  #finish(): void {
    const tooLong = this.#length > this.#maxLineBytes;
    const line = this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    this.#take(tooLong ? undefined : line, ++this.#number);
  }
}

async function openUnpacked(path: string, signal: AbortSignal | undefined): Promise<AsyncIterable<Buffer>> {
  // Asked before opening: opening a named pipe waits until somebody writes to it.
  if (!(await stat(path)).isFile()) throw new SourceError(`${path} is not a file: give a .jsonl file.`);
  const head = Buffer.alloc(2);
  const handle = await open(path, "r");
  try {
    await handle.read(head, 0, 2, 0);
  } finally {
    await handle.close();
  }
  const file = createReadStream(path, {
    ...(signal === undefined ? {} : { signal }),
    highWaterMark: 1 << 18,
  });
  const isPacked = head[0] === 0x1f && head[1] === 0x8b;
  if (!isPacked && path.toLowerCase().endsWith(".gz")) {
    file.destroy();
    throw new SourceError(`${path} is not a gzip file: pack it again or take ".gz" off its name.`);
  }
  return isPacked ? unpacked(file) : file;
}

function unpacked(file: Readable): Readable {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // `pipe` alone would leave the reader waiting when the file fails.
  file.on("error", (error) => gunzip.destroy(error));
  gunzip.on("close", () => file.destroy());
  return file.pipe(gunzip);
}

function streamError(path: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  switch (systemCode(error)) {
    case "Z_BUF_ERROR":
      return new SourceError(`${path} is cut off: copy or pack it again.`);
    case "Z_DATA_ERROR":
      return new SourceError(`${path} is damaged: copy or pack it again.`);
    default:
      return cannotRead(path, error);
  }
}
