import { stackRows } from "../../server/corpus/sparseRow.ts";
import { assignFolds, Labels } from "../../server/evidence/labels.ts";
import { plainKernels, type RidgeTargets } from "../../server/kernels/index.ts";
import { prepareCorpus, vectorize } from "../../server/training/prepareCorpus.ts";
import { corpusOf } from "../../server/training/readCorpus.ts";
import { openSources } from "../../server/workspace/source.ts";

export { type Engine, openEngine } from "../../server/kernels/engine.ts";
export { startKernelThreads } from "../../server/training/kernelThreads.ts";
export { plainKernels };

/** A ridge as training has it: the Gram matrix of a folder's tagged documents, and their tags. */
export interface RidgeProblem {
  readonly n: number;
  readonly gram: Float64Array;
  readonly targets: RidgeTargets;
}

export async function ridgeProblem(folder: string): Promise<RidgeProblem> {
  const corpus = prepareCorpus(corpusOf(await openSources([folder])).documents, () => {});
  const { rows, vectorizer } = vectorize(corpus, "words", () => {}, corpus.tagged);
  const matrix = stackRows(
    rows.map(({ row }) => row),
    vectorizer.columns,
  );
  const documentTags = Array.from(corpus.tagged, (i) => corpus.inventory.documentTags[i]);
  const order = Int32Array.from(documentTags, (_, i) => i);
  const labels = new Labels(documentTags, corpus.inventory.tags.length, assignFolds(order, 10));
  return { n: matrix.rows, gram: plainKernels.sparseGram(matrix), targets: labels.asTargets() };
}
