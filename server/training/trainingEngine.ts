import { hasClosedForm, ridgeBytes, ridgeSide } from "../evidence/ridge.ts";
import { type Engine, gramBytes, logisticBytes, machineBytes, openEngine } from "../kernels/engine.ts";
import { largestPairTable } from "../sdlgm/pairTable.ts";
import { defaultThreads, startKernelThreads } from "./kernelThreads.ts";
import type { PreparedCorpus } from "./prepareCorpus.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** More columns than the evidence has. */
const MOST_COLUMNS = 40;

/** Machines that would take more are fitted by plain kernels: 1 GB. */
const MOST_MACHINE_BYTES = 2 ** 30;

/** Fewer documents than this are learned from before a thread has started. */
const FEWEST_FOR_THREADS = 500;

/**
 * What a training computes with, as large as its documents need. The owner closes it.
 *
 * @throws ArenaFull
 */
export function openTrainingEngine(
  corpus: PreparedCorpus,
  { flavour, threads = defaultThreads(), watch }: TrainOptions,
): Engine {
  const { tagged, inventory } = corpus;
  const present = tagged.reduce((sum, i) => sum + inventory.documentTags[i].length, 0);
  const pairs = largestPairTable(tagged.length, inventory.tags.length, present);
  const engine = openEngine({
    // Of the stages of a training, each gives back what it took.
    bytes: Math.max(
      ridgeBytes(tagged.length, inventory.tags.length),
      gramBytes(ridgeSide(tagged.length)),
      logisticBytes(pairs, MOST_COLUMNS),
      machineMemory(corpus, threads),
    ),
    flavour,
    threads: tagged.length < FEWEST_FOR_THREADS ? 1 : threads,
    startHelpers: startKernelThreads,
  });
  const { reason } = engine;
  watch?.onEngine?.({
    flavour: engine.flavour,
    threads: engine.threads,
    ...(reason !== undefined && { reason }),
  });
  return engine;
}

/** What support vector machines take, as far as it is known before there are rows of numbers: none of it is used before it is needed. */
function machineMemory({ documents, tokens, tagged, dictionary }: PreparedCorpus, threads: number): number {
  if (hasClosedForm(tagged.length, Number.POSITIVE_INFINITY)) return 0;
  let entries = 0;
  for (const i of tagged) {
    const { features } = documents[i];
    entries += features === undefined ? 0 : features.columns.length;
    const words = tokens[i];
    if (words === undefined) continue;
    for (const zone of Object.values(words)) entries += zone.length;
  }
  // A word may count as several terms, but a document seldom has more of them than words.
  const size = { rows: tagged.length, columns: 4 * dictionary.words.size, entries: 2 * entries };
  return Math.min(MOST_MACHINE_BYTES, machineBytes(size, threads));
}
