/** What was said about one document, beside what is true. Tags are indices; each list names a tag once. */
export interface Judgement {
  truth: ArrayLike<number>;
  /** Best first; as long as the deepest precision asks for, or shorter if there was nothing more to say. */
  ranking: ArrayLike<number>;
  /** The set that was chosen, in any order. */
  predicted: ArrayLike<number>;
  /** The number of tags that was foretold; left out, the size of the chosen set. */
  level?: number;
}

/** One figure over all documents. `labels`: the tags that the mean of macro-F1 runs over. */
export type Metric = (documents: readonly Judgement[], labels: Iterable<number>) => number;

export type MetricName =
  | "precisionAt1"
  | "precisionAt3"
  | "precisionAt5"
  | "microF1"
  | "macroF1"
  | "exampleF1"
  | "levelError";

/** Every figure that is reported. All are 0..1, the higher the better, but for `levelError`, a mean number of tags. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  precisionAt1: (documents) => precisionAt(1, documents),
  precisionAt3: (documents) => precisionAt(3, documents),
  precisionAt5: (documents) => precisionAt(5, documents),
  microF1,
  macroF1,
  exampleF1,
  levelError,
};

/**
 * All figures at once. Macro-F1 runs over `labels`, by default over the tags that occur in the truth or among the
 * predictions of these documents: a tag that nobody has or names says nothing here.
 */
export function evaluate(
  documents: readonly Judgement[],
  labels: Iterable<number> = occurringTags(documents),
): Record<MetricName, number> {
  const each = [...labels];
  const names = Object.keys(metrics) as MetricName[];
  return Object.fromEntries(names.map((name) => [name, metrics[name](documents, each)])) as Record<
    MetricName,
    number
  >;
}

/** The tags in the truth or among the predictions of these documents. */
export function occurringTags(documents: readonly Judgement[]): Set<number> {
  const tags = new Set<number>();
  for (const { truth, predicted } of documents) {
    for (let i = 0; i < truth.length; i++) tags.add(truth[i]);
    for (let i = 0; i < predicted.length; i++) tags.add(predicted[i]);
  }
  return tags;
}

/** The mean share of true tags among the k best; always out of k, however many tags a document has. */
export function precisionAt(k: number, documents: readonly Judgement[]): number {
  return mean(documents, ({ truth, ranking }) => {
    const correct = new Set(Array.from(truth));
    let hits = 0;
    for (let i = 0; i < Math.min(k, ranking.length); i++) if (correct.has(ranking[i])) hits++;
    return hits / k;
  });
}

function microF1(documents: readonly Judgement[]): number {
  let hits = 0;
  let total = 0;
  for (const { truth, predicted } of documents) {
    hits += overlap(truth, predicted);
    total += truth.length + predicted.length;
  }
  return total === 0 ? 0 : (2 * hits) / total;
}

/** A label with neither truth nor prediction counts as 0. */
function macroF1(documents: readonly Judgement[], labels: Iterable<number>): number {
  const hits = new Map<number, number>();
  const totals = new Map<number, number>();
  const count = (counts: Map<number, number>, tag: number) => counts.set(tag, (counts.get(tag) ?? 0) + 1);
  for (const { truth, predicted } of documents) {
    const correct = new Set(Array.from(truth));
    for (const tag of correct) count(totals, tag);
    for (let i = 0; i < predicted.length; i++) {
      count(totals, predicted[i]);
      if (correct.has(predicted[i])) count(hits, predicted[i]);
    }
  }
  return mean([...labels], (tag) => {
    const total = totals.get(tag) ?? 0;
    return total === 0 ? 0 : (2 * (hits.get(tag) ?? 0)) / total;
  });
}

/** The mean F1 of a document's set; no tags where none are due is a perfect answer. */
function exampleF1(documents: readonly Judgement[]): number {
  return mean(documents, ({ truth, predicted }) => {
    const total = truth.length + predicted.length;
    return total === 0 ? 1 : (2 * overlap(truth, predicted)) / total;
  });
}

/** The mean absolute error of the number of tags. */
function levelError(documents: readonly Judgement[]): number {
  return mean(documents, ({ truth, predicted, level }) =>
    Math.abs((level ?? predicted.length) - truth.length),
  );
}

function overlap(truth: ArrayLike<number>, predicted: ArrayLike<number>): number {
  const correct = new Set(Array.from(truth));
  let hits = 0;
  for (let i = 0; i < predicted.length; i++) if (correct.has(predicted[i])) hits++;
  return hits;
}

/** 0 of nothing: an empty report prints, and JSON has no NaN. */
function mean<Item>(items: readonly Item[], value: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += value(item);
  return items.length === 0 ? 0 : sum / items.length;
}
