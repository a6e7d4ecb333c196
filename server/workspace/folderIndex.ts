import { isAbsolute } from "node:path";
import { DEFAULT_READ_OPTIONS, type ReadOptions } from "../documents/read.ts";
import { Breath } from "./breath.ts";
import { INDEX_FORMAT } from "./cachedFacts.ts";
import { type FileReading, readFileText } from "./fileReading.ts";
import { type FileState, isLasting } from "./fileState.ts";
import type { FolderReadOptions } from "./folderReading.ts";
import {
  emptySurvey,
  MAX_FILE_BYTES,
  MAX_FILES,
  type Survey,
  type SurveyOptions,
  statesOf,
  surveyFolder,
  type Trust,
} from "./folderSurvey.ts";
import type { IndexedDocument } from "./indexEntry.ts";
import type { IndexOptions } from "./indexOptions.ts";
import { changeBetween, EMPTY_VIEW, type IndexChange, viewOf } from "./indexView.ts";
import { SourceError } from "./sourceError.ts";
import { StateCache } from "./stateCache.ts";
import { pathBelow, TouchedPlaces } from "./touchedPlaces.ts";
import { byPath, type FoundFile, type SkippedFile } from "./walk.ts";

export type { IndexedTag } from "./fileReading.ts";
export type { IndexedDocument } from "./indexEntry.ts";
export type { IndexOptions } from "./indexOptions.ts";
export type { IndexChange } from "./indexView.ts";

