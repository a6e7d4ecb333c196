// What training and suggesting cost, and how good the result is, beside known programs on the same documents: npm run bench.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { competitors } from "./competitors.mjs";
import { benchDense } from "./dense.mjs";
import { benchEngine } from "./engine.mjs";
import { benchLinear } from "./linear.mjs";
import { measure } from "./measure.mjs";
import { comparison, median } from "./report.mjs";
import { cache, folderOf, root } from "./sets.mjs";

/** What there is to measure, beside whom. */
const PARTS = {
  documents: "training and suggesting",
  kernels: "dense products and the ridge",
  machines: "linear machines of many tags",
  networks: "a step of a network with sampled codes",
};

const HELP = `npm run bench -- [options]
  --sets A,B      workspaces of the data, or folders with tagged documents (default: digitalgov)
  --repeat N      rounds; each runs every program once, and medians are shown (default: 3)
  --program FILE  the built command line (default: dist/cli.js)
  --parts A,B     what is measured (default: ${Object.keys(PARTS).join(",")})
`;

const { values: options } = parseArgs({
  options: {
    sets: { type: "string", default: "digitalgov" },
    repeat: { type: "string", default: "3" },
    program: { type: "string", default: join(root, "dist/cli.js") },
    parts: { type: "string", default: Object.keys(PARTS).join(",") },
    help: { type: "boolean", short: "h", default: false },
  },
});
const repeat = Number(options.repeat);
const parts = options.parts.split(",");
if (options.help || !Number.isInteger(repeat) || repeat < 1 || !parts.every((part) => part in PARTS)) {
  console.log(HELP);
  process.exit(options.help ? 0 : 2);
}

const { prepareWorkspace, thresholdFor, figuresOf, foldTag } = await loadTools();
const sets = [];
for (const name of parts.includes("documents") ? options.sets.split(",") : []) {
  const source = folderOf(name);
  if (source === undefined) {
    console.log(
      `${name}: the data is missing; give a folder with tagged documents: npm run bench -- --sets FOLDER\n`,
    );
    sets.push({ set: name, missing: true });
    continue;
  }
  sets.push(await benchSet(name, source));
}
const results = {
  product: createRequire(import.meta.url)("../../package.json").version,
  node: process.version,
  processors: availableParallelism(),
  repeat,
  sets,
  ...(parts.includes("kernels") && { kernels: await benchEngine({ repeat: 2 * repeat + 1 }) }),
  ...(parts.includes("machines") && { machines: await benchLinear({ repeat }) }),
  ...(parts.includes("networks") && { networks: await benchDense({ rounds: 2 * repeat + 1 }) }),
};
writeFileSync(join(cache, "bench-results.json"), `${JSON.stringify(results, null, 2)}\n`);
console.log(`All figures: ${relative(process.cwd(), join(cache, "bench-results.json"))}`);

/** Our own reader, splits and metrics, which are TypeScript. */
async function loadTools() {
  const outfile = join(cache, "tools.cjs");
  const entryPoints = [fileURLToPath(new URL("workspace.ts", import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: "node", target: "node20", format: "cjs" });
  return createRequire(import.meta.url)(outfile);
}

async function benchSet(name, source) {
  const folder = join(cache, "work", basename(name));
  mkdirSync(folder, { recursive: true });
  const copy = join(folder, "documents");
  const workspace = await prepareWorkspace(source, copy);
  const at = { folder, copy, program: options.program, workspace, foldTag };
  const { documents, tagCount, unstrippable } = workspace;
  const hidden = documents.filter(({ isHidden }) => isHidden).length;
  const rows = competitors.map((competitor) => ({
    competitor,
    output: join(folder, `${competitor.name}.out`),
    missing: competitor.missing,
    rounds: [],
  }));

  for (const row of rows) prepareRow(row, at);
  for (let round = 0; round < repeat; round++) {
    for (let turn = 0; turn < rows.length; turn++) {
      const row = rows[(turn + round) % rows.length];
      if (row.missing === undefined) runRound(row, at, round);
    }
  }
  const report = rows.map(({ competitor, missing, rounds, figures }) => ({
    name: competitor.name,
    ...(missing !== undefined && { missing }),
    ...(rounds.length > 0 && { figures, medians: mediansOf(rounds), rounds }),
  }));
  const set = { set: basename(name), documents: documents.length, hidden, tags: tagCount, unstrippable };
  console.log(comparison(set, report));
  return { ...set, competitors: report };
}

/** Writes what the program learns from, and finds its threshold with a run that nobody times. */
function prepareRow(row, at) {
  const { competitor, output } = row;
  if (row.missing !== undefined || competitor.chosen !== undefined) return;
  const learned = ({ isHidden, tags }) => !isHidden && tags.length > 0;
  try {
    competitor.prepare(at, (document) => learned(document) && !document.isForTuning);
    measure(competitor.train(at), output);
    measure(competitor.suggest(at), output);
    row.threshold = thresholdFor(at.workspace, competitor.rankings(output, at));
    competitor.prepare(at, learned);
  } catch (error) {
    row.missing = error.message;
  }
}

function runRound(row, at, round) {
  const { competitor, output } = row;
  console.error(`round ${round + 1} of ${repeat}: ${competitor.name}`);
  try {
    const train = measure(competitor.train(at), output);
    const suggest = measure(competitor.suggest(at), output);
    row.rounds.push({ train, suggest });
    if (row.figures !== undefined) return;
    const chosen = competitor.chosen?.(output, at) ?? row.threshold;
    row.figures = figuresOf(at.workspace, competitor.rankings(output, at), chosen);
  } catch (error) {
    row.missing = error.message;
  }
}

function mediansOf(rounds) {
  const of = (verb, figure) => median(rounds.map((round) => round[verb][figure]));
  const account = (verb) => ({
    cpuSeconds: of(verb, "cpuSeconds"),
    wallSeconds: of(verb, "wallSeconds"),
    peakBytes: of(verb, "peakBytes"),
  });
  return { train: account("train"), suggest: account("suggest") };
}
