import { foldTag } from "../documents/tagName.ts";
import { NearDuplicates } from "./nearDuplicates.ts";
import type { FolderTag, TagPlace, TagUsage } from "./tagUsage.ts";

/** A tag while documents come and go. */
interface Entry {
  readonly fold: string;
  /** The documents that have it, in no order. */
  readonly documents: TaggedPath[];
  /** What it was last shown as; undefined after a change. */
  shown: FolderTag | undefined;
}

interface TaggedPath {
  readonly path: string;
  readonly places: readonly TagPlace[];
  /** Each once. */
  readonly entries: readonly Entry[];
  /** How each of the entries is written here. */
  readonly spellings: readonly string[];
}

/** A name that has no documents, or as many as this, is too rare to be sure of; so is one with this share of the other's. */
const MOST_DOCUMENTS = 2;
const MOST_SHARE = 0.1;
/** How many documents the commoner tag must have, and how many times as many as the rarer. */
const LEAST_DOCUMENTS = 3;
const LEAST_TIMES = 3;

/** Names whose folds are remembered, since folding takes longer than all the rest. */
const MOST_NAMES = 200_000;

/** The tags of a folder, kept up to date document by document. What it has given out does not change. */
export class TagUsageIndex implements TagUsage {
  readonly #documents = new Map<string, TaggedPath>();
  readonly #entries = new Map<string, Entry>();
  readonly #names = new Map<string, { readonly fold: string; readonly spelling: string }>();
  readonly #changed = new Set<Entry>();
  #order: readonly Entry[] = [];
  #all: readonly FolderTag[] | undefined;
  #near: NearDuplicates | undefined;

  /** Says what tags the document at `path` has now. Of several spellings of a tag in one document the first counts. */
  set(path: string, places: readonly TagPlace[]): void {
    const before = this.#documents.get(path);
    const entries: Entry[] = [];
    const spellings: string[] = [];
    for (const { name } of places) {
      const { fold, spelling } = this.#read(name);
      const entry = fold === "" ? undefined : this.#entry(fold);
      if (!entry || entries.includes(entry)) continue;
      entries.push(entry);
      spellings.push(spelling);
    }
    const document: TaggedPath = { path, places, entries, spellings };
    if (entries.length === 0) this.#documents.delete(path);
    else this.#documents.set(path, document);
    for (const entry of entries) entry.documents.push(document);
    for (const entry of before?.entries ?? []) dropFrom(entry.documents, before!);
    for (const entry of [...entries, ...(before?.entries ?? [])]) {
      entry.shown = undefined;
      this.#changed.add(entry);
      if (entry.documents.length === 0) this.#forget(entry);
    }
    this.#all = undefined;
  }

  delete(path: string): void {
    this.set(path, []);
  }

  get all(): readonly FolderTag[] {
    this.#all ??= this.#sorted().map(shown);
    return this.#all;
  }

  get(name: string): FolderTag | undefined {
    const entry = this.#entries.get(foldTag(name));
    return entry && shown(entry);
  }