export interface RefreshOptions {
  /** Stops it; what was to be looked at is looked at the next time. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The documents of one folder and their tags, kept up to date. After any change that it was told of it is what a new index of the folder
 * would be: what is kept of a file hangs on that file alone, and what the files mean together is worked out anew each time.
 */
export class FolderIndex {
  /** As given. */
  readonly root: string;
  readonly #options: IndexOptions;
  readonly #reading: FolderReadOptions;
  readonly #survey: SurveyOptions;
  readonly #cache: StateCache<FileReading> | undefined;
  readonly #opened = new Map<string, FileReading | undefined>();
  #last: Survey;
  #view = EMPTY_VIEW;
  #problem: string | undefined;
  /** Told of, but not looked at, because that was stopped. */
  #unseen: readonly string[] = [];
  #hasUnsaved = false;
  /** Ends when everything that was asked for has been done. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(root: string, options: IndexOptions) {
    const { maxFileBytes = MAX_FILE_BYTES, maxFiles = MAX_FILES, cacheFile, cacheKey } = options;
    const { reading = DEFAULT_READ_OPTIONS, exclude = [], now = Date.now } = options;
    const breath = new Breath();
    this.root = root;
    this.#options = options;
    this.#reading = reading;
    const read = (path: string, text: string): FileReading => readFileText(path, text, reading);
    this.#survey = { read, exclude, maxFileBytes, maxFiles, now, breath };
    this.#last = emptySurvey(root);
    if (cacheFile !== undefined) {
      const hangsOn = [root, reading.tagKeys, reading.inlineTags, maxFileBytes, cacheKey];
      this.#cache = new StateCache(cacheFile, INDEX_FORMAT, hangsOn, breath);
    }
  }

  /**
   * Reads the folder; what the cache knows and is unchanged is not read again. Never holds up the event loop for longer than one document
   * takes.
   *
   * @throws SourceError when `root` itself cannot be read; the reason of `signal` when aborted
   */
  static async open(root: string, options: IndexOptions = {}): Promise<FolderIndex> {
    const { signal, onProgress } = options;
    const index = new FolderIndex(root, options);
    const known = (await index.#cache?.read(signal)) ?? new Map();
    const survey = await surveyFolder(root, known, () => "stamp", { ...index.#survey, signal, onProgress });
    index.#settle(survey, known);
    await index.#write();
    return index;
  }

  /** By path, sorted. Never changes: there is a new one after each change. */
  get documents(): ReadonlyMap<string, IndexedDocument> {
    return this.#view.documents;
  }

  /** Whether `#tag` in the prose counts in this folder. */
  get inlineTags(): boolean {
    return this.#view.inlineTags;
  }

  /** How a document of this folder is to be read, for `readDocument` and the edits of tags. */
  get readOptions(): ReadOptions {
    return { tagKeys: this.#reading.tagKeys, inlineTags: this.inlineTags };
  }

  /** Files and folders that were left out, by path. */
  get skipped(): readonly SkippedFile[] {
    const unread = [...this.#last.states.values()].flatMap(({ path, skipped: reason }) =>
      reason === undefined ? [] : { path, reason },
    );
    return [...this.#last.skipped, ...unread].sort(byPath);
  }

  /** How many files and folders the ignore files and `exclude` left out when the folder was last listed. */
  get ignored(): number {
    return this.#last.ignored;
  }

  /** Whether there are more than `maxFiles` files. */
  get truncated(): boolean {
    return this.#last.truncated;
  }

  /** One sentence for the user: why the folder, which could be read once, cannot be read any more. Its index is empty then. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /**
   * Looks at what has changed.
   *
   * @param places absolute paths of files and folders that were created, changed or deleted; of a renamed one both paths
   * @throws the reason of `signal` when aborted
   */
  refresh(places: readonly string[], { signal }: RefreshOptions = {}): Promise<IndexChange> {
    return this.#inTurn(async () => {
      const all = [...new Set([...this.#unseen, ...places])];
      this.#unseen = all;
      const change = await this.#refresh(all, "blind", signal);
      this.#unseen = [];
      return change;
    });
  }

  /**
   * Lists the folder anew and looks at the size and the times of every file.
   *
   * @throws the reason of `signal` when aborted
   */
  rescan({ signal }: RefreshOptions = {}): Promise<IndexChange> {
    return this.#inTurn(async () => {
      const change = await this.#refresh(this.#unseen, "stamp", signal);
      this.#unseen = [];
      await this.#write();
      return change;
    });
  }

  /**
   * Puts the text of an open editor in the place of a file's; without a text the file counts again. A text counts only while its file
   * does: not for one that is ignored, or is not there yet.
   *
   * @param path absolute, or relative to the folder with forward slashes
   */
  setOpen(path: string, text: string | undefined): IndexChange {
    const inside = isAbsolute(path) ? pathBelow(this.root, this.#last.realRoot, path) : path;
    if (inside === undefined) return changeBetween(this.#view, this.#view);
    if (text === undefined) this.#opened.delete(inside);
    else this.#opened.set(inside, this.#readingOf(inside, text));
    return this.#show();
  }

  /** Remembers what was found for the next start, unless nothing has changed. What goes wrong is told to `onWarning`. */
  save(): Promise<void> {
    return this.#inTurn(() => this.#write());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #refresh(places: readonly string[], others: Trust, signal?: AbortSignal): Promise<IndexChange> {
    const before = this.#last;
    const options = { ...this.#survey, signal };
    const touched = new TouchedPlaces(this.root, places);
    const files = others === "blind" ? await touched.filesToRead(before) : undefined;
    if (files !== undefined) {
      const states = new Map(before.states);
      const read = await statesOf(files, before.states, () => "none", options);
      for (const [path, state] of read) states.set(path, state);
      return this.#settle({ ...before, states }, before.states);
    }
    try {
      const isTouched = await touched.covering();
      const trust = (file: FoundFile): Trust => (isTouched(file) ? "none" : others);
      return this.#settle(await surveyFolder(this.root, before.states, trust, options), before.states);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return this.#settle(emptySurvey(before.realRoot), before.states, error.message);
    }
  }

  /** Takes over what was found; `known` is what was known of the files before. */
  #settle(survey: Survey, known: ReadonlyMap<string, FileState>, problem?: string): IndexChange {
    this.#last = survey;
    this.#problem = problem;
    this.#hasUnsaved ||= isWorthSaving(survey.states, known);
    return this.#show();
  }

  #show(): IndexChange {
    const before = this.#view;
    this.#view = viewOf(this.#last.states, this.#opened, this.#reading, before);
    return changeBetween(before, this.#view);
  }

  #readingOf(path: string, text: string): FileReading | undefined {
    const { maxFileBytes, read } = this.#survey;
    if (text.length > maxFileBytes || Buffer.byteLength(text) > maxFileBytes) return undefined;
    return read(path, text, undefined);
  }

  async #write(): Promise<void> {
    // A folder that has gone may come back.
    if (this.#cache === undefined || !this.#hasUnsaved || this.#problem !== undefined) return;
    try {
      await this.#cache.write(this.#last.states.values());
      this.#hasUnsaved = false;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const place = this.#options.cacheFile;
      this.#options.onWarning?.(
        `The index of ${this.root} cannot be kept in ${place}, so the next start takes longer: ${reason}.`,
      );
    }
  }
}

/** Whether a cache of `known` would make the next start read more than one of `states`. */
function isWorthSaving(
  states: ReadonlyMap<string, FileState>,
  known: ReadonlyMap<string, FileState>,
): boolean {
  for (const path of known.keys()) if (!states.has(path)) return true;
  for (const [path, state] of states) {
    // What was read has a stamp of its own.
    if (state.settled && isLasting(state) && known.get(path)?.stamp !== state.stamp) return true;
  }
  return false;
}
