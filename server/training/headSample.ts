import { bestThreshold } from "../evaluation/threshold.ts";
import type { ExampleSet } from "../sdlgm/example.ts";
import { type HeadParameters, headForward } from "../sdlgm/head.ts";

const MOST_DOCUMENTS = 200;
/** 32 MB, and some 10 ms for each look at it. */
const MOST_NUMBERS = 8_000_000;

/** Some of the training documents, as if they were new, to see while the head is learned what it is worth. */
export class HeadSample {
  readonly #documents: {
    readonly evidence: Float32Array;
    readonly candidates: Uint8Array;
    readonly truth: Int32Array;
  }[];

  /** @param checkpoint called for each document; throws to give up */
  constructor(examples: ExampleSet, checkpoint: () => void) {
    const { count, tags, columns } = examples;
    const room = Math.max(1, Math.floor(MOST_NUMBERS / (tags * columns.length)));
    const size = Math.min(count, MOST_DOCUMENTS, room);
    this.#documents = Array.from({ length: size }, (_, n) => {
      checkpoint();
      const i = Math.floor((n * count) / size);
      const { evidence, candidates } = examples.read(i);
      return { evidence: Float32Array.from(evidence), candidates, truth: examples.tagsOf(i) };
    });
  }

  /** Micro-F1 of all tags whose logit reaches the one threshold that serves these documents best; 0..1. */
  microF1(head: HeadParameters): number {
    const scored = this.#documents.map(({ evidence, candidates, truth }) => {
      const scores = new Float64Array(candidates.length);
      headForward(head, evidence, scores);
      for (let k = 0; k < scores.length; k++) if (candidates[k] === 0) scores[k] = Number.NEGATIVE_INFINITY;
      return { scores, truth };
    });
    return bestThreshold(scored).microF1;
  }
}
