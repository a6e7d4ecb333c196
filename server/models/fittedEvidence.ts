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
import type { TrainingNeighbours } from "../evidence/trainingNeighbours.ts";
import type { TagModel } from "./tagModel.ts";

/** The parts of a model that evidence is made from: all but what is learned on top of it. */
export type EvidenceState = Pick<TagModel, "tags" | "mentions" | "training" | "ridge" | "linear">;

/** What training knows of the training documents and need not be worked out again for each. */
export interface KnownOfTraining {
  /** Ridge scores. */
  readonly leaveOneOut?: (i: number, scores: Float64Array) => void;
  readonly neighbours?: TrainingNeighbours;
}

/** Every kind of evidence of one model, ready to be asked. */
export class FittedEvidence {
  readonly labels: Labels;
  readonly ridge: RidgeEvidence;
  readonly set: EvidenceSet;
  readonly #similarity: SimilarityIndex;
  readonly #folderCounts: FolderCounts;

  readonly #neighbours: TrainingNeighbours | undefined;

  constructor(state: EvidenceState, known: KnownOfTraining = {}) {
    const { training, mentions } = state;
    this.labels = new Labels(training.documentTags, state.tags.length, training.foldOf);
    this.ridge = new RidgeEvidence(state.ridge, training.rows, this.labels, known.leaveOneOut);
    this.#neighbours = known.neighbours;
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

  /** Completes a query with the cosines, or with what is known of the training documents instead of most of them. */
  query(partial: Omit<EvidenceQuery, "similarities" | "neighbours">): EvidenceQuery {
    const { row, self, edited } = partial;
    const index = this.#similarity;
    if (this.#neighbours === undefined || self < 0 || edited) {
      return { ...partial, similarities: index.similarities(row, self) };
    }
    let similarities: Float64Array | undefined;
    return {
      ...partial,
      neighbours: this.#neighbours.of(self),
      get similarities() {
        similarities ??= index.similarities(row, self);
        return similarities;
      },
    };
  }

  /** Mean numbers of tags that hint at the document's own. */
  hints(query: EvidenceQuery, folder: string): readonly number[] {
    const { neighbours, folder: ofFolder } = tagCountHints(query, folder, this.#folderCounts, this.labels);
    return [neighbours, ofFolder];
  }
}
