import { ridgeBytes, ridgeSide } from "../evidence/ridge.ts";
import { type Engine, gramBytes, logisticBytes, openEngine } from "../kernels/engine.ts";
import { largestPairTable } from "../sdlgm/pairTable.ts";
import { defaultThreads, startKernelThreads } from "./kernelThreads.ts";
import type { PreparedCorpus } from "./prepareCorpus.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** More columns than the evidence has. */
const MOST_COLUMNS = 40;

/** Fewer documents than this are learned from before a thread has started. */
const FEWEST_FOR_THREADS = 500;

/**
 * What a training computes with, as large as its documents need. The owner closes it.
 *
 * @throws ArenaFull
 */
export function openTrainingEngine(
  { tagged, inventory }: PreparedCorpus,
  { flavour, threads = defaultThreads(), watch }: TrainOptions,
): Engine {
  const present = tagged.reduce((sum, i) => sum + inventory.documentTags[i].length, 0);
  const pairs = largestPairTable(tagged.length, inventory.tags.length, present);
  const engine = openEngine({
    // Of the stages of a training, each gives back what it took.
    bytes: Math.max(
      ridgeBytes(tagged.length, inventory.tags.length),
      gramBytes(ridgeSide(tagged.length)),
      logisticBytes(pairs, MOST_COLUMNS),
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
