import type { Document } from "../documents/document.ts";
import { type ReadOptions, readDocument } from "../documents/read.ts";
import { TextLines } from "../language/textLines.ts";

/** The text of a document that is open in the editor. */
export interface OpenText {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

/** A document with its lines. */
export interface ReadText {
  readonly document: Document;
  readonly lines: TextLines;
}

/** Longer texts are not looked at, as files of this size are not. */
export const MOST_UNITS = 2 * 1024 * 1024;

/** The open documents of one folder by path; each version is read once. */
export class OpenTexts {
  readonly #texts = new Map<string, OpenText>();
  readonly #read = new Map<string, { text: OpenText; options: ReadOptions; read: ReadText | undefined }>();
  readonly #readmes = new Map<string, string>();

  set(path: string, text: OpenText): void {
    this.#texts.set(path, text);
  }

  delete(path: string): void {
    this.#texts.delete(path);
    this.#read.delete(path);
    this.#readmes.delete(path);
  }

  get(path: string): OpenText | undefined {
    return this.#texts.get(path);
  }

  /** The README beside a package.json, which is its prose. */
  setReadme(path: string, readme: string): void {
    this.#readmes.set(path, readme);
    this.#read.delete(path);
  }

  entries(): IterableIterator<[string, OpenText]> {
    return this.#texts.entries();
  }

  /** Undefined where it is not open, too long, or no document. */
  read(path: string, options: ReadOptions): ReadText | undefined {
    const text = this.#texts.get(path);
    if (text === undefined || text.text.length > MOST_UNITS) return undefined;
    const known = this.#read.get(path);
    if (known?.text === text && isSame(known.options, options)) return known.read;
    const readme = this.#readmes.get(path);
    const document = readDocument(path, text.text, options, readme === undefined ? {} : { readme });
    const read = document && { document, lines: new TextLines(text.text) };
    this.#read.set(path, { text, options, read });
    return read;
  }
}

function isSame(a: ReadOptions, b: ReadOptions): boolean {
  return a.inlineTags === b.inlineTags && a.tagKeys === b.tagKeys;
}
