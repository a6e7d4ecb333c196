// A step of a dense encoder-sampler-decoder network beside PyTorch: node test/bench/dense.mjs [small medium large], after npm run build.
// Each side is a program of its own; they take steps in turns.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildKernels } from "../../scripts/kernels.mjs";
import { python, works } from "./measure.mjs";
import { median } from "./report.mjs";
import { cache } from "./sets.mjs";

const SIZES = {
  small: { words: 2000, features: 160, hidden: 256, limit: 16, rows: 128 },
  medium: { words: 5000, features: 4000, hidden: 256, limit: 16, rows: 128 },
  large: { words: 50_000, features: 5000, hidden: 512, limit: 16, rows: 256, negatives: 4096 },
};
/** Words of a document, and its labels. */
const ENTRIES = 150;
const LABELS = 5;
const BATCHES = 8;
/** The equations as they stand; with the relaxation rewritten for this temperature; with our sample of the words as well. */
const PEERS = [
  { name: "PyTorch", rewritten: false, sampled: false },
  { name: "PyTorch, rewritten", rewritten: true, sampled: false },
  { name: "PyTorch, r., sampled", rewritten: true, sampled: true },
];
const STEPS = { small: 8, medium: 4, large: 2 };

/** @returns {Promise<object>} the figures, for a file; prints a table of them */
export async function benchDense({ names = Object.keys(SIZES), rounds = 7, print = console.log } = {}) {
  mkdirSync(cache, { recursive: true });
  const program = await bundle();
  const core = await fastestCore();
  const results = {};
  for (const name of names) {
    const shape = SIZES[name];
    const file = join(cache, `dense-${name}.bin`);
    writeFileSync(file, documentsOf(shape));
    const given = { shape, file, entries: ENTRIES, labels: LABELS };
    const sides = [];
    for (const flavour of ["simd128", "relaxed"]) {
      for (const threads of [1, 2]) {
        const side = open(process.execPath, [program, JSON.stringify({ ...given, flavour, threads })]);
        const { flavour: found } = await side.steps(1);
        if (found === flavour)
          sides.push({ side, name: `${flavour}, ${threads} thread${threads > 1 ? "s" : ""}` });
        else side.end();
      }
    }
    if (core !== undefined) {
      for (const peer of PEERS) {
        if (peer.sampled && shape.negatives === undefined) continue;
        sides.push({ side: openPeer(core, { ...given, ...peer }), name: peer.name });
      }
    }
    results[name] = await inTurns(sides, STEPS[name], rounds);
    for (const { side } of sides) side.end();
    print(table(name, shape, results[name], core));
  }
  return { node: process.version, blas: core, results };
}

async function inTurns(sides, steps, rounds) {
  const figures = Object.fromEntries(sides.map(({ name }) => [name, { cpu: [], wall: [] }]));
  // The first turn does not count.
  for (let round = -1; round < rounds; round++) {
    for (let turn = 0; turn < sides.length; turn++) {
      const { side, name } = sides[(turn + Math.max(0, round)) % sides.length];
      const { cpu, wall, loss, peakBytes } = await side.steps(steps);
      if (round >= 0) {
        figures[name].cpu.push(median(cpu));
        figures[name].wall.push(median(wall));
      }
      Object.assign(figures[name], { loss, peakBytes });
    }
  }
  return Object.fromEntries(
    Object.entries(figures).map(([name, { cpu, wall, loss, peakBytes }]) => {
      return [name, { rounds: { cpu, wall }, cpuMs: median(cpu), wallMs: median(wall), loss, peakBytes }];
    }),
  );
}

