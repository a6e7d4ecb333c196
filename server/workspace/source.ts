import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Prose } from "../documents/document.ts";
import { DEFAULT_READ_OPTIONS } from "../documents/read.ts";
import { readFolder } from "./folderProse.ts";
import type { FolderReadOptions } from "./folderReading.ts";
import { readJsonLines } from "./jsonLines.ts";
import type { JsonRecord, SparseRow } from "./jsonRecord.ts";
import { scanNodeModules } from "./npmPackages.ts";
import { documentFrom, type ReadDocument, type ReadProblem } from "./proseReading.ts";
import { cannotRead, SourceError } from "./sourceError.ts";
import { isNodeModules, type SkippedFile } from "./walk.ts";

export interface SourceOptions {
  /** How documents are read, e.g. which fields hold tags. */
  readonly reading?: FolderReadOptions | undefined;
  /** Glob patterns of what is left out of each folder besides, as in the setting `files.exclude` of VS Code. */
  readonly exclude?: readonly string[] | undefined;
  /** Larger files of a folder are not read. Default 2 MiB. */
  readonly maxFileBytes?: number | undefined;
  /** Of each folder. Default 200,000. */
  readonly maxFiles?: number | undefined;
  /** Of each JSON Lines file, unpacked. Default 4 GiB. */
  readonly maxJsonLinesBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /**
   * Where what was read of a folder, given by where it really is, is kept for the next time: an absolute path outside of the documents.
   * Where there is none nothing is kept.
   */
  readonly cacheFileOf?: ((folder: string) => string | undefined) | undefined;
  /** What else a cache hangs on: the version of the program. */
  readonly cacheKey?: string | undefined;
  /** Called now and then with the number of files, packages and records read so far, over all PATHs. */
  readonly onProgress?: ((count: number) => void) | undefined;
}

/** One document, from a file of a folder or from a line of a JSON Lines file. */
export interface SourceDocument {
  /** The PATH it came from, as given. */
  readonly root: string;
  /** Relative to `root` with forward slashes for a file, otherwise the id of the line. */
  readonly id: string;
  readonly isFile: boolean;
  readonly prose: Prose;
  /** The names of its tags as written, each once, in order. */
  readonly tags: readonly string[];
  /** What is wrong inside of it. */
  readonly problems: readonly ReadProblem[];
  /** Whether it has a field for tags with nothing in it: its author wants none. */
  readonly isLeftUntagged: boolean;
}

/** One line of a JSON Lines file that has features instead of a text. */
export interface SourceVector {
  readonly root: string;
  readonly id: string;
  readonly features: SparseRow;
  readonly tags: readonly string[];
}

export interface SourceReport {
  /** Files and folders that were left out, `path` relative to `root`. */
  readonly skipped: readonly (SkippedFile & { readonly root: string })[];
  /** What is wrong with lines of JSON Lines files, in sentences: at most 20 for each file, then how many more. */
  readonly problems: readonly string[];
  /** How many files and folders the ignore files and `exclude` left out. */
  readonly ignored: number;
  /** The folders that have more files than `maxFiles`. */
  readonly truncated: readonly string[];
  /** How many documents have a `#word` that was taken for prose, because tags are not written so in their folder. */
  readonly inlineTagsIgnored: number;
  /** What was read, unpacked. */
  readonly bytes: number;
  readonly seconds: number;
  /** Keeps what was read of folders for the next time, see `cacheFileOf`. Never throws. */
  readonly keep: () => Promise<void>;
}

/** What all the PATHs together hold: documents with words, or ready-made features; never both. */
export type Source =
  | ({ readonly kind: "documents"; readonly documents: readonly SourceDocument[] } & SourceReport)
  | ({ readonly kind: "features"; readonly vectors: readonly SourceVector[] } & SourceReport);

/**
 * Reads every PATH: a folder of documents, a `node_modules` folder (its packages are the documents), or a
 * `.jsonl`/`.jsonl.gz` file. A file that lies in two of the folders counts for the first one only.
 *
 * @throws SourceError when a PATH cannot be used; the reason of `signal` when aborted
 */
export async function openSources(paths: readonly string[], options: SourceOptions = {}): Promise<Source> {
  if (paths.length === 0) throw new SourceError("Nothing to read: give a folder or a .jsonl file.");
  const started = performance.now();
  const reading = new Reading(options);
  for (const path of paths) {
    options.signal?.throwIfAborted();
    await reading.add(path);
  }
  return reading.result((performance.now() - started) / 1000);
}

class Reading {
  readonly #options: SourceOptions;
  readonly #documents: SourceDocument[] = [];
  readonly #vectors: SourceVector[] = [];
  readonly #skipped: (SkippedFile & { readonly root: string })[] = [];
  readonly #problems: string[] = [];
  readonly #truncated: string[] = [];
  /** Where the files read so far really are. */
  readonly #seen = new Set<string>();
  /** The first PATH that had anything in it. */
  #first: string | undefined;
  readonly #keeps: (() => Promise<void>)[] = [];
  #lastTurn = performance.now();
  #ignored = 0;
  #inlineTagsIgnored = 0;
  #bytes = 0;
  #count = 0;

  constructor(options: SourceOptions) {
    this.#options = options;
  }

