import { describe, expect, it } from "vitest";
import { type Mentions, noMentions } from "../../../server/corpus/mentions.ts";
import { assignFolds, Labels } from "../../../server/evidence/labels.ts";
import {
  countStrata,
  isExactMention,
  MentionPrecision,
  mentionEvidence,
  mentionIdf,
  STRATA,
  stratumOf,
} from "../../../server/evidence/mentionEvidence.ts";
import { priorEvidence } from "../../../server/evidence/prior.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { columnOf, expectClose, flipped, queryFor, randomCorpus } from "./randomCorpus.ts";

type Count = Exclude<keyof Mentions, "tags">;
const COUNTS: readonly Count[] = ["title", "heading", "path", "body", "opening", "inflected", "share"];

/** Mentions of some tags; what is not given is nought. */
function mentionsOf(entries: Readonly<Record<number, Partial<Record<Count, number>>>>): Mentions {
  const tags = Object.keys(entries).map(Number);
  const zones = COUNTS.map((zone) => [zone, Float32Array.from(tags, (tag) => entries[tag][zone] ?? 0)]);
  return { ...noMentions(), tags: Int32Array.from(tags), ...Object.fromEntries(zones) };
}

describe("the stratum of a mention", () => {
  it.each<[string, Partial<Record<Count, number>>, boolean]>([
    ["share", { share: 0.5 }, false],
    ["inflected", { inflected: 2, share: 0.5 }, false],
    ["body1", { body: 1, inflected: 2 }, true],
    ["body1", { body: 2 }, true],
    ["body3", { body: 3 }, true],
    ["body3", { body: 7 }, true],
    ["body8", { body: 8 }, true],
    ["heading", { heading: 1 }, true],
    ["heading", { path: 1, body: 1 }, true],
    ["heading3", { heading: 1, body: 2 }, true],
    ["title", { title: 1, heading: 3, body: 9 }, true],
  ])("is %s for %o", (stratum, counts, exact) => {
    const mentions = mentionsOf({ 0: counts });
    expect(STRATA[stratumOf(mentions, 0)]).toBe(stratum);
    expect(isExactMention(mentions, 0)).toBe(exact);
  });
});

describe("mentions as evidence", () => {
  const evidence = mentionEvidence(Float32Array.of(1, 2, 4));
  const corpus = randomCorpus(10, 10, 3, 1);
  const column = (name: string, mentions: Mentions) =>
    columnOf(evidence, name, { ...queryFor(corpus, 0), mentions }, 3);

  it.each<[string, Partial<Record<Count, number>>, number]>([
    ["mentionBody", { body: 2, title: 1 }, Math.log(3)],
    ["mentionAnywhere", { body: 2, title: 1, heading: 1, path: 1 }, Math.log(6)],
    ["mentionAnywhereIdf", { body: 1 }, 4 * Math.log(2)],
    ["mentionTitle", { title: 3 }, 1],
    ["mentionTitleIdf", { title: 3 }, 4],
    ["mentionHeading", { heading: 2 }, Math.log(3)],
    ["mentionPath", { path: 2 }, 1],
    ["mentionOpening", { opening: 1 }, Math.log(2)],
    ["mentionShare", { share: 0.25 }, 0.25],
    ["mentionInflected", { inflected: 1 }, Math.log(2)],
  ])("%s tells of %o", (name, counts, expected) => {
    expectClose(column(name, mentionsOf({ 2: counts })), [0, 0, expected], 1e-6);
  });

  it("are nought for what is not mentioned", () => {
    for (const name of evidence.columns) expect(column(name, noMentions())).toEqual([0, 0, 0]);
  });

  it("are rarer the fewer documents have the whole name", () => {
    const idf = mentionIdf(
      [mentionsOf({ 0: { body: 1 } }), mentionsOf({ 0: { title: 1 }, 1: { share: 0.5 } })],
      2,
    );
    expectClose(idf, [Math.log(3 / 3), Math.log(3 / 1)], 1e-6);
  });
});

