import { throwIfStopped, type Watch } from "../../kernels/index.ts";
import { Tagger } from "../../models/tagger.ts";
import { decide } from "../../sdlgm/model.ts";
import type { PlacedDocument } from "../readCorpus.ts";
import type { Learned } from "../train.ts";
import { missing, mostSurprising, type Surprise } from "./review.ts";

/** So many documents without tags are looked at, or half as many as were learned from: more would make a training much slower. */
const FEWEST_LOOKED_AT = 2_000;
const LOOKED_AT_SHARE = 0.5;
const MOST_OF_A_DOCUMENT = 3;

/**
 * What the model would give to documents that have no tags, but not to those that were left without any on purpose.
 *
 * @throws Cancelled
 */
export function untaggedSurprises(
  { model, evidence }: Pick<Learned, "model" | "evidence">,
  documents: readonly PlacedDocument[],
  watch: Watch,
): Surprise[] {
  const untagged = documents.filter(({ tags }) => tags.length === 0);
  if (untagged.length === 0) return [];
  const tagger = new Tagger(model, { evidence });
  const most = Math.max(FEWEST_LOOKED_AT, Math.floor(LOOKED_AT_SHARE * model.training.ids.length));
  const size = Math.min(untagged.length, most);
  return Array.from({ length: size }, (_, n) => {
    throwIfStopped(watch);
    watch.onProgress?.(n / size);
    const document = untagged[Math.floor((n * untagged.length) / size)];
    if (document.isLeftUntagged) return [];
    const prediction = tagger.predict(document);
    const found = Array.from(decide(model.sdlgm, prediction), (tag) =>
      missing(document.name, model.tags[tag].name, prediction.marginals[tag]),
    );
    return mostSurprising(found, MOST_OF_A_DOCUMENT);
  }).flat();
}
