import type { Labels } from "./labels.ts";
import type { Evidence, EvidenceQuery } from "./query.ts";
import { descendingRanks, rankScratch } from "./ranks.ts";

export const FEW = 5;
export const MANY = 20;
export const CROWD = 100;
/** Among fewer documents the nearest hundred are no neighbours any more, but everybody. */
const FEWEST_FOR_CROWD = 500;

const SMOOTHING = 0.02;

/** A training document that is like the one asked for. */
export interface Neighbour {
  readonly document: number;
  readonly similarity: number;
}

/**
 * What similar documents are tagged with: similarity-weighted shares v_k of the 5 and of the 20 nearest by cosine,
 * as log(v + .02) − log(.02); of the 20 also v / max v and log(1 + rank);
 * and of the 100 nearest, where there are documents enough.
 */
export function neighbourEvidence(labels: Labels): Evidence {
  const few = new Float64Array(labels.tags);
  const many = new Float64Array(labels.tags);
  const ranks = new Float64Array(labels.tags);
  const scratch = rankScratch(labels.tags);
  const crowd = new Float64Array(labels.tags);
  const hasCrowd = labels.documents >= FEWEST_FOR_CROWD;
  return {
    columns: ["neighbours5", "neighbours20", "neighbours20Relative", "neighbours20Rank", "neighbours100"],
    score(query, out, stride, offset) {
      const nearest = nearestNeighbours(query, hasCrowd ? CROWD : MANY);
      vote(nearest.slice(0, FEW), labels, few);
      vote(nearest.slice(0, MANY), labels, many);
      if (hasCrowd) vote(nearest, labels, crowd);
      descendingRanks(many, ranks, scratch);
      let largest = 0;
      for (const value of many) largest = Math.max(largest, value);
      for (let tag = 0; tag < labels.tags; tag++) {
        const at = tag * stride + offset;
        out[at] = Math.log(few[tag] / SMOOTHING + 1);
        out[at + 1] = Math.log(many[tag] / SMOOTHING + 1);
        out[at + 2] = largest > 0 ? many[tag] / largest : 0;
        out[at + 3] = Math.log1p(ranks[tag]);
        if (hasCrowd) out[at + 4] = Math.log(crowd[tag] / SMOOTHING + 1);
      }
    },
  };
}

/** The mean number of tags of the nearest documents, weighted by similarity; −1 if no document shares a word. */
export function neighbourTagCount(query: EvidenceQuery, labels: Labels): number {
  let weight = 0;
  let sum = 0;
  for (const { document, similarity } of nearestNeighbours(query, MANY)) {
    weight += similarity;
    sum += similarity * labels.tagsOf(document).length;
  }
  return weight > 0 ? sum / weight : -1;
}

/** The k training documents with the largest positive cosine, most similar first; earlier documents first among equals. */
export function nearestNeighbours({ similarities, self }: Similarities, k: number): Neighbour[] {
  // A heap with the least similar on top (of equals the last), so that most documents cost one comparison.
  const heap = new Int32Array(Math.min(k, similarities.length));
  let size = 0;
  const isBefore = (a: number, b: number): boolean =>
    similarities[a] < similarities[b] || (similarities[a] === similarities[b] && a > b);
  for (let document = 0; document < similarities.length; document++) {
    const similarity = similarities[document];
    if (!(similarity > 0) || document === self) continue;
    if (size < heap.length) {
      let at = size++;
      for (let up = (at - 1) >> 1; at > 0 && isBefore(document, heap[up]); up = (at - 1) >> 1) {
        heap[at] = heap[up];
        at = up;
      }
      heap[at] = document;
    } else if (similarity > similarities[heap[0]]) {
      let at = 0;
      for (let down = 1; down < size; down = 2 * at + 1) {
        if (down + 1 < size && isBefore(heap[down + 1], heap[down])) down++;
        if (!isBefore(heap[down], document)) break;
        heap[at] = heap[down];
        at = down;
      }
      heap[at] = document;
    }
  }
  const nearest = heap.subarray(0, size).sort((a, b) => similarities[b] - similarities[a] || a - b);
  return Array.from(nearest, (document) => ({ document, similarity: similarities[document] }));
}

type Similarities = Pick<EvidenceQuery, "similarities" | "self">;

function vote(nearest: readonly Neighbour[], labels: Labels, votes: Float64Array): void {
  votes.fill(0);
  let total = 0;
  for (const { document, similarity } of nearest) {
    total += similarity;
    labels.addTo(votes, document, similarity);
  }
  if (total > 0) for (let tag = 0; tag < votes.length; tag++) votes[tag] /= total;
}
