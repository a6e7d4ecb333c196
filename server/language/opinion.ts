import type { Document } from "../documents/document.ts";
import { foldTag } from "../documents/tagName.ts";
import type { Tagger } from "../models/tagger.ts";
import type { Opinion } from "./taggedDocument.ts";

/** What a model says of a document, for the language features. Tags go by any spelling. */
export function opinionOf(tagger: Tagger, document: Document): Opinion {
  const query = { id: document.path, prose: document.prose, tags: [] };
  const suggestion = tagger.suggest(query, { top: tagger.model.tags.length, evidence: false });
  const byFold = new Map(
    suggestion.suggestions.map(({ tag, probability }) => [foldTag(tag), { tag, probability }]),
  );
  return {
    ...suggestion,
    limit: tagger.model.sdlgm.level.limit,
    probabilityOf: (tag) => byFold.get(foldTag(tag))?.probability,
    explain: (tags) =>
      tagger.explain(
        query,
        tags.map((tag) => byFold.get(foldTag(tag))?.tag ?? tag),
      ),
  };
}