  placesOf(name: string): readonly TagPlace[] {
    const entry = this.#entries.get(foldTag(name));
    const documents = entry ? entry.documents.toSorted((a, b) => byCodeUnits(a.path, b.path)) : [];
    return documents.flatMap(({ places }) =>
      places.filter((place) => this.#read(place.name).fold === entry!.fold).sort(byPlace),
    );
  }

  together(name: string, most: number): readonly { readonly tag: FolderTag; readonly documents: number }[] {
    const own = this.#entries.get(foldTag(name));
    const counts = new Map<Entry, number>();
    for (const { entries } of own?.documents ?? []) {
      for (const entry of entries) counts.set(entry, (counts.get(entry) ?? 0) + 1);
    }
    if (own) counts.delete(own);
    return [...counts]
      .sort(([a, m], [b, n]) => n - m || byUse(a, b))
      .slice(0, Math.max(0, most))
      .map(([entry, documents]) => ({ tag: shown(entry), documents }));
  }

  nearDuplicateOf(name: string): FolderTag | undefined {
    const fold = foldTag(name);
    const own = this.#entries.get(fold);
    for (const folds of this.#nearDuplicates().near(fold)) {
      const likely = folds
        .map((other) => this.#entries.get(other)!)
        .filter((other) => isLikelier(other, own));
      likely.sort(byUse);
      if (likely[0]) return shown(likely[0]);
    }
    return undefined;
  }

  #nearDuplicates(): NearDuplicates {
    if (!this.#near) {
      this.#near = new NearDuplicates();
      for (const fold of this.#entries.keys()) this.#near.add(fold);
    }
    return this.#near;
  }

  /** The order of before with the changed entries in their new places: to sort all of them after every keystroke takes too long. */
  #sorted(): readonly Entry[] {
    const kept = this.#order.filter((entry) => !this.#changed.has(entry));
    const moved = [...this.#changed].filter(({ documents }) => documents.length > 0).sort(byUse);
    this.#changed.clear();
    this.#order = merged(kept, moved);
    return this.#order;
  }

  #read(name: string): { readonly fold: string; readonly spelling: string } {
    let read = this.#names.get(name);
    if (!read) {
      read = { fold: foldTag(name), spelling: name.trim() };
      if (this.#names.size >= MOST_NAMES) this.#names.clear();
      this.#names.set(name, read);
    }
    return read;
  }

  #entry(fold: string): Entry {
    let entry = this.#entries.get(fold);
    if (!entry) {
      entry = { fold, documents: [], shown: undefined };
      this.#entries.set(fold, entry);
      this.#near?.add(fold);
    }
    return entry;
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry.fold);
    this.#near?.delete(entry.fold);
  }
}

function shown(entry: Entry): FolderTag {
  if (!entry.shown) {
    const counts = new Map<string, number>();
    for (const { entries, spellings } of entry.documents) {
      const spelling = spellings[entries.indexOf(entry)]!;
      counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
    }
    const spellings = [...counts].map(([name, documents]) => ({ name, documents }));
    spellings.sort((a, b) => b.documents - a.documents || byCodeUnits(a.name, b.name));
    entry.shown = {
      name: spellings[0]!.name,
      fold: entry.fold,
      documents: entry.documents.length,
      spellings,
    };
  }
  return entry.shown;
}

/** Whether `other` has so many more documents that the rare one looks like a mistake, and no document has both. */
function isLikelier(other: Entry, own: Entry | undefined): boolean {
  const documents = own?.documents.length ?? 0;
  if (other.documents.length < Math.max(LEAST_DOCUMENTS, LEAST_TIMES * documents)) return false;
  if (documents > Math.max(MOST_DOCUMENTS, MOST_SHARE * other.documents.length)) return false;
  // An author who writes both means two things.
  return !own?.documents.some(({ entries }) => entries.includes(other));
}

function merged(a: readonly Entry[], b: readonly Entry[]): Entry[] {
  const all: Entry[] = [];
  let next = 0;
  for (const entry of b) {
    while (next < a.length && byUse(a[next]!, entry) < 0) all.push(a[next++]!);
    all.push(entry);
  }
  while (next < a.length) all.push(a[next++]!);
  return all;
}

/** Most used first, then by code units. */
function byUse(a: Entry, b: Entry): number {
  return b.documents.length - a.documents.length || byCodeUnits(a.fold, b.fold);
}

/** Removes an element of a list whose order means nothing. */
function dropFrom<Element>(list: Element[], element: Element): void {
  const at = list.indexOf(element);
  const last = list.pop();
  if (at >= 0 && at < list.length) list[at] = last!;
}

function byPlace({ range: { start: a } }: TagPlace, { range: { start: b } }: TagPlace): number {
  return a.line - b.line || a.character - b.character;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
