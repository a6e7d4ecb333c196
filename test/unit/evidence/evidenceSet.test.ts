import { describe, expect, it } from "vitest";
import { MentionMatcher } from "../../../server/corpus/mentions.ts";
import { stackRows } from "../../../server/corpus/sparseRow.ts";
import { inventoryOf } from "../../../server/corpus/tagInventory.ts";
import { tokenize, WordDictionary } from "../../../server/corpus/tokenizedDocument.ts";
import { fitVectorizer } from "../../../server/corpus/vectorizer.ts";
import { foldTag } from "../../../server/documents/tagName.ts";
import { EvidenceSet, FolderCounts, tagCountHints } from "../../../server/evidence/evidenceSet.ts";
import { assignFolds, Labels } from "../../../server/evidence/labels.ts";
import { countStrata, mentionIdf } from "../../../server/evidence/mentionEvidence.ts";
import { fitRidge } from "../../../server/evidence/ridge.ts";
import { plainKernels } from "../../../server/kernels/index.ts";
import { FittedEvidence } from "../../../server/models/fittedEvidence.ts";
import { createRandom } from "../../../server/sdlgm/random.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";
import { flipped, queryFor, randomCorpus, randomRow } from "./randomCorpus.ts";

/** All the evidence of documents with words, and of the same documents with other tags. */
function learned() {
  const documents = syntheticCorpus({ documents: 60, tags: 10, seed: 7 }).filter(
    ({ tags }) => tags.length > 0,
  );
  const n = documents.length;
  const dictionary = new WordDictionary();
  const tokens = documents.map(({ prose, id }) => tokenize(prose!, id, dictionary));
  const { rows, vectorizer } = fitVectorizer(
    tokens.map((document) => ({ tokens: document })),
    dictionary,
    "words",
  );
  const inventory = inventoryOf(
    documents.map(({ tags }) => tags),
    foldTag,
  );
  const names = inventory.tags.map(({ name }) => name);
  const matcher = new MentionMatcher({ names, splits: [], idf: new Map(), inflections: false }, dictionary);
  const mentions = tokens.map((document) => matcher.match(document));
  const stack = (kind: "row" | "logCounts") =>
    stackRows(
      rows.map((document) => document[kind]),
      vectorizer.columns,
    );
  const training = {
    ids: documents.map(({ id }) => id),
    folders: documents.map(({ id }) => id.slice(0, id.lastIndexOf("/"))),
    foldOf: assignFolds(
      Int32Array.from(documents, (_, i) => i),
      10,
    ),
    rows: stack("row"),
    logCounts: stack("logCounts"),
  };
  const evidenceOf = (documentTags: readonly Int32Array[]): FittedEvidence => {
    const labels = new Labels(documentTags, names.length, training.foldOf);
    const ridge = fitRidge(training.rows, labels, 0.3, plainKernels);
    return new FittedEvidence({
      tags: inventory.tags,
      mentions: {
        inflections: false,
        splits: [],
        wordIdf: new Map(),
        idf: mentionIdf(mentions, names.length),
        ...countStrata(labels, mentions),
      },
      training: { ...training, documentTags },
      ridge: ridge.state,
    });
  };
  const askFor = (evidence: FittedEvidence, i: number) => {
    const query = evidence.query({ ...rows[i], mentions: mentions[i], self: i, edited: false });
    const scores = new Float64Array(names.length * evidence.set.columns.length);
    evidence.set.score(query, scores);
    return {
      query,
      scores,
      candidates: evidence.set.candidates(i),
      hints: evidence.hints(query, training.folders[i]),
    };
  };
  return { n, names, documentTags: inventory.documentTags, evidenceOf, askFor };
}

