import type { Mentions } from "../corpus/mentions.ts";
import type { VectorizedDocument } from "../corpus/vectorizer.ts";
import type { FittedEvidence } from "../models/fittedEvidence.ts";
import type { Example, ExampleSet } from "../sdlgm/example.ts";

/** Evidence of all documents is kept if it takes no more bytes than this; else it is made again each time it is read. */
const MOST_KEPT_BYTES = 300e6;

/** One training document, ready to be asked for evidence. */
export interface TrainingRow extends VectorizedDocument {
  readonly mentions: Mentions;
  readonly folder: string;
}

/**
 * The training documents as examples: each served by the evidence as if it were new.
 *
 * @param checkpoint called with the share done while evidence is made; throws to give up
 */
export function evidenceExamples(
  evidence: FittedEvidence,
  rows: readonly TrainingRow[],
  checkpoint: (fraction: number) => void,
): ExampleSet {
  const { labels, set } = evidence;
  const width = labels.tags * set.columns.length;
  const buffer = new Float64Array(width);
  const make = (i: number, keep: boolean): Example => {
    const { row, logCounts, mentions, folder } = rows[i];
    const query = evidence.query({ row, logCounts, mentions, self: i, edited: false });
    set.score(query, buffer);
    const candidates = set.candidates(i);
    return {
      evidence: keep ? Float32Array.from(buffer) : buffer,
      candidates,
      tags: labels.tagsOf(i).filter((tag) => candidates[tag] === 1),
      hints: evidence.hints(query, folder),
    };
  };
  const kept: Example[] = [];
  const keepAll = rows.length * width * Float32Array.BYTES_PER_ELEMENT <= MOST_KEPT_BYTES;
  if (keepAll) {
    for (let i = 0; i < rows.length; i++) {
      checkpoint(i / rows.length);
      kept.push(make(i, true));
    }
  }
  return {
    count: rows.length,
    tags: labels.tags,
    columns: set.columns,
    tagsOf: (i) => labels.tagsOf(i),
    read: (i) => {
      if (keepAll) return kept[i];
      checkpoint(1);
      return make(i, false);
    },
  };
}
