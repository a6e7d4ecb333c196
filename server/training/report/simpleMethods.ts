import { stackRows } from "../../corpus/sparseRow.ts";
import { judge, type SplitCorpus } from "../../evaluation/baselines/index.ts";
import { literal } from "../../evaluation/baselines/literal.ts";
import { nearestNeighbours } from "../../evaluation/baselines/nearestNeighbours.ts";
import { popularity } from "../../evaluation/baselines/popularity.ts";
import { splitByPath } from "../../evaluation/split.ts";
import type { Watch } from "../../kernels/index.ts";
import type { Agreement } from "../../protocol.ts";
import { mentionCounts, tagListsOf } from "../splitCorpus.ts";
import type { Learned } from "../train.ts";
import { agreementOf } from "./agreement.ts";

/** Quick enough to be set beside every training. */
const METHODS = [popularity, literal, nearestNeighbours()];

const HIDDEN_SHARE = 0.2;
/** What each answer costs grows with the documents; more than these would only make the figures a little steadier. */
const MOST_TUNING = 400;
const MOST_JUDGED = 600;

/**
 * What simpler ways find of a hidden fifth of the documents that a training learned from, by name; none where there is nothing to hide.
 *
 * @throws Cancelled
 */
export function simpleMethods(
  { model, mentions }: Pick<Learned, "model" | "mentions">,
  watch: Watch,
): Record<string, Agreement> {
  const { training, tags, summary } = model;
  const { seed } = summary;
  const split = splitByPath(training.ids, { fraction: HIDDEN_SHARE, seed, groupTranslations: true });
  if (split.train.length === 0 || split.test.length === 0) return {};
  const corpus: SplitCorpus = {
    features: training.rows,
    tags: tagListsOf(training.documentTags),
    tagCount: tags.length,
    trainRows: split.train,
    testRows: evenly(split.test, MOST_JUDGED),
    mentionCounts: stackRows(mentions.map(mentionCounts), tags.length),
  };
  return Object.fromEntries(
    METHODS.map((method, n) => {
      const ofAll: Watch = {
        ...watch,
        onProgress: (fraction) => watch.onProgress?.((n + fraction) / METHODS.length),
      };
      const fitted = method.fit(corpus, { seed, mostTuning: MOST_TUNING, watch: ofAll });
      return [method.name, agreementOf(judge(fitted, corpus, watch))];
    }),
  );
}

function evenly(rows: Int32Array, most: number): Int32Array {
  const size = Math.min(rows.length, most);
  return Int32Array.from({ length: size }, (_, n) => rows[Math.floor((n * rows.length) / size)]);
}
