/** What the model says of one document. */
export interface DocumentSuggestion {
  readonly level: LevelSuggestion;
  /** The likeliest tags first. */
  readonly suggestions: readonly TagSuggestion[];
  /** The model's own set of tags, likeliest first, of the size that it chose; never more than L0. */
  readonly predicted: readonly string[];
  /** Whether the model learned from this document; its own tags were then taken out of everything. */
  readonly learnedFrom: boolean;
}

/** How many tags the document looks like. */
export interface LevelSuggestion {
  readonly mean: number;
  readonly mode: number;
  readonly median: number;
  /** 10 % and 90 % quantiles. */
  readonly interval: readonly [number, number];
  /** P(L = l), l = 0..L0. */
  readonly probabilities: readonly number[];
}

export interface TagSuggestion {
  readonly tag: string;
  /** Marginal probability that the document has the tag. */
  readonly probability: number;
  /** What speaks for it (and, negative, against it), strongest first. */
  readonly evidence: readonly EvidenceTerm[];
}

export interface EvidenceTerm {
  /** A word of the document, the tag's own name, or another document. */
  readonly term: string;
  /** Its share of the tag's logit. */
  readonly weight: number;
  readonly kind: "word" | "mention" | "neighbour" | "prior";
}
