// What the kernels reach beside what the machine can and what LAPACK does: node test/bench/engine.mjs, after npm run build. Each program
// is measured in CPU time, in turns, and medians are shown.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildKernels } from "../../scripts/kernels.mjs";
import { python, works } from "./measure.mjs";
import { peakOf } from "./peak.mjs";
import { cpuSeconds, median } from "./report.mjs";
import { cache, folderOf } from "./sets.mjs";

const FORMS = ["gemmNN", "gemmNT", "gemmTN"];
const SIDE = 1500;
const LAMBDA = 0.3;

/** @returns {Promise<object>} the figures, for a file; prints a table of them */
export async function benchEngine({ repeat = 7, set = "digitalgov", print = console.log } = {}) {
  const { openEngine, plainKernels, ridgeProblem, startKernelThreads } = await loadTools();
  const folder = folderOf(set);
  const problem = folder === undefined ? undefined : await ridgeProblem(folder);
  const peer = await startPeer();
  if (problem !== undefined) await peer?.takeGram(problem);

  const flavours = [];
  for (const wish of ["simd128", "relaxed"]) {
    const open = (threads) =>
      openEngine({ bytes: 512 << 20, flavour: wish, threads, startHelpers: startKernelThreads });
    const [one, two] = [open(1), open(2)];
    if (one.flavour === wish) flavours.push({ flavour: wish, one, two, limit: await peakOf(wish) });
    else print(`${wish}: ${one.reason}`);
  }

  const rows = [];
  const row = (name, flops, run) => rows.push({ name, flops, run, seconds: [], wall: [] });
  for (const { flavour, one, two } of flavours) {
    for (const form of FORMS) row(`${flavour} ${form}`, 2 * SIDE ** 3, productOf(one, form));
    row(`${flavour} gemmNN, 2 threads`, 2 * SIDE ** 3, productOf(two, "gemmNN"));
    if (problem === undefined) continue;
    const { n, gram, targets } = problem;
    row(`${flavour} ridge`, n ** 3, () => one.kernels.solveDualRidge(gram, n, LAMBDA, targets));
    row(`${flavour} ridge, 2 threads`, n ** 3, () => two.kernels.solveDualRidge(gram, n, LAMBDA, targets));
  }
  for (const verb of ["gemm32", "gemm64"])
    if (peer) row(`OpenBLAS ${verb}`, 2 * SIDE ** 3, `${verb} ${SIDE}`);
  if (peer && problem) {
    for (const verb of ["inverse64", "inverse32"]) row(`LAPACK ${verb}`, problem.n ** 3, verb);
  }
  // Once before it counts: V8 compiles well what it has seen often.
  for (let round = -2; round < repeat; round++) {
    for (let turn = 0; turn < rows.length; turn++) {
      const { run, seconds, wall } = rows[(turn + Math.max(0, round)) % rows.length];
      const started = performance.now();
      const taken = typeof run === "string" ? await peer.ask(run) : cpuSeconds(run);
      if (round < 0) continue;
      seconds.push(taken);
      wall.push((performance.now() - started) / 1000);
    }
  }
  peer?.end();
  await Promise.all(flavours.flatMap(({ one, two }) => [one.close(), two.close()]));

  const limits = Object.fromEntries(flavours.map(({ flavour, limit }) => [flavour, limit]));
  const medians = Object.fromEntries(
    rows.map(({ name, flops, seconds, wall }) => [
      name,
      { cpuSeconds: median(seconds), wallSeconds: median(wall), gflops: flops / median(seconds) / 1e9 },
    ]),
  );
  const agreement = problem && agreementOf(flavours, plainKernels, problem);
  print(table({ limits, medians, agreement, problem, peer }));
  return { node: process.version, limits, medians, agreement, blas: peer?.core };
}

/** The largest difference of any score, its document left out, from that of the plain kernels in float64. */
function agreementOf(flavours, plainKernels, { n, gram, targets }) {
  const expected = plainKernels.solveDualRidge(gram, n, LAMBDA, targets);
  const { columns } = targets;
  return Object.fromEntries(
    flavours.map(({ flavour, one }) => {
      const found = one.kernels.solveDualRidge(gram, n, LAMBDA, targets);
      let largest = 0;
      for (let at = 0; at < n * columns; at++) {
        const i = Math.floor(at / columns);
        const score = found.coefficients[at] / found.inverseDiagonal[i];
        largest = Math.max(
          largest,
          Math.abs(score - expected.coefficients[at] / expected.inverseDiagonal[i]),
        );
      }
      return [flavour, largest];
    }),
  );
}

