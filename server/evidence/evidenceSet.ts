import type { Labels } from "./labels.ts";
import { neighbourTagCount } from "./neighbours.ts";
import type { Evidence, EvidenceQuery } from "./query.ts";

/** All kinds of evidence side by side: one row of numbers a (document, tag) pair. */
export class EvidenceSet {
  readonly columns: readonly string[];
  readonly labels: Labels;
  readonly #parts: readonly { readonly evidence: Evidence; readonly offset: number }[];

  constructor(labels: Labels, parts: readonly Evidence[]) {
    this.labels = labels;
    let offset = 0;
    this.#parts = parts.map((evidence) => {
      const part = { evidence, offset };
      offset += evidence.columns.length;
      return part;
    });
    this.columns = parts.flatMap((evidence) => evidence.columns);
  }

  /** Fills `out` (K × columns, row-major) with the evidence for every tag in one document. */
  score(query: EvidenceQuery, out: Float64Array): void {
    out.fill(0);
    for (const { evidence, offset } of this.#parts) evidence.score(query, out, this.columns.length, offset);
  }

  /** Which tags can be suggested at all: those that a document outside the fold has. 1 or 0 a tag. */
  candidates(self: number): Uint8Array {
    const candidates = new Uint8Array(this.labels.tags);
    for (let tag = 0; tag < candidates.length; tag++) {
      candidates[tag] = this.labels.countOutside(tag, self) > 0 ? 1 : 0;
    }
    return candidates;
  }
}

/** Mean numbers of tags that hint at a document's own: of its neighbours, and of its folder outside its fold. */
export function tagCountHints(query: EvidenceQuery, folder: string, counts: FolderCounts, labels: Labels) {
  const overall = counts.overall(query.self);
  const near = neighbourTagCount(query, labels);
  return { neighbours: near < 0 ? overall : near, folder: counts.mean(folder, query.self) };
}

/** The overall mean weighs as much as so many documents of the folder. */
const FOLDER_PRIOR = 3;

/** How many tags the documents of each folder have, by folds. */
export class FolderCounts {
  readonly #labels: Labels;
  readonly #folderOf: readonly string[];
  /** Folder → per fold and, last, in all: [documents, tags]. */
  readonly #sums = new Map<string, Float64Array>();

  constructor(labels: Labels, folderOf: readonly string[]) {
    this.#labels = labels;
    this.#folderOf = folderOf;
    for (let i = 0; i < labels.documents; i++) {
      this.#add("", i);
      if (folderOf[i] !== "") this.#add(folderOf[i], i);
    }
  }

  /** Mean number of tags of all documents outside the fold. */
  overall(self: number): number {
    const [documents, tags] = this.#outside("", self);
    return documents > 0 ? tags / documents : 0;
  }

  /** Mean number of tags in a folder, shrunk to the overall mean. */
  mean(folder: string, self: number): number {
    const overall = this.overall(self);
    const [documents, tags] = this.#outside(folder, self);
    return (tags + FOLDER_PRIOR * overall) / (documents + FOLDER_PRIOR);
  }

  /** The folder of training document i. */
  folder(i: number): string {
    return this.#folderOf[i];
  }

  #add(folder: string, i: number): void {
    let sums = this.#sums.get(folder);
    if (sums === undefined) {
      sums = new Float64Array(2 * (this.#labels.folds + 1));
      this.#sums.set(folder, sums);
    }
    for (const table of [this.#labels.foldOf[i], this.#labels.folds]) {
      sums[2 * table]++;
      sums[2 * table + 1] += this.#labels.tagsOf(i).length;
    }
  }

  #outside(folder: string, self: number): [number, number] {
    const sums = this.#sums.get(folder);
    if (sums === undefined) return [0, 0];
    const all = 2 * this.#labels.folds;
    if (self < 0) return [sums[all], sums[all + 1]];
    const fold = 2 * this.#labels.foldOf[self];
    return [sums[all] - sums[fold], sums[all + 1] - sums[fold + 1]];
  }
}
