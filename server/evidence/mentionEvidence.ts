import type { Mentions } from "../corpus/mentions.ts";
import type { Labels } from "./labels.ts";
import type { Evidence } from "./query.ts";

/** Where a tag's name stands in a document, from nowhere to its title. A pair (document, tag) is in exactly one stratum. */
export const STRATA = [
  "none",
  "inflected",
  "share",
  "body1",
  "body3",
  "body8",
  "heading",
  "heading3",
  "title",
] as const;

/** From here on the whole name is there. */
const FIRST_EXACT = 3;

/** Pseudo-counts of the strata: the precision of all tags together weighs as much as so many documents of the tag's own. */
const PRIOR_DOCUMENTS = 4;

/** The stratum of entry j of a document's mentions. */
export function stratumOf(mentions: Mentions, j: number): number {
  const total = mentions.title[j] + mentions.heading[j] + mentions.path[j] + mentions.body[j];
  if (mentions.title[j] > 0) return 8;
  if (mentions.heading[j] + mentions.path[j] > 0) return total >= 3 ? 7 : 6;
  if (mentions.body[j] >= 8) return 5;
  if (mentions.body[j] >= 3) return 4;
  if (mentions.body[j] >= 1) return 3;
  if (mentions.inflected[j] > 0) return 1;
  return 2;
}

/** Whether entry j is a mention of the whole name, and not only of a part or an inflected form of it. */
export function isExactMention(mentions: Mentions, j: number): boolean {
  return stratumOf(mentions, j) >= FIRST_EXACT;
}

/** How often, where, and how tellingly the words of a tag's own name stand in the document. */
export function mentionEvidence(mentionIdf: Float32Array): Evidence {
  return {
    columns: [
      "mentionBody",
      "mentionAnywhere",
      "mentionAnywhereIdf",
      "mentionTitle",
      "mentionTitleIdf",
      "mentionHeading",
      "mentionPath",
      "mentionOpening",
      "mentionShare",
      "mentionInflected",
    ],
    score({ mentions }, out, stride, offset) {
      for (let j = 0; j < mentions.tags.length; j++) {
        const tag = mentions.tags[j];
        const at = tag * stride + offset;
        const anywhere = Math.log1p(
          mentions.body[j] + mentions.title[j] + mentions.heading[j] + mentions.path[j],
        );
        const title = mentions.title[j] > 0 ? 1 : 0;
        out[at] = Math.log1p(mentions.body[j]);
        out[at + 1] = anywhere;
        out[at + 2] = anywhere * mentionIdf[tag];
        out[at + 3] = title;
        out[at + 4] = title * mentionIdf[tag];
        out[at + 5] = Math.log1p(mentions.heading[j]);
        out[at + 6] = mentions.path[j] > 0 ? 1 : 0;
        out[at + 7] = Math.log1p(mentions.opening[j]);
        out[at + 8] = mentions.share[j];
        out[at + 9] = Math.log1p(mentions.inflected[j]);
      }
    },
  };
}

/** How rare the mention of each tag is: log(documents / documents that mention it exactly), over all documents. */
export function mentionIdf(mentions: readonly Mentions[], tags: number): Float32Array {
  const documents = new Float64Array(tags);
  for (const ofDocument of mentions) {
    ofDocument.tags.forEach((tag, j) => {
      if (isExactMention(ofDocument, j)) documents[tag]++;
    });
  }
  return Float32Array.from(documents, (count) => Math.log((1 + mentions.length) / (1 + count)));
}

/** Counts by fold and, last, of all: `[fold][tag * strata + stratum]`. */
export interface StratumTables {
  /** Documents whose mention of the tag is in the stratum. The stratum of no mention is not counted: it is the rest. */
  readonly seen: readonly Float64Array[];
  /** Those of them that have the tag. */
  readonly tagged: readonly Float64Array[];
}

/** @param mentions of the training documents */
export function countStrata(labels: Labels, mentions: readonly Mentions[]): StratumTables {
  const cells = labels.tags * STRATA.length;
  const seen = Array.from({ length: labels.folds + 1 }, () => new Float64Array(cells));
  const tagged = Array.from({ length: labels.folds + 1 }, () => new Float64Array(cells));
  mentions.forEach((ofDocument, i) => {
    const own = new Set(labels.tagsOf(i));
    ofDocument.tags.forEach((tag, j) => {
      const cell = tag * STRATA.length + stratumOf(ofDocument, j);
      for (const table of [labels.foldOf[i], labels.folds]) {
        seen[table][cell]++;
        if (own.has(tag)) tagged[table][cell]++;
      }
    });
  });
  return { seen, tagged };
}

