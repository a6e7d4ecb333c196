/**
 * Learns the head's prior from real workspaces: trains on samples of about 60 and 200 tagged documents of each, with a weak prior, and
 * prints the mean standardised weights as the table of server/training/headPriorTable.ts.
 *
 * npx esbuild test/bench/headPrior.ts --bundle --platform=node --outfile=.cache/headPrior.js && node .cache/headPrior.js FOLDER… [--without NAME]
 */
import { basename } from "node:path";
import { hashOf } from "../../server/evaluation/split.ts";
import { FittedEvidence } from "../../server/models/fittedEvidence.ts";
import { corpusOf } from "../../server/training/readCorpus.ts";
import { train } from "../../server/training/train.ts";
import { openSources } from "../../server/workspace/source.ts";

const SIZES = [60, 200];
const SAMPLES = 4;

const args = process.argv.slice(2);
const without = args.includes("--without") ? args[args.indexOf("--without") + 1] : "";
const folders = args.filter((arg) => !arg.startsWith("--") && arg !== without && basename(arg) !== without);

void main();

async function main(): Promise<void> {
  const sums = SIZES.map(() => ({ weights: new Map<string, number>(), bias: 0, runs: 0 }));
  for (const folder of folders) {
    const { documents } = corpusOf(await openSources([folder]));
    for (const [s, size] of SIZES.entries()) {
      for (let sample = 0; sample < SAMPLES; sample++) {
        const tagged = documents.filter(({ tags }) => tags.length > 0);
        const order = [...tagged].sort((a, b) => hashOf(a.id, sample) - hashOf(b.id, sample));
        const kept = new Set(order.slice(0, size).map(({ id }) => id));
        const corpus = documents.map((document) =>
          kept.has(document.id) ? document : { ...document, tags: [] },
        );
        const { columns, head } = learnedHead(corpus, sample);
        for (const [m, name] of columns.entries()) {
          sums[s].weights.set(name, (sums[s].weights.get(name) ?? 0) + head.weights[m]);
        }
        sums[s].bias += head.bias;
        sums[s].runs++;
        process.stderr.write(`${basename(folder)} ${size} sample ${sample + 1}\n`);
      }
    }
  }
  const table = SIZES.map((documents, s) => ({
    documents,
    bias: round(sums[s].bias / sums[s].runs),
    weights: Object.fromEntries([...sums[s].weights].map(([name, sum]) => [name, round(sum / sums[s].runs)])),
  }));
  process.stdout.write(`${JSON.stringify(table, undefined, 2)}\n`);
}

function learnedHead(corpus: Parameters<typeof train>[0], seed: number) {
  const model = train(corpus, { seed, prior: "weak" });
  return { columns: new FittedEvidence(model).set.columns, head: model.sdlgm.head };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
