// Support vector machines of many tags beside scikit-learn's LinearSVC (liblinear): node test/bench/linear.mjs. The corpus has 20,000
// documents and 4,000 tags and is made of a real one (linearTools.ts says how). Machines do not know of each other, so some of the tags
// are learned, and the figures are for one. CPU time, in turns, medians; quality is that of the weights, by the same program.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildKernels } from "../../scripts/kernels.mjs";
import { python, works } from "./measure.mjs";
import { cpuSeconds, median } from "./report.mjs";
import { cache, folderOf } from "./sets.mjs";

const SHAPE = { documents: 20_000, held: 2000, tags: 4000, learned: 100, seed: 20230403 };
const COST = 1;
/** scikit-learn's own choice, and that of liblinear's command line. */
const PEER_TOLERANCES = [1e-4, 0.1];
const TOLERANCES = [0.1, 0.02];

/** @returns {Promise<object>} the figures, for a file; prints a table of them */
export async function benchLinear({ repeat = 3, set = "digitalgov", print = console.log } = {}) {
  const folder = folderOf(set);
  if (folder === undefined) {
    print("linear machines: the data is missing");
    return {};
  }
  const { linearProblem, openEngine, quality } = await loadTools();
  const problem = await linearProblem(folder, SHAPE);
  const { train, targets } = problem;
  print(
    `Linear machines, Node ${process.version}: ${train.rows} documents, ${train.columns} words, ` +
      `${Math.round(train.values.length / train.rows)} of them a document, ${problem.tags} tags, of which ${targets.tags} are learned.`,
  );
  const rows = [];
  for (const flavour of ["simd128", "relaxed"]) {
    const engine = openEngine({ bytes: 1 << 30, flavour });
    if (engine.flavour !== flavour) {
      print(`${flavour}: ${engine.reason}`);
      continue;
    }
    for (const tolerance of TOLERANCES) {
      const row = { name: `${flavour}, tolerance ${tolerance}`, seconds: [] };
      const none = { count: 0, of: new Uint8Array(train.rows) };
      row.run = () => {
        const taken = cpuSeconds(() => {
          [row.table] = engine.kernels.fitMachines(train, targets, none, {
            cost: COST,
            tolerance,
            maximumPasses: 1000,
          });
        });
        return taken;
      };
      rows.push(row);
    }
  }
  const peer = startPeer(problem);
  if (peer === undefined) print("scikit-learn: python3 with scikit-learn is not installed");
  for (const tolerance of peer ? PEER_TOLERANCES : []) {
    const row = { name: `LinearSVC, tolerance ${tolerance}`, seconds: [], isPeer: true };
    row.run = async () => {
      const taken = await peer.ask(String(tolerance));
      row.table = peer.weights();
      return taken;
    };
    rows.push(row);
  }
  for (let round = 0; round < repeat; round++) {
    for (const row of rows) row.seconds.push(await row.run());
  }
  peer?.end();
  const results = rows.map(({ name, seconds, table, isPeer }) => ({
    ...{ name, isPeer: isPeer === true, millisecondsATag: (1000 * median(seconds)) / targets.tags },
    ...quality(problem, table, COST),
  }));
  const bases = results.filter(({ isPeer }) => isPeer);
  for (const { name, millisecondsATag, objective, precision } of results) {
    const ratios = bases.map(
      (base) => `${(millisecondsATag / base.millisecondsATag).toFixed(2).padStart(5)} ×`,
    );
    print(
      `${ratios.join(" ")}  ${name.padEnd(26)} ${millisecondsATag.toFixed(1).padStart(7)} ms a tag, ` +
        `objective ${objective.toFixed(2)}, P@1 ${(100 * precision).toFixed(2)} %`,
    );
  }
  return { node: process.version, shape: SHAPE, results };
}

async function loadTools() {
  await buildKernels();
  const outfile = join(cache, "linearTools.cjs");
  const entryPoints = [fileURLToPath(new URL("linearTools.ts", import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: "node", target: "node20", format: "cjs" });
  return createRequire(import.meta.url)(outfile);
}

function startPeer({ train, targets }) {
  if (python === undefined || !works(python, ["-c", "import sklearn, scipy"])) return undefined;
  const directory = join(cache, "linear");
  mkdirSync(directory, { recursive: true });
  const shape = { rows: train.rows, columns: train.columns, cost: COST };
  writeFileSync(join(directory, "shape.json"), JSON.stringify(shape));
  const { values, columnIndex: columns, rowStart } = train;
  const files = { values, columns, rowStart, tagStart: targets.start, tagRows: targets.rows };
  for (const [name, array] of Object.entries(files)) writeFileSync(join(directory, name), array);
  const script = fileURLToPath(new URL("linearPeer.py", import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const child = spawn(python, [script, directory], { env, stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ready = answers.next();
  return {
    async ask(line) {
      await ready;
      child.stdin.write(`${line}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error("scikit-learn gave up.");
      return Number(value);
    },
    weights: () => new Float32Array(readFileSync(join(directory, "weights")).buffer),
    end: () => child.stdin.end(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(cache, { recursive: true });
  const results = await benchLinear();
  writeFileSync(join(cache, "linear-results.json"), `${JSON.stringify(results, null, 2)}\n`);
}
