import type { CorpusDocument } from "../../../server/corpus/corpusDocument.ts";
import { Tagger } from "../../../server/models/tagger.ts";
import type { TagModel } from "../../../server/models/tagModel.ts";
import { createRandom, shuffle } from "../../../server/sdlgm/random.ts";
import { train } from "../../../server/training/train.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";

/** A document of words and nothing else. */
export function plain(id: string, body: string, tags: readonly string[]): CorpusDocument {
  return { id, prose: { title: "", description: "", headings: [], body, fields: [] }, tags };
}

/** A corpus large enough to learn from, and new documents of the same kind. */
export function corpusAndNew(documents: number, tags: number, seed: number) {
  const all = syntheticCorpus({ documents, tags, seed });
  const cut = Math.floor(0.8 * documents);
  return { known: all.slice(0, cut), fresh: all.slice(cut).filter((document) => document.tags.length > 0) };
}

/** The same documents with each other's tags: nothing in a document speaks of its tags any more. */
export function withShuffledTags(documents: readonly CorpusDocument[], seed: number): CorpusDocument[] {
  const tagged = documents.filter(({ tags }) => tags.length > 0);
  const order = shuffle(
    Int32Array.from(tagged, (_, i) => i),
    createRandom(seed),
  );
  return tagged.map((document, i) => ({ ...document, id: `all/${i}.md`, tags: tagged[order[i]].tags }));
}

/** A learned model without what differs from run to run. */
export function numbersOf(model: TagModel) {
  const { seconds: _, ...summary } = model.summary;
  return { ...model, summary };
}

/** Where a model has something that is not a finite number, as paths. */
export function notFinite(value: unknown, path = "model"): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (ArrayBuffer.isView(value)) {
    const bad = Array.from(value as Float64Array).findIndex((x) => !Number.isFinite(x));
    return bad < 0 ? [] : [`${path}[${bad}]`];
  }
  if (value instanceof Map)
    return [...value].flatMap(([key, entry]) => notFinite(entry, `${path}.get(${key})`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => notFinite(entry, `${path}.${key}`));
}

export function folded(tags: readonly string[]): string[] {
  return tags.map((tag) => tag.toLowerCase());
}

/** Micro-F1 of `predicted` against the documents' own tags. */
export function microF1(
  documents: readonly CorpusDocument[],
  predict: (document: CorpusDocument) => readonly string[],
): number {
  let hits = 0;
  let sizes = 0;
  for (const document of documents) {
    const own = new Set(folded(document.tags));
    const predicted = folded(predict(document));
    hits += predicted.filter((tag) => own.has(tag)).length;
    sizes += predicted.length + own.size;
  }
  return (2 * hits) / sizes;
}

/** The best that the commonest tags of `known` can do on `fresh`, were the number of them known in advance. */
export function popularityF1(known: readonly CorpusDocument[], fresh: readonly CorpusDocument[]): number {
  const counts = new Map<string, number>();
  for (const { tags } of known) for (const tag of folded(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([tag]) => tag);
  return Math.max(...[1, 2, 3, 4, 5].map((size) => microF1(fresh, () => common.slice(0, size))));
}

/** Trains, and looks at every document through the model: whatever it says must make sense. Returns the tagger. */
export function trainAndLook(
  documents: readonly CorpusDocument[],
  options: { limit?: number } = {},
): {
  tagger: Tagger;
  complaints: string[];
} {
  const model = train(documents, { seed: 1, ...options });
  const tagger = new Tagger(model);
  const complaints = notFinite(model);
  for (const document of documents) {
    const { level, suggestions, predicted } = tagger.suggest(document);
    const total = level.probabilities.reduce((sum, p) => sum + p, 0);
    if (!(Math.abs(total - 1) < 1e-6)) complaints.push(`${document.id}: q(L) sums to ${total}`);
    if (predicted.length > model.summary.limit) complaints.push(`${document.id}: more tags than L0`);
    for (const { tag, probability, evidence } of suggestions) {
      if (!(probability >= 0 && probability <= 1 + 1e-9))
        complaints.push(`${document.id}: ${tag} ${probability}`);
      complaints.push(...notFinite(evidence, `${document.id}: evidence of ${tag}`));
    }
  }
  return { tagger, complaints };
}
