import { foldTag } from "../documents/tagName.ts";
import { because, listedEvidence } from "../language/evidenceText.ts";
import { unlikelyTags } from "../language/suggestedTags.ts";
import type { TaggedDocument } from "../language/taggedDocument.ts";
import type { DocumentSuggestions, SuggestedTag } from "../protocol.ts";

/** Beside the document's own tags. */
const MOST_OTHERS = 30;
/** Of the others, the first few are explained. */
const MOST_EXPLAINED = 12;

/** What the model says of a document, for a list to choose from. Undefined without a model. */
export function documentSuggestions(doc: TaggedDocument): DocumentSuggestions | undefined {
  const { opinion, document, decisions, folder, uri, version } = doc;
  if (opinion === undefined) return undefined;
  const present = new Map(document.tags.map(({ name }) => [foldTag(name), name]));
  const predicted = new Set(opinion.predicted.map(foldTag));
  const { leastProbability } = folder.settings;
  const others = opinion.suggestions
    .filter(({ tag, probability }) => {
      const fold = foldTag(tag);
      return !present.has(fold) && (probability >= leastProbability || predicted.has(fold));
    })
    .slice(0, MOST_OTHERS);
  const own = [...present.values()].map((tag) => ({
    tag,
    probability: opinion.probabilityOf(tag) ?? Number.NaN,
  }));
  const all = [...own, ...others].sort((a, b) => (b.probability || 0) - (a.probability || 0));
  const explained = [...own, ...others.slice(0, MOST_EXPLAINED)].map(({ tag }) => tag);
  const reasons = opinion.explain(explained);
  const reasonsOf = new Map(explained.map((tag, i) => [tag, reasons[i]]));
  const unlikely = new Set(unlikelyTags(doc, leastProbability).map(({ fold }) => fold));
  return {
    uri,
    version,
    level: { mean: opinion.level.mean, median: opinion.level.median, interval: opinion.level.interval },
    limit: opinion.limit,
    tags: all.map(({ tag, probability }): SuggestedTag => {
      const fold = foldTag(tag);
      const terms = reasonsOf.get(tag) ?? [];
      return {
        tag,
        probability: Number.isFinite(probability) ? probability : null,
        present: present.has(fold),
        predicted: predicted.has(fold),
        rejected: decisions.rejected.has(fold),
        kept: decisions.kept.has(fold),
        unlikely: unlikely.has(fold),
        because: because(terms),
        evidence: listedEvidence(doc, terms),
      };
    }),
  };
}
