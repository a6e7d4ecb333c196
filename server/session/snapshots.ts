import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { formatOf, type ReadOptions, readDocument } from "../documents/read.ts";
import { opinionOf } from "../language/opinion.ts";
import type { Opinion, TagFolder, TaggedDocument } from "../language/taggedDocument.ts";
import { TextLines } from "../language/textLines.ts";
import { readText } from "../workspace/readText.ts";
import type { DecisionsFile } from "./decisionsFile.ts";
import type { FolderContents } from "./folderContents.ts";
import type { FolderPaths } from "./folderPaths.ts";
import type { HostedModel } from "./hostedModel.ts";
import { MOST_UNITS, type ReadText } from "./openTexts.ts";

/** Of the tags of a document, for so many the reasons are worked out ahead. */
const MOST_EXPLAINED = 12;

/** Smaller changes of a probability are not worth showing everything anew. */
const VISIBLE = 0.005;

/** What a snapshot is made of; each part changes on its own. */
export interface SnapshotParts {
  readonly paths: FolderPaths;
  readonly contents: FolderContents;
  readonly decisions: DecisionsFile;
  readonly folder: () => TagFolder;
  readonly readOptions: () => ReadOptions;
  readonly model: () => HostedModel | undefined;
  /** Aborted when nobody wants any more. */
  readonly signal: AbortSignal;
}

/** Makes the snapshots of documents that language features work on. What the model says of an open document is asked once a version. */
export class Snapshots {
  readonly #parts: SnapshotParts;
  readonly #opinions = new Map<string, { read: ReadText; model: HostedModel; opinion: Opinion }>();
  #preparing: Promise<void> = Promise.resolve();

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
  }

  /** A document that is open in the editor. */
  open(uri: string): TaggedDocument | undefined {
    const { contents, paths, readOptions } = this.#parts;
    const path = paths.pathOf(uri);
    const text = path === undefined ? undefined : contents.open.get(path);
    if (path === undefined || text === undefined) return undefined;
    const read = contents.open.read(path, readOptions());
    return read && this.#tagged(text.uri, text.version, read);
  }

  /** Any document of the index: as it is in the editor, or else on disk. */
  async any(path: string): Promise<TaggedDocument | undefined> {
    const { contents, paths, readOptions } = this.#parts;
    const uri = contents.open.get(path)?.uri;
    if (uri !== undefined) return this.open(uri);
    const indexed = contents.documents?.get(path);
    if (indexed === undefined) return undefined;
    const file = await readText(indexed.absolute, MOST_UNITS);
    if (file.reason !== undefined) return undefined;
    const readme = await this.#readmeOf(path);
    const document = readDocument(path, file.text, readOptions(), readme === undefined ? {} : { readme });
    return document && this.#tagged(paths.uriOf(path), null, { document, lines: new TextLines(file.text) });
  }

  forget(path: string): void {
    this.#opinions.delete(path);
  }

  /** Works ahead for a document that was just opened, in turns with other work. Says when something new is known of it. */
  prepare(path: string): Promise<boolean> {
    const prepared = this.#preparing.then(async () => {
      const { contents, readOptions, signal } = this.#parts;
      const readme = await this.#readmeOf(path);
      if (readme !== undefined) contents.open.setReadme(path, readme);
      const model = this.#parts.model();
      const read = contents.open.read(path, readOptions());
      if (model === undefined || read === undefined) return readme !== undefined;
      let begun = performance.now();
      for (const _ of this.#workAhead(model, read)) {
        // As long as a step takes: a request that came meanwhile needs some turns of the event loop, and must not wait for a step in each.
        await pause(Math.ceil(performance.now() - begun));
        if (signal.aborted || this.#parts.model() !== model || contents.open.get(path) === undefined) break;
        begun = performance.now();
      }
      return this.#hasBetterOpinion(path) || readme !== undefined;
    });
    this.#preparing = prepared.then(
      () => undefined,
      () => undefined,
    );
    return prepared;
  }

  /** What a hover will want to know of a document, and what its first edit will need, in steps of a few milliseconds. */
  *#workAhead(model: HostedModel, read: ReadText): Generator<void> {
    const { path, prose, tags } = read.document;
    const opinion = this.#opinionOf(path, 0, read);
    yield;
    const asked = new Set([...tags.map(({ name }) => name), ...(opinion?.predicted ?? [])]);
    for (const tag of [...asked].slice(0, MOST_EXPLAINED)) {
      opinion?.explain([tag]);
      yield;
    }
    yield* model.tagger.prepareEdits({ id: path, prose, tags: [] });
  }

  /** Asks the model again about a text that it may have judged in a hurry; whether it now says something else. */
  #hasBetterOpinion(path: string): boolean {
    const known = this.#opinions.get(path);
    if (known === undefined) return false;
    this.#opinions.delete(path);
    const opinion = this.#opinionOf(path, 0, known.read);
    const isOther = (tag: string) =>
      Math.abs((opinion?.probabilityOf(tag) ?? 0) - (known.opinion.probabilityOf(tag) ?? 0)) >= VISIBLE;
    return known.opinion.suggestions.some(({ tag }) => isOther(tag));
  }

  #tagged(uri: string, version: number | null, read: ReadText): TaggedDocument {
    const { path } = read.document;
    return {
      uri,
      version,
      ...read,
      folder: this.#parts.folder(),
      opinion: this.#opinionOf(path, version, read),
      decisions: this.#parts.decisions.of(path),
    };
  }

  #opinionOf(path: string, version: number | null, read: ReadText): Opinion | undefined {
    const model = this.#parts.model();
    if (model === undefined) return undefined;
    const known = this.#opinions.get(path);
    if (known?.read === read && known.model === model) return known.opinion;
    const opinion = opinionOf(model.tagger, read.document);
    if (version !== null) this.#opinions.set(path, { read, model, opinion });
    return opinion;
  }

  /** The README of a package is its prose. */
  async #readmeOf(path: string): Promise<string | undefined> {
    if (formatOf(path) !== "npm-package") return undefined;
    const readme = await readText(join(this.#parts.paths.root, path, "..", "README.md"), MOST_UNITS);
    return readme.reason === undefined ? readme.text : undefined;
  }
}
