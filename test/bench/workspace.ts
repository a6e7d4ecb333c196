import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inventoryOf } from "../../server/corpus/tagInventory.ts";
import { forEachWord } from "../../server/corpus/words.ts";
import type { Document } from "../../server/documents/document.ts";
import { applyEdits, removeTag } from "../../server/documents/edit.ts";
import { DEFAULT_READ_OPTIONS, type ReadOptions, readDocument } from "../../server/documents/read.ts";
import { foldTag } from "../../server/documents/tagName.ts";
import { evaluate, type Judgement } from "../../server/evaluation/metrics.ts";
import { rank, rankAtLeast } from "../../server/evaluation/ranking.ts";
import { hashOf, splitByPath } from "../../server/evaluation/split.ts";
import { tuneThreshold } from "../../server/evaluation/threshold.ts";
import { openSources, type SourceDocument } from "../../server/workspace/source.ts";

/** One document as every competitor gets it. */
export interface BenchDocument {
  readonly id: string;
  /** Its words as our own reader sees them, lower-cased, with blanks between them. */
  readonly words: string;
  /** Tag numbers; tags that differ only in case or separators are one. */
  readonly tags: number[];
  readonly isHidden: boolean;
  /** Of the documents to learn from, those that a threshold is tuned on. */
  readonly isForTuning: boolean;
}

export interface BenchWorkspace {
  readonly documents: readonly BenchDocument[];
  readonly tagCount: number;
  /** A folded name's number. */
  readonly numberOf: ReadonlyMap<string, number>;
  /** Hidden documents that still had a tag after all were to be removed, and were left out for that. */
  readonly unstrippable: number;
}

const FRACTION = 0.2;
const SPLIT_SEED = 1;
const TUNING_SEED = 2;

/** Reads a folder, hides the tags of a fifth of its tagged documents, and writes a copy of the folder without those tags. */
export async function prepareWorkspace(folder: string, copy: string): Promise<BenchWorkspace> {
  const source = await openSources([folder]);
  if (source.kind !== "documents") throw new Error(`${folder} holds no texts.`);
  const ids = source.documents.map(({ id }) => id);
  const { test } = splitByPath(ids, { fraction: FRACTION, seed: SPLIT_SEED, groupTranslations: true });
  const hidden = new Set(Array.from(test, (row) => ids[row]));
  rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  rmSync(join(copy, ".sdlgm"), { recursive: true, force: true });
  // Where `#tags` are not the workspace's custom, its documents were read without them, and have to be edited so.
  const inlineTags = source.inlineTagsIgnored === 0;
  const read: ReadOptions = { ...DEFAULT_READ_OPTIONS, inlineTags };
  const kept: SourceDocument[] = [];
  for (const entry of source.documents) {
    const isHidden = hidden.has(entry.id) && entry.tags.length > 0;
    if (!isHidden || writeStripped(entry, copy, read)) kept.push(entry);
  }
  const inventory = inventoryOf(
    kept.map(({ tags }) => tags),
    foldTag,
  );
  return {
    documents: kept.map(({ id, prose, tags }, n) => ({
      id,
      words: wordsOf([prose.title, prose.description, ...prose.headings, prose.body]),
      tags: Array.from(inventory.documentTags[n]),
      isHidden: hidden.has(id) && tags.length > 0,
      isForTuning: hashOf(id, TUNING_SEED) < FRACTION * 2 ** 32,
    })),
    tagCount: inventory.tags.length,
    numberOf: new Map(inventory.tags.map(({ name }, number) => [foldTag(name), number])),
    unstrippable: source.documents.length - kept.length,
  };
}

/** Writes the document without its tags into the copy; one that keeps a tag goes out of the copy altogether. */
function writeStripped({ root, id, tags }: SourceDocument, copy: string, read: ReadOptions): boolean {
  let stripped: Document | undefined = readDocument(id, readFileSync(join(root, id), "utf8"), read);
  for (const tag of tags) {
    if (stripped === undefined) break;
    const { edits } = removeTag(stripped, tag, { read });
    stripped = readDocument(id, applyEdits(stripped.text, edits), read);
  }
  const path = join(copy, id);
  if (stripped === undefined || stripped.tags.length > 0) {
    rmSync(path, { force: true });
    return false;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, stripped.text);
  return true;
}

function wordsOf(texts: readonly string[]): string {
  const words: string[] = [];
  for (const text of texts) forEachWord(text, (word) => words.push(word));
  return words.join(" ");
}

/** What a competitor says of one document: tag numbers with scores, the best first. */
export type Ranking = readonly (readonly [tag: number, score: number])[];

/** The threshold with the best micro-F1 on the documents for tuning, which the scores must not have been learned from. */
export function thresholdFor(
  { documents, tagCount }: BenchWorkspace,
  rankings: ReadonlyMap<string, Ranking>,
): number {
  const tuning = documents.filter(
    ({ isHidden, isForTuning, tags }) => isForTuning && !isHidden && tags.length > 0,
  );
  return tuneThreshold(
    tuning.map(({ id, tags }) => ({
      scores: scoresOf(rankings.get(id) ?? [], tagCount),
      truth: Int32Array.from(tags),
    })),
  );
}

/** Figures on the hidden documents: from rankings with a threshold, or with the sets that the competitor chose itself. */
export function figuresOf(
  { documents, tagCount }: BenchWorkspace,
  rankings: ReadonlyMap<string, Ranking>,
  chosen: number | ReadonlyMap<string, readonly number[]>,
): Record<string, number> {
  const judgements = documents
    .filter(({ isHidden }) => isHidden)
    .map(({ id, tags }): Judgement => {
      const scores = scoresOf(rankings.get(id) ?? [], tagCount);
      const predicted = typeof chosen === "number" ? rankAtLeast(scores, chosen) : (chosen.get(id) ?? []);
      return { truth: tags, ranking: rank(scores, 5), predicted };
    });
  return evaluate(judgements);
}

function scoresOf(ranking: Ranking, tagCount: number): Float64Array {
  const scores = new Float64Array(tagCount).fill(Number.NEGATIVE_INFINITY);
  for (const [tag, score] of ranking) scores[tag] = score;
  return scores;
}

export { foldTag };