  async add(path: string): Promise<void> {
    const found = await stat(path).catch((error) => {
      throw cannotRead(path, error);
    });
    if (found.isDirectory()) {
      await (isNodeModules(await realpath(path)) ? this.#addPackages(path) : this.#addFolder(path));
    } else if (/\.jsonl(\.gz)?$/i.test(path)) await this.#addJsonLines(path);
    else {
      throw new SourceError(
        `${path} is neither a folder nor a .jsonl or .jsonl.gz file: give the folder that it is in.`,
      );
    }
    if (this.#documents.length > 0 && this.#vectors.length > 0) {
      throw new SourceError(
        `${path} cannot be read together with ${this.#first}: one has texts, the other has features, so read them one by one.`,
      );
    }
    if (this.#documents.length + this.#vectors.length > 0) this.#first ??= path;
  }

  result(seconds: number): Source {
    const report = {
      skipped: this.#skipped,
      problems: this.#problems,
      ignored: this.#ignored,
      truncated: this.#truncated,
      inlineTagsIgnored: this.#inlineTagsIgnored,
      bytes: this.#bytes,
      seconds,
      keep: async () => {
        for (const keep of this.#keeps) await keep();
      },
    };
    return this.#vectors.length > 0
      ? { kind: "features", vectors: this.#vectors, ...report }
      : { kind: "documents", documents: this.#documents, ...report };
  }

  async #addFolder(root: string): Promise<void> {
    const { reading, maxFileBytes, maxFiles, exclude, cacheFileOf, cacheKey } = this.#options;
    const cacheFile = cacheFileOf?.(await realpath(root));
    const found = await readFolder(root, (absolute) => this.#isNew(absolute), {
      ...{ reading, maxFileBytes, maxFiles, exclude, cacheFile, cacheKey },
      ...this.#progress(),
    });
    for (const document of found.documents) this.#addDocument(root, document);
    this.#inlineTagsIgnored += found.inlineTagsIgnored;
    if (found.truncated) this.#truncated.push(root);
    this.#ignored += found.ignored;
    this.#keeps.push(found.keep);
    this.#finish(root, found.files, found);
  }

  async #addPackages(root: string): Promise<void> {
    const { maxFileBytes } = this.#options;
    const scan = await scanNodeModules(root, { maxFileBytes, ...this.#progress() });
    const real = await realpath(root);
    for (const { path, text, readme } of scan.packages) {
      await this.#breathe();
      if (!this.#isNew(join(real, path))) continue;
      const { reading = DEFAULT_READ_OPTIONS } = this.#options;
      const document = documentFrom(path, text, reading, readme === undefined ? {} : { readme });
      if (document !== undefined) this.#addDocument(root, document);
    }
    this.#finish(root, scan.packages.length, scan);
  }

  async #addJsonLines(root: string): Promise<void> {
    const real = await realpath(root);
    if (!this.#isNew(real)) return;
    const { maxJsonLinesBytes } = this.#options;
    const lines = await readJsonLines(root, { maxTotalBytes: maxJsonLinesBytes, ...this.#progress() });
    for (const record of lines.records) {
      const { id, tags, features } = record;
      if (features !== undefined) this.#vectors.push({ root, id, features, tags });
      else {
        const prose = proseOf(record);
        this.#documents.push({ root, id, isFile: false, prose, tags, problems: [], isLeftUntagged: false });
      }
    }
    for (const { line, reason } of lines.problems) {
      this.#problems.push(`Line ${line} of ${root} was left out: ${reason}.`);
    }
    const more = lines.badLines - lines.problems.length;
    if (more > 0)
      this.#problems.push(
        more === 1 ? `1 more line of ${root} was left out.` : `${more} more lines of ${root} were left out.`,
      );
    this.#finish(root, lines.records.length, { skipped: [], bytes: lines.bytes });
  }

  /** Whether the file that really is at `real` was not met before. */
  #isNew(real: string): boolean {
    if (this.#seen.has(real)) return false;
    this.#seen.add(real);
    return true;
  }

  #addDocument(root: string, { path, prose, tags: written, problems, isLeftUntagged }: ReadDocument): void {
    const tags = [...new Set(written.map((tag) => tag.name))];
    this.#documents.push({ root, id: path, isFile: true, prose, tags, problems, isLeftUntagged });
  }

  /** Lets others have their turn now and then: reading many documents takes seconds. */
  async #breathe(): Promise<void> {
    if (performance.now() - this.#lastTurn < 20) return;
    await nextTurn();
    this.#lastTurn = performance.now();
    this.#options.signal?.throwIfAborted();
  }

  #progress(): Pick<SourceOptions, "signal" | "onProgress"> {
    const { signal, onProgress } = this.#options;
    const before = this.#count;
    return { signal, onProgress: onProgress && ((count) => onProgress(before + count)) };
  }

  #finish(root: string, count: number, scan: { skipped: readonly SkippedFile[]; bytes: number }): void {
    this.#count += count;
    this.#bytes += scan.bytes;
    for (const skip of scan.skipped) this.#skipped.push({ root, ...skip });
  }
}

/** A line has a text without structure, so nothing in it is taken for markup. */
function proseOf({ title = "", text = "" }: JsonRecord): Prose {
  return { title, description: "", headings: [], body: text, fields: [] };
}