describe("how far mentions can be trusted", () => {
  const TAGS = 6;
  const N = 40;
  const corpus = randomCorpus(N, 12, TAGS, 12);
  const random = createRandom(1);
  const mentions = corpus.documentTags.map((own) => {
    const named = Array.from(Array(TAGS).keys()).filter((tag) => random() < (own.includes(tag) ? 0.6 : 0.2));
    const zones: Partial<Record<Count, number>>[] = [
      { title: 1 },
      { body: 1 + Math.floor(4 * random()) },
      { share: 0.5 },
    ];
    return mentionsOf(Object.fromEntries(named.map((tag) => [tag, zones[Math.floor(3 * random())]])));
  });
  const precision = new MentionPrecision(corpus.labels, countStrata(corpus.labels, mentions));
  const query = (self: number, own = mentions[Math.max(self, 0)]) => ({
    ...queryFor(corpus, Math.max(self, 0)),
    mentions: own,
    self,
  });
  const stratumIn = (i: number, tag: number): number => {
    const j = mentions[i].tags.indexOf(tag);
    return j < 0 ? 0 : stratumOf(mentions[i], j);
  };

  /** (c + 4p) / (n + 4) from the documents outside the fold of `self`, p the same over all tags. */
  function logits(self: number, own: Mentions): number[] {
    const outside = [...Array(N).keys()].filter((i) => self < 0 || corpus.foldOf[i] !== corpus.foldOf[self]);
    return Array.from({ length: TAGS }, (_, tag) => {
      const j = own.tags.indexOf(tag);
      const stratum = j < 0 ? 0 : stratumOf(own, j);
      const seen = (k: number) => outside.filter((i) => stratumIn(i, k) === stratum);
      const tagged = (k: number) => seen(k).filter((i) => corpus.labels.has(i, k)).length;
      const everyTag = [...Array(TAGS).keys()];
      const sum = (of: (k: number) => number) => everyTag.reduce((all, k) => all + of(k), 0);
      const pooled = (sum(tagged) + 0.5) / (sum((k) => seen(k).length) + 1);
      const p = (tagged(tag) + 4 * pooled) / (seen(tag).length + 4);
      return Math.log(p / (1 - p));
    });
  }

  it("is counted by strata, outside the document's fold", () => {
    for (const self of [0, 1, 3, 17, -1]) {
      const asked = query(self);
      expectClose(columnOf(precision, "mentionPrecision", asked, TAGS), logits(self, asked.mentions), 1e-9);
    }
  });

  it("goes by the mentions of the edited text", () => {
    const edited = mentionsOf({ 1: { title: 1 }, 4: { body: 9 } });
    expectClose(columnOf(precision, "mentionPrecision", query(2, edited), TAGS), logits(2, edited), 1e-9);
  });

  it("has beside it how often a tag's documents name it", () => {
    for (const self of [0, 17, -1]) {
      const expected = Array.from({ length: TAGS }, (_, tag) => {
        const having = [...corpus.labels.documentsOf(tag)].filter(
          (i) => self < 0 || corpus.foldOf[i] !== corpus.foldOf[self],
        );
        const naming = having.filter((i) => stratumIn(i, tag) >= STRATA.indexOf("body1")).length;
        const share = (naming + 1) / (having.length + 2);
        return Math.log(share / (1 - share));
      });
      expectClose(columnOf(precision, "mentionRecall", query(self), TAGS), expected, 1e-9);
    }
  });

  it.each([0, 3, 17])("does not know the tags of document %d itself", (i) => {
    const labels = flipped(corpus, i);
    const other = new MentionPrecision(labels, countStrata(labels, mentions));
    for (const name of precision.columns) {
      expect(columnOf(other, name, query(i), TAGS)).toEqual(columnOf(precision, name, query(i), TAGS));
    }
  });
});

describe("the prior", () => {
  const labels = new Labels(
    [[0], [0, 1], [0], [1], [], [2]].map((tags) => Int32Array.from(tags)),
    3,
    assignFolds(Int32Array.of(0, 1, 2, 3, 4, 5), 3),
  );
  const corpus = randomCorpus(6, 10, 3, 1);
  const prior = (self: number) =>
    columnOf(priorEvidence(labels), "prior", { ...queryFor(corpus, Math.max(self, 0)), self }, 3);

  it("is the logarithm of the share of documents outside the fold, half a document at least", () => {
    expectClose(prior(-1), [3 / 6, 2 / 6, 1 / 6].map(Math.log), 1e-12);
    expectClose(prior(5), [2 / 4, 2 / 4, 0.5 / 4].map(Math.log), 1e-12);
    expectClose(prior(0), [2 / 4, 1 / 4, 1 / 4].map(Math.log), 1e-12);
  });
});
