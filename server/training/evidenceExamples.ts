import type { Mentions } from "../corpus/mentions.ts";
import type { VectorizedDocument } from "../corpus/vectorized.ts";
import type { FittedEvidence } from "../models/fittedEvidence.ts";
import type { Example, ExampleSet } from "../sdlgm/example.ts";

/** Evidence of all documents is kept if it takes no more bytes than this; else it is made again each time it is read. */
const MOST_KEPT_BYTES = 300e6;

/** One training document, ready to be asked for evidence. */
export interface TrainingRow extends VectorizedDocument {
  readonly mentions: Mentions;
  readonly folder: string;
}

/** How the making of evidence is followed. Both may throw to give up. */
export interface EvidenceWatch {
  /** Called with the share done while the evidence that is kept is made. */
  making(fraction: number): void;
  /** Called each time that evidence is made again because it was not kept, in whatever stage that is. */
  reading(): void;
}

/** The training documents as examples: each served by the evidence as if it were new. */
export function evidenceExamples(
  evidence: FittedEvidence,
  rows: readonly TrainingRow[],
  watch: EvidenceWatch,
  mostKeptBytes = MOST_KEPT_BYTES,
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
      evidence: keep ? new Float32Array(buffer) : buffer,
      candidates,
      tags: labels.tagsOf(i).filter((tag) => candidates[tag] === 1),
      hints: evidence.hints(query, folder),
    };
  };
  const kept: Example[] = [];
  const keepAll = rows.length * width * Float32Array.BYTES_PER_ELEMENT <= mostKeptBytes;
  if (keepAll) {
    for (let i = 0; i < rows.length; i++) {
      watch.making(i / rows.length);
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
      watch.reading();
      return make(i, false);
    },
  };
}
