import { describe, expect, it } from "vitest";
import { stackRows } from "../../../server/corpus/sparseRow.ts";
import { assignFolds, Labels } from "../../../server/evidence/labels.ts";
import { fitRidge } from "../../../server/evidence/ridge.ts";
import { plainKernels } from "../../../server/kernels/index.ts";
import { FittedEvidence } from "../../../server/models/fittedEvidence.ts";
import { type EvidenceWatch, evidenceExamples } from "../../../server/training/evidenceExamples.ts";
import { findMentions } from "../../../server/training/mentionStage.ts";
import { prepareCorpus, vectorize } from "../../../server/training/prepareCorpus.ts";
import { syntheticCorpus } from "../support/syntheticCorpus.ts";

const silent: EvidenceWatch = { making: () => undefined, reading: () => undefined };

/** Evidence of a small corpus of tagged documents, made as `train` makes it. */
function smallEvidence() {
  const documents = syntheticCorpus({ documents: 40, tags: 6, seed: 4 }).filter(
    ({ tags }) => tags.length > 0,
  );
  const corpus = prepareCorpus(documents, () => undefined);
  const { rows, vectorizer } = vectorize(corpus, "words", () => undefined);
  const order = Int32Array.from(documents, (_, i) => i);
  const training = {
    ids: documents.map(({ id }) => id),
    folders: documents.map(() => ""),
    documentTags: corpus.inventory.documentTags,
    foldOf: assignFolds(order, 10),
    rows: stackRows(
      rows.map(({ row }) => row),
      vectorizer.columns,
    ),
    logCounts: stackRows(
      rows.map(({ logCounts }) => logCounts),
      vectorizer.columns,
    ),
  };
  const tags = corpus.inventory.tags;
  const labels = new Labels(training.documentTags, tags.length, training.foldOf);
  const mentions = findMentions(corpus, labels, false, () => undefined);
  const ridge = fitRidge(training.rows, labels, 1, plainKernels);
  const state = { tags, mentions: mentions.state, training, ridge: ridge.state };
  const evidence = new FittedEvidence(state, { leaveOneOut: ridge.leaveOneOut });
  const trainingRows = rows.map((row, i) => ({ ...row, mentions: mentions.ofTagged[i], folder: "" }));
  return { evidence, trainingRows };
}

describe("the examples of a training run", () => {
  const { evidence, trainingRows } = smallEvidence();
  const kept = evidenceExamples(evidence, trainingRows, silent);

  it("are the same whether evidence is kept or made again", () => {
    const again = evidenceExamples(evidence, trainingRows, silent, 0);
    expect(again.count).toBe(kept.count);
    for (let i = 0; i < kept.count; i++) {
      const [a, b] = [kept.read(i), again.read(i)];
      expect(Float32Array.from(b.evidence)).toEqual(a.evidence);
      expect(b.candidates).toEqual(a.candidates);
      expect(b.tags).toEqual(a.tags);
      expect(b.hints).toEqual(a.hints);
    }
  });

  it("count only what could be suggested among a document's tags", () => {
    for (let i = 0; i < kept.count; i++) {
      const { tags, candidates } = kept.read(i);
      expect([...tags]).toEqual([...kept.tagsOf(i)].filter((tag) => candidates[tag] === 1));
      expect([...tags]).toEqual([...tags].sort((a, b) => a - b));
    }
  });

  it("poll in their own stage only while the evidence that is kept is made", () => {
    const calls: string[] = [];
    const watch: EvidenceWatch = {
      making: () => calls.push("making"),
      reading: () => calls.push("reading"),
    };
    const large = evidenceExamples(evidence, trainingRows, watch, 0);
    expect(calls).toEqual([]);
    large.read(0);
    expect(calls).toEqual(["reading"]);
    calls.length = 0;
    evidenceExamples(evidence, trainingRows, watch).read(0);
    expect(calls).toEqual(new Array(trainingRows.length).fill("making"));
  });

  it("stop being made when the watch throws", () => {
    const watch: EvidenceWatch = {
      ...silent,
      making: (fraction) => {
        if (fraction > 0.5) throw new Error("enough");
      },
    };
    expect(() => evidenceExamples(evidence, trainingRows, watch)).toThrow("enough");
  });
});
