import type { DocumentFacts, FileReading, IndexedTag } from "./fileReading.ts";
import type { FileState } from "./fileState.ts";

/** A document of a folder as it is now: as saved, or as it stands in an open editor. */
export interface IndexedDocument {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  /** Where the file really is: absolute, without links. */
  readonly absolute: string;
  /** At most 300 UTF-16 code units. */
  readonly title: string;
  /** By place. */
  readonly tags: readonly IndexedTag[];
  /** How many problems it has. */
  readonly problems: number;
  /** When the file was last changed, in ms since 1970, also of a document that is open. */
  readonly modified: number;
  /** Whether the text of an open editor stands for the file's. */
  readonly open: boolean;
  /** Of a package: the path of the README that is its prose. */
  readonly readme?: string;
  /** Of all its text, the README included: while it is the same, the text is. */
  readonly digest: string;
}

/** A file of the index, or the text that is open in its place. Nothing in it changes. */
export class IndexEntry {
  readonly #state: FileState;
  readonly #reading: FileReading;
  readonly #open: boolean;
  /** What it is where `#tag` counts, and where it does not; mostly the same. */
  readonly withInlineTags: IndexEntryVersion;
  readonly withoutInlineTags: IndexEntryVersion;

  /** @param reading of a text that is a document */
  constructor(state: FileState, reading: FileReading, open: boolean) {
    const { facts, withoutInlineTags } = reading;
    this.#state = state;
    this.#reading = reading;
    this.#open = open;
    this.withInlineTags = new IndexEntryVersion(state, reading.digest, facts!, open);
    this.withoutInlineTags =
      withoutInlineTags === undefined
        ? this.withInlineTags
        : new IndexEntryVersion(state, reading.digest, withoutInlineTags, open);
  }

  isOf(state: FileState, reading: FileReading, open: boolean): boolean {
    return this.#state === state && this.#reading === reading && this.#open === open;
  }
}

export class IndexEntryVersion {
  readonly path: string;
  readonly tags: readonly IndexedTag[];
  readonly #alone: IndexedDocument;
  /** The last one that was asked for. */
  #document: IndexedDocument;

  constructor(
    { path, absolute, stamp }: FileState,
    digest: string,
    { title, tags, problems }: DocumentFacts,
    open: boolean,
  ) {
    const modified = stamp?.modified ?? 0;
    this.path = path;
    this.tags = tags;
    this.#alone = { path, absolute, title, tags, problems, modified, open, digest };
    this.#document = this.#alone;
  }

  /** The same object for the same README. */
  document(readme: IndexEntryVersion | undefined): IndexedDocument {
    if (readme === undefined) return this.#alone;
    const digest = `${this.#alone.digest} ${readme.#alone.digest}`;
    if (this.#document.readme !== readme.path || this.#document.digest !== digest) {
      this.#document = { ...this.#alone, digest, readme: readme.path };
    }
    return this.#document;
  }
}