/**
 * How far a mention of this very tag can be trusted: the logit of P(tag | stratum of its mention), and of how often the documents of
 * the tag name it. Both are counted outside the document's fold.
 */
export class MentionPrecision implements Evidence {
  readonly columns = ["mentionPrecision", "mentionRecall"];
  readonly #labels: Labels;
  readonly #tables: StratumTables;
  /** By fold and, last, of all: the same for every document of a fold, so made once. */
  readonly #counted: (FoldEvidence | undefined)[];

  constructor(labels: Labels, tables: StratumTables) {
    this.#labels = labels;
    this.#tables = tables;
    this.#counted = new Array(labels.folds + 1);
  }

  score(
    query: { readonly mentions: Mentions; readonly self: number },
    out: Float64Array,
    stride: number,
    offset: number,
  ): void {
    const fold = query.self < 0 ? this.#labels.folds : this.#labels.foldOf[query.self];
    this.#counted[fold] ??= this.#count(query.self);
    const { logits, recall } = this.#counted[fold];
    for (let tag = 0; tag < recall.length; tag++) {
      const at = tag * stride + offset;
      out[at] = logits[tag * STRATA.length];
      out[at + 1] = recall[tag];
    }
    const { mentions } = query;
    for (let j = 0; j < mentions.tags.length; j++) {
      const tag = mentions.tags[j];
      out[tag * stride + offset] = logits[tag * STRATA.length + stratumOf(mentions, j)];
    }
  }

  /** Outside the fold of document `self`; of all documents, if it is −1. */
  #count(self: number): FoldEvidence {
    const strata = STRATA.length;
    const { tags } = this.#labels;
    const documents = this.#labels.documentsOutside(self);
    const seen = new Float64Array(tags * strata);
    const tagged = new Float64Array(tags * strata);
    const recall = new Float64Array(tags);
    for (let tag = 0; tag < tags; tag++) {
      let seenElsewhere = 0;
      let taggedElsewhere = 0;
      let naming = 0;
      for (let stratum = 1; stratum < strata; stratum++) {
        const cell = tag * strata + stratum;
        seen[cell] = this.#outside(this.#tables.seen, cell, self);
        tagged[cell] = this.#outside(this.#tables.tagged, cell, self);
        seenElsewhere += seen[cell];
        taggedElsewhere += tagged[cell];
        if (stratum >= FIRST_EXACT) naming += tagged[cell];
      }
      const count = this.#labels.countOutside(tag, self);
      seen[tag * strata] = documents - seenElsewhere;
      tagged[tag * strata] = count - taggedElsewhere;
      recall[tag] = Math.log((naming + 1) / (Math.max(count - naming, 0) + 1));
    }
    return { logits: this.#logits(seen, tagged), recall };
  }

  #outside(tables: readonly Float64Array[], cell: number, self: number): number {
    const all = tables[this.#labels.folds][cell];
    return self < 0 ? all : all - tables[this.#labels.foldOf[self]][cell];
  }

  /** Of P(tag | stratum), a tag's own counts helped by those of all tags. */
  #logits(seen: Float64Array, tagged: Float64Array): Float64Array {
    const logits = new Float64Array(seen.length);
    for (let stratum = 0; stratum < STRATA.length; stratum++) {
      let allSeen = 0;
      let allTagged = 0;
      for (let cell = stratum; cell < seen.length; cell += STRATA.length) {
        allSeen += seen[cell];
        allTagged += tagged[cell];
      }
      const pooled = (allTagged + 0.5) / (allSeen + 1);
      for (let cell = stratum; cell < seen.length; cell += STRATA.length) {
        const p = (tagged[cell] + PRIOR_DOCUMENTS * pooled) / (seen[cell] + PRIOR_DOCUMENTS);
        const clamped = Math.min(Math.max(p, 1e-5), 1 - 1e-5);
        logits[cell] = Math.log(clamped / (1 - clamped));
      }
    }
    return logits;
  }
}

/** What the documents outside a fold say. */
interface FoldEvidence {
  /** tags × strata. */
  readonly logits: Float64Array;
  /** How often the documents of each tag name it. */
  readonly recall: Float64Array;
}
