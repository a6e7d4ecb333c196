/** Agreement with the tags that documents really have; shares 0..1. */
export interface Agreement {
  readonly precision: number;
  readonly recall: number;
  readonly microF1: number;
  readonly macroF1: number;
  readonly exampleF1: number;
  readonly precisionAt1: number;
  /** Mean absolute error of the number of tags. */
  readonly levelError: number;
}

/** A tag in a report. */
export interface TagReport {
  readonly tag: string;
  /** Documents that have it. */
  readonly documents: number;
  /** Documents that would get it, each seen as if it were new. */
  readonly predicted: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /**
   * The tag that is most often put in its place, or in whose place it is put: one of them wrongly there and the other one missed, in two
   * documents or more.
   */
  readonly confusedWith?: string;
}

/** One document and one tag that do not go together, in the eyes of the model. */
export interface ReviewEntry {
  /** Relative to the folder. */
  readonly path: string;
  readonly tag: string;
  /** `missing`: likely and not there; `unlikely`: there and not likely. */
  readonly kind: "missing" | "unlikely";
  readonly probability: number;
}

/** Everything that is to be said of one training or evaluation. Saved with the model, so that runs can be compared. */
export interface RunReport {
  readonly version: 1;
  readonly kind: "training" | "evaluation";
  /** ISO 8601. */
  readonly created: string;
  readonly seconds: number;
  readonly seed: number;
  /** L0. */
  readonly limit: number;
  readonly documents: number;
  readonly taggedDocuments: number;
  readonly tags: number;
  readonly vocabulary: number;
  /** Documents that the figures are made on: each as if it were new (training), or really hidden (evaluation). */
  readonly judgedDocuments: number;
  readonly agreement: Agreement;
  /** Simpler ways on hidden documents, by name (`popularity`, `literal`, `nearestNeighbours`, and for evaluations `oneVsRest`). */
  readonly baselines: Readonly<Record<string, Agreement>>;
  /** Ten equal ranges of probability: how many pairs, mean probability, share that came true. */
  readonly reliability: readonly {
    readonly pairs: number;
    readonly predicted: number;
    readonly observed: number;
  }[];
  readonly calibrationError: number;
  /** Numbers of documents by their number of tags 0, 1, …; true ones may go beyond the limit. */
  readonly levels: {
    readonly own: readonly number[];
    readonly predicted: readonly number[];
    /** How many documents would get as many tags as the limit allows. */
    readonly atLimit: number;
  };
  /** All tags, most used first. */
  readonly perTag: readonly TagReport[];
  /**
   * The optimiser's way by iteration, in nats a document by name of the term; at most 300 points. The head (`total`, `tags`, `prior`) and
   * after it the level (`level`) count their iterations from the beginning; what both say of one number stands in one point.
   */
  readonly curve: readonly {
    readonly iteration: number;
    readonly loss: Readonly<Record<string, number>>;
    /** Figures on held-out documents at this iteration, where they were made: `microF1`, … */
    readonly heldOut?: Readonly<Record<string, number>>;
  }[];
  /**
   * What was not learned from, or in part only, by reason (`untagged`, `too-large`, `binary`, `not-utf8`, `outside`, `unreadable`, `defects`), with at
   * most 20 paths.
   */
  readonly leftOut: readonly {
    readonly reason: string;
    readonly documents: number;
    readonly examples: readonly string[];
  }[];
  /**
   * Where the model is surest that something is missing or wrong, the most surprising first; at most 5,000, and three of a document. Only of
   * trainings.
   */
  readonly review: readonly ReviewEntry[];
}
