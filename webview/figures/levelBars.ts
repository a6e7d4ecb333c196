import type { RunReport } from "../../server/protocol.ts";

/** One place of the chart: the documents with `from` tags, or, at the end, with so many or more. */
export interface LevelBar {
  readonly from: number;
  readonly isOpen: boolean;
  readonly own: number;
  readonly predicted: number;
}

export interface LevelSummary {
  readonly bars: readonly LevelBar[];
  readonly ownMean: number;
  readonly predictedMean: number;
  /** Share of the judged documents that would get as many tags as the limit allows, 0..1. */
  readonly atLimit: number;
}

/** More places than this cannot be told apart in a sidebar. */
const MOST_BARS = 21;

/** The numbers of documents by number of tags, own and predicted, from 0 to past the limit. */
export function levelSummary({ levels, limit }: Pick<RunReport, "levels" | "limit">): LevelSummary {
  const { own, predicted, atLimit } = levels;
  const last = Math.max(limit, lastFilled(own), lastFilled(predicted));
  // The limit keeps a place of its own, for the line.
  const bars = Math.min(last + 1, Math.max(MOST_BARS, limit + 2));
  const documents = sum(predicted) || sum(own);
  return {
    bars: Array.from({ length: bars }, (_, from) => {
      const isOpen = from === bars - 1 && last > from;
      const end = isOpen ? undefined : from + 1;
      return { from, isOpen, own: sum(own.slice(from, end)), predicted: sum(predicted.slice(from, end)) };
    }),
    ownMean: meanLevel(own),
    predictedMean: meanLevel(predicted),
    atLimit: documents === 0 ? Number.NaN : atLimit / documents,
  };
}

function meanLevel(documentsByLevel: readonly number[]): number {
  const documents = sum(documentsByLevel);
  return documentsByLevel.reduce((tags, count, level) => tags + level * count, 0) / (documents || Number.NaN);
}

function lastFilled(counts: readonly number[]): number {
  return Math.max(
    0,
    counts.findLastIndex((count) => count > 0),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
