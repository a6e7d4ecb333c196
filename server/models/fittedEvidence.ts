import { DecoderEvidence } from "../evidence/decoder.ts";
import { EvidenceSet, FolderCounts, tagCountHints } from "../evidence/evidenceSet.ts";
import { Labels } from "../evidence/labels.ts";
import { LinearEvidence } from "../evidence/linear.ts";
import { MentionPrecision, mentionEvidence } from "../evidence/mentionEvidence.ts";
import { neighbourEvidence } from "../evidence/neighbours.ts";
import { priorEvidence } from "../evidence/prior.ts";
import type { EvidenceQuery } from "../evidence/query.ts";
import { RidgeEvidence } from "../evidence/ridgeEvidence.ts";
import { SimilarityIndex } from "../evidence/similarity.ts";
import type { TagModel } from "./tagModel.ts";

/** The parts of a model that evidence is made from: all but what is learned on top of it. */
export type EvidenceState = Pick<TagModel, "tags" | "mentions" | "training" | "ridge" | "linear">;

/** Every kind of evidence of one model, ready to be asked. */
export class FittedEvidence {
  readonly labels: Labels;
  readonly ridge: RidgeEvidence;
  readonly set: EvidenceSet;
  readonly #similarity: SimilarityIndex;
  readonly #folderCounts: FolderCounts;

  /** @param leaveOneOut ridge scores of the training documents, where they are at hand */
  constructor(state: EvidenceState, leaveOneOut?: (i: number, scores: Float64Array) => void) {
    const { training, mentions } = state;
    this.labels = new Labels(training.documentTags, state.tags.length, training.foldOf);
    this.ridge = new RidgeEvidence(state.ridge, training.rows, this.labels, leaveOneOut);
    this.set = new EvidenceSet(this.labels, [
      this.ridge,
      ...(state.linear === undefined ? [] : [new LinearEvidence(state.linear, this.labels)]),
      neighbourEvidence(this.labels),
      mentionEvidence(mentions.idf),
      new MentionPrecision(this.labels, mentions),
      new DecoderEvidence(training.logCounts, this.labels),
      priorEvidence(this.labels),
    ]);
    this.#similarity = new SimilarityIndex(training.rows);
    this.#folderCounts = new FolderCounts(this.labels, training.folders);
  }

  /** Completes a query with the cosines. */
  query(partial: Omit<EvidenceQuery, "similarities">): EvidenceQuery {
    return { ...partial, similarities: this.#similarity.similarities(partial.row, partial.self) };
  }

  /** Mean numbers of tags that hint at the document's own. */
  hints(query: EvidenceQuery, folder: string): readonly number[] {
    const { neighbours, folder: ofFolder } = tagCountHints(query, folder, this.#folderCounts, this.labels);
    return [neighbours, ofFolder];
  }
}
