import { rank } from "./ranking.ts";

/** One document with scores that it had no part in making. */
export interface ScoredDocument {
  /** One a tag; −Infinity where the tag is no candidate. */
  scores: Float64Array;
  truth: Int32Array;
}

/** Deeper in a document's list no threshold worth having reaches; it keeps memory linear in the documents. */
const CANDIDATES_A_DOCUMENT = 64;

/** A threshold, and the micro-F1 that it comes to. */
export interface TunedThreshold {
  readonly threshold: number;
  readonly microF1: number;
}

/** See {@link bestThreshold}. */
export function tuneThreshold(documents: Iterable<ScoredDocument>): number {
  return bestThreshold(documents).threshold;
}

/**
 * The one threshold for all tags that gives these documents the best micro-F1 when the tags with `score ≥ threshold` are
 * chosen: halfway between the last score in and the first one out. Infinity where no choice has a hit.
 * True tags that are no candidates count as missed.
 */
export function bestThreshold(documents: Iterable<ScoredDocument>): TunedThreshold {
  const right: number[] = [];
  const wrong: number[] = [];
  let truths = 0;
  for (const { scores, truth } of documents) {
    const correct = new Set(truth);
    truths += correct.size;
    for (const tag of rank(scores, CANDIDATES_A_DOCUMENT)) {
      (correct.has(tag) ? right : wrong).push(scores[tag]);
    }
  }
  const hits = Float64Array.from(right).sort();
  const misses = Float64Array.from(wrong).sort();

  let best = 0;
  let threshold = Number.POSITIVE_INFINITY;
  let atHit = hits.length - 1;
  let atMiss = misses.length - 1;
  while (atHit >= 0) {
    const score = Math.max(hits[atHit], atMiss >= 0 ? misses[atMiss] : Number.NEGATIVE_INFINITY);
    while (atHit >= 0 && hits[atHit] === score) atHit--;
    while (atMiss >= 0 && misses[atMiss] === score) atMiss--;
    const found = hits.length - 1 - atHit;
    const chosen = found + misses.length - 1 - atMiss;
    const f1 = (2 * found) / (chosen + truths);
    if (f1 > best) {
      best = f1;
      const next = Math.max(
        atHit >= 0 ? hits[atHit] : Number.NEGATIVE_INFINITY,
        atMiss >= 0 ? misses[atMiss] : Number.NEGATIVE_INFINITY,
      );
      threshold = Number.isFinite(next) ? next + (score - next) / 2 : score;
    }
  }
  return { threshold, microF1: best };
}
