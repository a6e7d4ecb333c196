import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { t } from "@vscode/l10n";
import { foldTag } from "../documents/tagName.ts";
import type { DocumentDecisions } from "../language/taggedDocument.ts";
import { writeGitignore } from "../models/ownFolder.ts";
import type { Verdict } from "../protocol.ts";

/** Larger files are none of ours. */
const MOST_BYTES = 16 * 1024 * 1024;
const NONE: DocumentDecisions = { rejected: new Set(), kept: new Set() };

/** What was decided about one document; tags as they were written. */
interface Entry {
  readonly reject: readonly string[];
  readonly keep: readonly string[];
  /** What else stands there, maybe by a newer version. */
  readonly others: object;
}

interface Content {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly others: object;
}

const EMPTY: Content = { entries: new Map(), others: {} };

/**
 * What authors decided about single tags in single documents, in `.sdlgm/decisions.json` of their folder: a small file that people can read,
 * edit and commit. A file that cannot be understood is never overwritten.
 */
export class DecisionsFile {
  readonly path: string;
  #content = EMPTY;
  #problem: string | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(root: string) {
    this.path = join(root, ".sdlgm", "decisions.json");
  }

  /** One sentence on why the file cannot be used. */
  get problem(): string | undefined {
    return this.#problem;
  }

  of(path: string): DocumentDecisions {
    const entry = this.#content.entries.get(path);
    if (entry === undefined) return NONE;
    return { rejected: new Set(entry.reject.map(foldTag)), kept: new Set(entry.keep.map(foldTag)) };
  }

  /** Reads the file; without one, nothing is decided. */
  load(): Promise<void> {
    return this.#inTurn(() => this.#read());
  }

  /** Remembers a verdict, or forgets it. Returns a sentence where that failed; then nothing has changed. */
  decide(path: string, tag: string, verdict: Verdict | null): Promise<string | undefined> {
    const fold = foldTag(tag);
    return this.#change((entries) => {
      const without = (names: readonly string[]) => names.filter((name) => foldTag(name) !== fold);
      const { reject, keep, others } = entries.get(path) ?? { reject: [], keep: [], others: {} };
      entries.set(path, {
        reject: verdict === "reject" ? [...without(reject), tag] : without(reject),
        keep: verdict === "keep" ? [...without(keep), tag] : without(keep),
        others,
      });
    });
  }

  /** A document, or a folder of documents, has another path now. */
  rename(from: string, to: string): Promise<string | undefined> {
    const moved = (path: string) =>
      path === from ? to : path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
    return this.#change((entries) => {
      for (const [path, entry] of [...entries]) {
        if (moved(path) === path) continue;
        entries.delete(path);
        entries.set(moved(path), entry);
      }
    });
  }

  /** Changes what is in the file now: somebody else may have changed it a moment ago. */
  #change(change: (entries: Map<string, Entry>) => void): Promise<string | undefined> {
    return this.#inTurn(async () => {
      await this.#read();
      if (this.#problem !== undefined) return this.#problem;
      const entries = new Map(this.#content.entries);
      change(entries);
      const content = { ...this.#content, entries };
      const text = textOf(content);
      if (text === textOf(this.#content)) return undefined;
      try {
        await write(this.path, text);
      } catch (error) {
        return t(
          "{0} cannot be written: {1}. The decision was not kept.",
          this.path,
          (error as Error).message,
        );
      }
      this.#content = content;
      return undefined;
    });
  }

  async #read(): Promise<void> {
    try {
      this.#content = contentOf(await readFile(this.path, "utf8"));
      this.#problem = undefined;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "ENOENT" || code === "ENOTDIR") {
        this.#content = EMPTY;
        this.#problem = undefined;
        return;
      }
      // What was known before it broke holds on.
      this.#problem = t(
        "{0} cannot be read ({1}): mend it or delete it. Until then nothing can be rejected or kept.",
        this.path,
        (error as Error).message,
      );
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

/** @throws Error with a short reason */
function contentOf(text: string): Content {
  if (text.length > MOST_BYTES) throw new Error(t("it is too large"));
  const content: unknown = JSON.parse(text);
  const { documents, ...others } = isObject(content) ? content : {};
  if (!isObject(documents)) throw new Error(t("it has no object named “documents”"));
  const entries = Object.entries(documents).map(([path, value]) => [path, entryOf(path, value)] as const);
  return { entries: new Map(entries), others };
}

function entryOf(path: string, value: unknown): Entry {
  const { reject = [], keep = [], ...others } = isObject(value) ? value : { reject: null };
  if (!areNames(reject) || !areNames(keep)) {
    throw new Error(t("“reject” and “keep” of {0} must be lists of tags", path));
  }
  return { reject, keep, others };
}

function textOf({ entries, others }: Content): string {
  const documents = [...entries.keys()].sort().flatMap((path) => {
    const { reject, keep, others: more } = entries.get(path)!;
    // Sorted, so that merges of two people's decisions are easy.
    const entry = {
      ...(reject.length > 0 && { reject: [...reject].sort() }),
      ...(keep.length > 0 && { keep: [...keep].sort() }),
      ...more,
    };
    return Object.keys(entry).length > 0 ? [[path, entry] as const] : [];
  });
  return `${JSON.stringify({ ...others, documents: Object.fromEntries(documents) }, undefined, 2)}\n`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

async function write(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  if (basename(folder) === ".sdlgm") await writeGitignore(folder);
  const temporary = join(folder, `.sdlgm-${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeFile(temporary, text, { flag: "wx" });
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