function table(name, { words, features, hidden, rows, negatives }, figures, core) {
  const lines = [`${name}: V ${words}, K ${features}, H ${hidden}, batch ${rows}; Node ${process.version}`];
  if (negatives) lines.push(`  our softmax runs over the words of the batch and ${negatives} negatives`);
  const peer = figures["PyTorch"];
  for (const [side, { rounds, cpuMs, wallMs, peakBytes, loss }] of Object.entries(figures)) {
    const ratio = peer && median(rounds.cpu.map((ms, r) => ms / peer.rounds.cpu[r]));
    const one = figures[side.replace("2 threads", "1 thread")];
    const speedUp = side.endsWith("2 threads")
      ? median(one.rounds.wall.map((ms, r) => ms / rounds.wall[r]))
      : 1;
    lines.push(
      `  ${ratio === undefined ? "     –" : ratio.toFixed(2).padStart(6)} × PyTorch: ${side.padEnd(22)} ` +
        `${cpuMs.toFixed(1).padStart(7)} ms CPU, ${wallMs.toFixed(1).padStart(7)} ms wall` +
        `${speedUp === 1 ? "" : ` (${speedUp.toFixed(2)} times as fast)`}, ${(peakBytes / 1e6).toFixed(0)} MB, loss ${loss.toFixed(1)}`,
    );
  }
  lines.push(peer ? `  OpenBLAS as ${core}` : "  PyTorch is not installed", "");
  return lines.join("\n");
}

/** Different words with the frequencies of natural language: 1 / (rank + 2.7). */
function documentsOf({ words, features, rows }) {
  let seed = 1;
  const random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const sums = new Float64Array(words);
  for (let v = 0, sum = 0; v < words; v++) sums[v] = sum += 1 / (v + 3.7);
  const draw = () => {
    const target = random() * sums[words - 1];
    let [low, high] = [0, words - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < target) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const parts = [];
  for (let b = 0; b < BATCHES; b++) {
    const index = new Int32Array(rows * ENTRIES);
    for (let i = 0; i < rows; i++) {
      const document = new Set();
      while (document.size < ENTRIES) document.add(draw());
      index.set(
        [...document].sort((one, other) => one - other),
        i * ENTRIES,
      );
    }
    const values = Float32Array.from(index, () => random() * 0.15 + 0.02);
    const tags = Int32Array.from({ length: rows * LABELS }, () => Math.floor(random() * features));
    parts.push(...[index, values, tags].map(({ buffer }) => Buffer.from(buffer)));
  }
  return Buffer.concat(parts);
}

async function bundle() {
  await buildKernels();
  const outfile = join(cache, "denseProgram.mjs");
  const entryPoints = [fileURLToPath(new URL("denseProgram.ts", import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: "node", target: "node20", format: "esm" });
  return outfile;
}

/** OpenBLAS does not know every machine that it is on: the core type with the quickest steps. */
async function fastestCore() {
  if (python === undefined || !works(python, ["-c", "import torch"])) return undefined;
  const shape = SIZES.small;
  const file = join(cache, "dense-small.bin");
  writeFileSync(file, documentsOf(shape));
  const found = [];
  for (const core of process.arch === "x64" ? ["SkylakeX", "Zen", "Haswell"] : ["its own choice"]) {
    const peer = openPeer(core, { shape, file, entries: ENTRIES, labels: LABELS, ...PEERS[0] });
    try {
      const { cpu } = await peer.steps(8);
      found.push({ core, ms: median(cpu) });
    } catch {
      // A core type whose instructions this machine does not have.
    }
    peer.end();
  }
  return found.sort((one, other) => one.ms - other.ms)[0]?.core;
}

function openPeer(core, given) {
  const script = fileURLToPath(new URL("dense.py", import.meta.url));
  const one = { OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const type = core === "its own choice" ? {} : { OPENBLAS_CORETYPE: core };
  return open(python, [script, JSON.stringify(given)], { ...one, ...type });
}

function open(command, words, environment = {}) {
  const stdio = ["pipe", "pipe", "inherit"];
  const child = spawn(command, words, { env: { ...process.env, ...environment }, stdio });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  child.stdin.on("error", () => {});
  return {
    async steps(count) {
      child.stdin.write(`${count}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} gave up.`);
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const results = await benchDense(names.length > 0 ? { names } : {});
  writeFileSync(join(cache, "dense-results.json"), `${JSON.stringify(results, null, 2)}\n`);
}
