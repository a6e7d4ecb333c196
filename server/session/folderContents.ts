import type { TagUsage } from "../corpus/tagUsage.ts";
import { TagUsageIndex } from "../corpus/tagUsageIndex.ts";
import type { ReadOptions } from "../documents/read.ts";
import {
  FolderIndex,
  type IndexChange,
  type IndexedDocument,
  type IndexOptions,
} from "../workspace/folderIndex.ts";
import { type OpenText, OpenTexts } from "./openTexts.ts";

/** Text that was typed counts in the folder's tags after a pause of this length. */
const TYPING_MS = 300;
/** Events of files that come together are dealt with together. */
const FILES_MS = 80;

export interface ContentsEvents {
  /** Some documents are others now; with `tags`, also their tags. */
  readonly changed: (tags: boolean) => void;
  /** Files have changed, of any kind; before the index knows. */
  readonly filesChanged: (paths: readonly string[]) => Promise<void>;
  /** Something went wrong that nobody waits for. */
  readonly failed: (error: unknown) => void;
}

/** The documents of one folder and their tags, as they are on disk and in the editor. */
export class FolderContents {
  readonly open = new OpenTexts();
  #usage = new TagUsageIndex();
  readonly #events: ContentsEvents;
  #index: FolderIndex | undefined;
  /** The last look at the whole folder, done or not. */
  #opening: Promise<FolderIndex> | undefined;
  #typed = new Set<string>();
  #typing: NodeJS.Timeout | undefined;
  #touched = new Set<string>();
  #touching: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(events: ContentsEvents) {
    this.#events = events;
  }

  /** Undefined until the first look at the folder is done. */
  get documents(): ReadonlyMap<string, IndexedDocument> | undefined {
    return this.#index?.documents;
  }

  /** The tags of the folder; another object after each look at the whole folder. */
  get usage(): TagUsage {
    return this.#usage;
  }

  /** How documents of this folder are to be read; undefined as long as that is not known. */
  get readOptions(): ReadOptions | undefined {
    return this.#index?.readOptions;
  }

  /**
   * Looks at the whole folder; what was known before is forgotten. A look that another one overtakes comes to nothing.
   *
   * @throws SourceError; the reason of the signal
   */
  async read(root: string, options: IndexOptions): Promise<void> {
    this.#index = undefined;
    const opening = FolderIndex.open(root, options);
    this.#opening = opening;
    const index = await opening.catch((error) => {
      if (this.#opening === opening) throw error;
    });
    if (index === undefined || this.#opening !== opening) return;
    for (const [path, { text }] of this.open.entries()) index.setOpen(path, text);
    this.#index = index;
    this.#usage = new TagUsageIndex();
    for (const [path, document] of index.documents) this.#usage.set(path, placesOf(document));
  }

  dispose(): void {
    clearTimeout(this.#typing);
    clearTimeout(this.#touching);
    this.#opening = undefined;
    this.#index = undefined;
  }

  async save(): Promise<void> {
    await this.#index?.save();
  }

  /** The text of a document that is open in the editor is now this. */
  setOpen(path: string, text: OpenText): void {
    this.open.set(path, text);
    this.#typed.add(path);
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.flush(), TYPING_MS);
  }

  setClosed(path: string): void {
    this.open.delete(path);
    this.#typed.delete(path);
    this.#apply(this.#index?.setOpen(path, undefined));
  }

  /** Makes the index know what was typed since the last pause. */
  flush(): void {
    clearTimeout(this.#typing);
    for (const path of this.#typed) {
      const text = this.open.get(path);
      if (text !== undefined) this.#apply(this.#index?.setOpen(path, text.text));
    }
    this.#typed.clear();
  }

  /** Files or folders were created, changed or deleted. */
  filesChanged(paths: Iterable<string>): void {
    for (const path of paths) this.#touched.add(path);
    this.#touching ??= setTimeout(() => this.#refresh().catch(this.#events.failed), FILES_MS);
  }

  /** Waits until all that is known of files has come into the index. */
  async settled(): Promise<void> {
    if (this.#touching !== undefined) await this.#refresh();
    await this.#refreshing;
    this.flush();
  }

  #refresh(): Promise<void> {
    clearTimeout(this.#touching);
    this.#touching = undefined;
    const touched = [...this.#touched];
    this.#touched.clear();
    const refreshed = this.#refreshing
      .then(() => this.#events.filesChanged(touched))
      .then(() => this.#opened())
      .then((index) => index?.refresh(touched))
      .then((change) => this.#apply(change));
    this.#refreshing = refreshed.catch(() => undefined);
    return refreshed;
  }

  /** The index after the last look: what changes meanwhile may have been seen by it, or not. */
  async #opened(): Promise<FolderIndex | undefined> {
    let opening: Promise<FolderIndex> | undefined;
    while (opening !== this.#opening) {
      opening = this.#opening;
      await opening?.catch(() => undefined);
    }
    return this.#index;
  }

  #apply(change: IndexChange | undefined): void {
    if (change === undefined || this.#index === undefined) return;
    for (const path of change.removed) this.#usage.delete(path);
    for (const path of change.changed) {
      const document = this.#index.documents.get(path);
      if (document !== undefined) this.#usage.set(path, placesOf(document));
    }
    const tags = change.removed.length + change.tagsChanged.length > 0;
    if (tags || change.changed.length > 0) this.#events.changed(tags);
  }
}

function placesOf({ path, tags }: IndexedDocument) {
  return tags.map(({ name, range }) => ({ path, name, range }));
}
