import { rank } from "../evaluation/ranking.ts";
import { bestThreshold } from "../evaluation/threshold.ts";
import type { ExampleSet } from "../sdlgm/example.ts";
import { type HeadParameters, headForward } from "../sdlgm/head.ts";

/** A look at so much takes some milliseconds, and there is one after every iteration. */
const MOST_DOCUMENTS = 200;
const TAGS_A_DOCUMENT = 64;

/** Some of the training documents, as if they were new, to see while the head is learned what it is worth. */
export class HeadSample {
  readonly #documents: {
    /** Of the tags that come into question, tags × M. */
    readonly evidence: Float32Array;
    /** Places of its own tags among these; beyond them for one that is not there. */
    readonly truth: Int32Array;
    readonly tags: number;
  }[];

  /**
   * @param activity the column that tells which tags come into question
   * @param checkpoint called for each document; throws to give up
   */
  constructor(examples: ExampleSet, activity: number, checkpoint: () => void) {
    const width = examples.columns.length;
    const size = Math.min(examples.count, MOST_DOCUMENTS);
    this.#documents = Array.from({ length: size }, (_, n) => {
      checkpoint();
      const i = Math.floor((n * examples.count) / size);
      const { evidence, candidates } = examples.read(i);
      const scores = Float64Array.from(candidates, (isCandidate, k) =>
        isCandidate === 1 ? evidence[k * width + activity] : Number.NEGATIVE_INFINITY,
      );
      const tags = rank(scores, TAGS_A_DOCUMENT);
      const compact = new Float32Array(tags.length * width);
      tags.forEach((tag, at) => {
        for (let m = 0; m < width; m++) compact[at * width + m] = evidence[tag * width + m];
      });
      const truth = examples.tagsOf(i).map((tag, t) => {
        const at = tags.indexOf(tag);
        return at >= 0 ? at : tags.length + t;
      });
      return { evidence: compact, truth, tags: tags.length };
    });
  }

  /** Micro-F1 of all tags whose logit reaches the one threshold that serves these documents best; 0..1. */
  microF1(head: HeadParameters): number {
    const scored = this.#documents.map(({ evidence, truth, tags }) => {
      const scores = new Float64Array(tags);
      headForward(head, evidence, scores);
      return { scores, truth };
    });
    return bestThreshold(scored).microF1;
  }
}
