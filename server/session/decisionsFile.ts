import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { t } from "@vscode/l10n";
import { foldTag, isUsableTag } from "../documents/tagName.ts";
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
}

/**
 * What authors decided about single tags in single documents, in `.sdlgm/decisions.json` of their folder: a small file that people can read,
 * edit and commit. A file that cannot be understood is never overwritten.
 */
export class DecisionsFile {
  readonly path: string;
  #entries = new Map<string, Entry>();
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
    const entry = this.#entries.get(path);
    if (entry === undefined) return NONE;
    return { rejected: new Set(entry.reject.map(foldTag)), kept: new Set(entry.keep.map(foldTag)) };
  }

  /** Reads the file; without one, nothing is decided. */
  load(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        const text = await readFile(this.path, "utf8");
        this.#entries = entriesOf(text);
        this.#problem = undefined;
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT" || code === "ENOTDIR") {
          this.#entries = new Map();
          this.#problem = undefined;
        } else {
          this.#problem = t(
            "{0} cannot be read ({1}): mend it or delete it. Until then nothing can be rejected or kept.",
            this.path,
            (error as Error).message,
          );
        }
      }
    });
  }

  /** Remembers a verdict, or forgets it. Returns a sentence where that failed; then nothing has changed. */
  decide(path: string, tag: string, verdict: Verdict | null): Promise<string | undefined> {
    return this.#change((entries) => {
      const without = (names: readonly string[]) => names.filter((name) => foldTag(name) !== foldTag(tag));
      const { reject, keep } = entries.get(path) ?? { reject: [], keep: [] };
      entries.set(path, {
        reject: verdict === "reject" ? [...without(reject), tag] : without(reject),
        keep: verdict === "keep" ? [...without(keep), tag] : without(keep),
      });
    });
  }

  /** A document, or a folder of documents, has another path now. */
  rename(from: string, to: string): Promise<string | undefined> {
    const moved = (path: string) =>
      path === from ? to : path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
    if (![...this.#entries.keys()].some((path) => moved(path) !== path)) return Promise.resolve(undefined);
    return this.#change((entries) => {
      for (const [path, entry] of [...entries]) {
        if (moved(path) === path) continue;
        entries.delete(path);
        entries.set(moved(path), entry);
      }
    });
  }

  #change(change: (entries: Map<string, Entry>) => void): Promise<string | undefined> {
    return this.#inTurn(async () => {
      if (this.#problem !== undefined) return this.#problem;
      const entries = new Map(this.#entries);
      change(entries);
      try {
        await write(this.path, textOf(entries));
      } catch (error) {
        return t(
          "{0} cannot be written: {1}. The decision was not kept.",
          this.path,
          (error as Error).message,
        );
      }
      this.#entries = entries;
      return undefined;
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

/** @throws Error with a short reason */
function entriesOf(text: string): Map<string, Entry> {
  if (text.length > MOST_BYTES) throw new Error(t("it is too large"));
  const content = JSON.parse(text) as { documents?: unknown } | null;
  const documents = content?.documents;
  if (typeof documents !== "object" || documents === null || Array.isArray(documents)) {
    throw new Error(t("it has no object named “documents”"));
  }
  const entries = new Map<string, Entry>();
  for (const [path, value] of Object.entries(documents)) {
    const { reject, keep } = (value ?? {}) as Record<string, unknown>;
    entries.set(path, { reject: names(reject), keep: names(keep) });
  }
  return entries;
}

function names(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((name): name is string => typeof name === "string" && isUsableTag(name))
    : [];
}

function textOf(entries: ReadonlyMap<string, Entry>): string {
  const documents: Record<string, Partial<Entry>> = {};
  for (const path of [...entries.keys()].sort()) {
    const { reject, keep } = entries.get(path)!;
    if (reject.length + keep.length === 0) continue;
    // Sorted, so that merges of two people's decisions are easy.
    documents[path] = {
      ...(reject.length > 0 && { reject: [...reject].sort() }),
      ...(keep.length > 0 && { keep: [...keep].sort() }),
    };
  }
  return `${JSON.stringify({ documents }, undefined, 2)}\n`;
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
