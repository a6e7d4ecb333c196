import type { Labels } from "./labels.ts";
import { NearestLists } from "./nearestLists.ts";
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
export function nearestNeighbours(query: NearestQuery, k: number): readonly Neighbour[] {
  if (query.neighbours !== undefined) return query.neighbours.slice(0, k);
  const { similarities, self } = query;
  const nearest = new NearestLists(1, k);
  for (let document = 0; document < similarities.length; document++) {
    if (similarities[document] > 0 && document !== self) nearest.add(0, document, similarities[document]);
  }
  return nearest.sorted(0);
}

type NearestQuery = Pick<EvidenceQuery, "similarities" | "self" | "neighbours">;

function vote(nearest: readonly Neighbour[], labels: Labels, votes: Float64Array): void {
  votes.fill(0);
  let total = 0;
  for (const { document, similarity } of nearest) {
    total += similarity;
    labels.addTo(votes, document, similarity);
  }
  if (total > 0) for (let tag = 0; tag < votes.length; tag++) votes[tag] /= total;
}