describe("a document's own tags", () => {
  const { n, names, documentTags, evidenceOf, askFor } = learned();
  const evidence = evidenceOf(documentTags);
  const { columns } = evidence.set;

  it.each([0, 5, 23, 41])("leave the evidence for document %d as it is", (i) => {
    const others = Int32Array.from(names.keys()).filter((tag) => !documentTags[i].includes(tag));
    const before = askFor(evidence, i);
    const after = askFor(evidenceOf(documentTags.with(i, others)), i);
    expect(after.candidates).toEqual(before.candidates);
    expect(after.hints).toEqual(before.hints);
    columns.forEach((name, m) => {
      // The intercept of the ridge is a share of all n documents; its rank, its logit and its part of the largest follow it.
      if (name.startsWith("ridge") && name !== "ridge") return;
      const tolerance = name === "ridge" ? 1 / n + 1e-6 : 1e-4;
      for (let tag = 0; tag < names.length; tag++) {
        const at = tag * columns.length + m;
        const difference = Math.abs(after.scores[at] - before.scores[at]);
        expect.soft(difference, `${name} of ${names[tag]}`).toBeLessThanOrEqual(tolerance);
      }
    });
  });

  it("change the evidence for others", () => {
    const after = askFor(evidenceOf(documentTags.with(5, Int32Array.from(names.keys()))), 6);
    expect(after.scores).not.toEqual(askFor(evidence, 6).scores);
  });
});

describe("an evidence set", () => {
  it("puts its parts side by side, on a clean sheet", () => {
    const { labels } = randomCorpus(5, 10, 3, 1);
    const part = (columns: string[], value: number) => ({
      columns,
      score: (_: unknown, out: Float64Array, stride: number, offset: number) => {
        for (const c of columns.keys()) out[2 * stride + offset + c] = value + c;
      },
    });
    const set = new EvidenceSet(labels, [part(["a", "b"], 1), part(["c"], 7)]);
    const out = new Float64Array(9).fill(99);
    set.score(queryFor(randomCorpus(5, 10, 3, 1), 0), out);
    expect(set.columns).toEqual(["a", "b", "c"]);
    expect([...out]).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 7]);
  });

  it("has no two columns of one name", () => {
    const { evidenceOf, documentTags } = learned();
    const { columns } = evidenceOf(documentTags).set;
    expect(new Set(columns).size).toBe(columns.length);
  });

  it("takes for candidates the tags that a document outside the fold has", () => {
    const corpus = randomCorpus(20, 10, 4, 2);
    const set = new EvidenceSet(corpus.labels, []);
    expect([...set.candidates(-1)]).toEqual([1, 1, 1, 1]);
    // Tag 0 is on document 3 only, whose fold document 8 shares.
    expect([set.candidates(3)[0], set.candidates(8)[0], set.candidates(4)[0]]).toEqual([0, 0, 1]);
    expect(new EvidenceSet(flipped(corpus, 3), []).candidates(3)).toEqual(set.candidates(3));
  });
});

describe("hints at the number of tags", () => {
  const corpus = randomCorpus(20, 10, 4, 2);
  const folders = Array.from({ length: 20 }, (_, i) => ["", "a", "b"][i % 3]);
  const counts = new FolderCounts(corpus.labels, folders);
  const meanOf = (documents: number[]) =>
    documents.reduce((sum, i) => sum + corpus.documentTags[i].length, 0) / documents.length;
  const outside = (self: number) =>
    [...Array(20).keys()].filter((i) => self < 0 || corpus.foldOf[i] !== corpus.foldOf[self]);

  it.each([-1, 0, 7])(
    "are means outside the fold of document %d, the folder's drawn to the overall one",
    (self) => {
      const overall = meanOf(outside(self));
      expect(counts.overall(self)).toBeCloseTo(overall, 12);
      const inA = outside(self).filter((i) => folders[i] === "a");
      const expected = (meanOf(inA) * inA.length + 3 * overall) / (inA.length + 3);
      expect(counts.mean("a", self)).toBeCloseTo(expected, 12);
      expect(counts.mean("unheard", self)).toBeCloseTo(overall, 12);
    },
  );

  it("are the overall mean where no neighbour is", () => {
    const query = {
      ...queryFor(corpus, -1, randomRow(10, createRandom(1))),
      similarities: new Float64Array(20),
    };
    expect(tagCountHints(query, "", counts, corpus.labels).neighbours).toBe(counts.overall(-1));
  });

  it("are nought where nothing is left outside the fold", () => {
    const alone = new Labels([Int32Array.of(0)], 1, new Uint8Array(1));
    expect(new FolderCounts(alone, [""]).mean("", 0)).toBe(0);
  });
});