function productOf({ arena, kernels }, form) {
  const [a, b, c] = [0, 1, 2].map(() => arena.float32(SIDE * SIDE));
  a.forEach((_, i) => {
    a[i] = Math.sin(i);
    b[i] = Math.cos(i);
  });
  c.fill(0);
  return () => kernels[form](SIDE, SIDE, SIDE, 1, a, b, c);
}

function table({ limits, medians, agreement, problem, peer }) {
  const lines = [`Kernels, Node ${process.version}; one thread but where it says so.`, ""];
  const ratio = (value) => value.toFixed(2).padStart(6);
  for (const [flavour, limit] of Object.entries(limits)) {
    lines.push(`${flavour}: ${limit.toFixed(1)} GFLOP/s are what vectors of 128 bits can do here`);
    for (const form of FORMS) {
      const { gflops } = medians[`${flavour} ${form}`];
      lines.push(`  ${ratio(gflops / limit)} of that: ${form} ${SIDE}³, ${gflops.toFixed(1)} GFLOP/s`);
    }
    const wall = (name) => medians[name].wallSeconds;
    const speedUp = (name) => ratio(wall(name) / wall(`${name}, 2 threads`));
    lines.push(`  ${speedUp(`${flavour} gemmNN`)} times as fast on the wall with two threads: gemmNN`);
    if (problem !== undefined) {
      const { cpuSeconds: own } = medians[`${flavour} ridge`];
      for (const verb of peer ? ["inverse64", "inverse32"] : []) {
        const { cpuSeconds: theirs } = medians[`LAPACK ${verb}`];
        lines.push(
          `  ${ratio(own / theirs)} × LAPACK: ridge of ${problem.n} documents with exact leave-one-out ${own.toFixed(2)} s, ` +
            `its ${verb === "inverse64" ? "float64" : "float32"} potrf + potri ${theirs.toFixed(2)} s`,
        );
      }
      lines.push(`  ${speedUp(`${flavour} ridge`)} times as fast on the wall with two threads: ridge`);
      lines.push(
        `         largest difference of a score from float64: ${agreement[flavour].toExponential(1)}`,
      );
    }
    lines.push("");
  }
  if (peer === undefined) lines.push("OpenBLAS, LAPACK: python3 with numpy and scipy is not installed");
  for (const verb of peer ? ["gemm32", "gemm64"] : []) {
    lines.push(
      `OpenBLAS (${peer.core}) ${verb} ${SIDE}³: ${medians[`OpenBLAS ${verb}`].gflops.toFixed(1)} GFLOP/s`,
    );
  }
  if (problem === undefined) lines.push("ridge: the data is missing");
  return lines.join("\n");
}

async function loadTools() {
  await buildKernels();
  const outfile = join(cache, "engineTools.cjs");
  const entryPoints = [fileURLToPath(new URL("engineTools.ts", import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: "node", target: "node20", format: "cjs" });
  return createRequire(import.meta.url)(outfile);
}

/** NumPy at the core type that is fastest here: OpenBLAS does not know every machine that it is on. */
async function startPeer() {
  if (python === undefined || !works(python, ["-c", "import numpy, scipy.linalg"])) return undefined;
  const candidates = [];
  for (const core of process.arch === "x64" ? ["SkylakeX", "Zen", "Haswell"] : [undefined]) {
    const peer = openPeer(core);
    const seconds = [];
    try {
      for (let run = 0; run < 5; run++) seconds.push(await peer.ask(`gemm64 ${SIDE}`));
      candidates.push({ peer, seconds: median(seconds) });
    } catch {
      // A core type whose instructions this machine does not have.
    }
  }
  candidates.sort((one, other) => one.seconds - other.seconds);
  for (const { peer } of candidates.slice(1)) peer.end();
  return candidates[0]?.peer;
}

function openPeer(core) {
  const script = fileURLToPath(new URL("enginePeer.py", import.meta.url));
  const one = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const env = { ...process.env, ...one, ...(core && { OPENBLAS_CORETYPE: core }) };
  const child = spawn(python, [script], { env, stdio: ["pipe", "pipe", "ignore"] });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`NumPy gave up on ${line}.`);
    return Number(value);
  };
  child.stdin.on("error", () => {});
  return {
    core: core ?? "its own choice",
    ask,
    async takeGram({ n, gram }) {
      const file = join(cache, "gram.f64");
      writeFileSync(file, gram);
      await ask(`gram ${file} ${n} ${LAMBDA}`);
    },
    end: () => child.stdin.end(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(cache, { recursive: true });
  const results = await benchEngine();
  writeFileSync(join(cache, "engine-results.json"), `${JSON.stringify(results, null, 2)}\n`);
}
