// How the cost of a training grows with the number of documents: npm run bench:scale. The corpora are made of real documents, see
// scaleCorpus.ts. What is printed for each stage is its time a document, and the exponent of growth from one size to the next: 1 is linear.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { cache, folderOf, root } from "./sets.mjs";

const HELP = `npm run bench:scale -- [options]
  --sizes A,B     numbers of documents (default: 1000,10000,100000)
  --sets A,B      workspaces of the data, or folders with tagged documents, that the documents are made of
  --threads N     as for sdlgm train
  --program FILE  the built command line (default: dist/cli.js)
`;
const SETS = "digitalgov,18f-site,ropensci-blog,leetcode-en,github-explore,nf-core-modules";
const SEED = 1;
/** Tags of the largest corpus, of 100,000 documents; fewer documents have fewer, by a power as of words in texts (Heaps). */
const MOST_TAGS = 10_000;
const TAGS_EXPONENT = 0.4;

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    sets: { type: "string", default: SETS },
    threads: { type: "string" },
    program: { type: "string", default: join(root, "dist/cli.js") },
    help: { type: "boolean", short: "h", default: false },
  },
});
const sizes = options.sizes.split(",").map(Number);
if (options.help || !sizes.every((size) => Number.isInteger(size) && size > 0)) {
  console.log(HELP);
  process.exit(options.help ? 0 : 2);
}

/** Parts of stages that are worth telling apart, by the share of the stage that is done when they end. */
const PARTS = {
  reading: [["reading", 1]],
  features: [
    ["words", 0.4],
    ["choice of features", 0.7],
    ["vocabulary and tf-idf", 1],
  ],
  evidence: [
    ["evidence: mentions", 0.2],
    ["evidence: ridge, machines", 0.7],
    ["evidence: all for each document", 1],
  ],
  head: [["head", 1]],
  level: [["level", 1]],
  checking: [["decision and check", 1]],
  writing: [["report and writing", 1]],
};

const folder = join(cache, "scale");
mkdirSync(folder, { recursive: true });
const folders = options.sets.split(",").map((name) => [name, folderOf(name)]);
const missing = folders.filter(([, found]) => found === undefined).map(([name]) => name);
if (missing.length === folders.length) {
  console.log("The data is missing; give folders with tagged documents: npm run bench:scale -- --sets A,B");
  process.exit(0);
}
if (missing.length > 0) console.log(`Without ${missing.join(", ")}: the data is missing.`);

const runs = [];
for (const size of sizes) {
  const file = await corpusOf(size);
  console.log(`${size} documents: training on ${relative(process.cwd(), file)} …`);
  runs.push({ size, ...(await train(file)) });
  console.log(table(runs));
  writeFileSync(join(folder, "scale-results.json"), `${JSON.stringify(runs, null, 2)}\n`);
}
console.log(`All figures: ${relative(process.cwd(), join(folder, "scale-results.json"))}`);

/** The corpus of that size, made if it is not there yet. */
async function corpusOf(size) {
  const file = join(folder, `documents-${size}.jsonl`);
  const made = [
    folders.map(([, found]) => found),
    readFileSync(new URL("scaleCorpus.ts", import.meta.url), "utf8"),
  ];
  const note = `${file}.note`;
  if (existsSync(file) && existsSync(note) && readFileSync(note, "utf8") === JSON.stringify(made))
    return file;
  const outfile = join(folder, "scaleCorpus.cjs");
  const entryPoints = [fileURLToPath(new URL("scaleCorpus.ts", import.meta.url))];
  await build({ entryPoints, outfile, bundle: true, platform: "node", target: "node20", format: "cjs" });
  const { readReal, writeCorpus } = createRequire(import.meta.url)(outfile);
  const real = await readReal(folders.flatMap(([, found]) => found ?? []));
  const tags = Math.round(MOST_TAGS * (size / 100_000) ** TAGS_EXPONENT);
  writeCorpus(`${file}.new`, real, size, tags, SEED);
  renameSync(`${file}.new`, file);
  writeFileSync(note, JSON.stringify(made));
  return file;
}

/** Trains, and takes the time of each part from the events of the run. */
async function train(file) {
  const model = join(folder, "model.sdlgm");
  const words = [options.program, "train", file, "--model", model, "--json"];
  if (options.threads !== undefined) words.push("--threads", options.threads);
  const started = performance.now();
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  const parts = new Map();
  let part = "reading";
  let last = { wall: 0, cpu: 0 };
  let peakBytes = 0;
  let longestPause = 0;
  let summary;
  const now = () => {
    const used = usedBy(child.pid);
    peakBytes = Math.max(peakBytes, used.peakBytes);
    return { wall: (performance.now() - started) / 1000, cpu: Math.max(used.cpu, last.cpu) };
  };
  const until = (time, next) => {
    const sum = parts.get(part) ?? { wall: 0, cpu: 0 };
    parts.set(part, { wall: sum.wall + time.wall - last.wall, cpu: sum.cpu + time.cpu - last.cpu });
    longestPause = Math.max(longestPause, time.wall - last.wall);
    last = time;
    part = next;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const message = JSON.parse(line);
    if (message.event !== "progress") {
      until(now(), part);
      summary = message;
    } else {
      const { stage, fraction } = message;
      const [name] = PARTS[stage].find(([, end]) => fraction < end) ?? PARTS[stage].at(-1);
      until(now(), name);
    }
  }
  const code = child.exitCode ?? (await new Promise((resolve) => child.on("exit", resolve)));
  if (code !== 0) throw new Error(`The training of ${file} ended with exit code ${code}.`);
  const { tags, vocabulary, heldOut } = summary;
  return {
    parts: Object.fromEntries(parts),
    wall: last.wall,
    cpu: last.cpu,
    peakBytes: Math.max(peakBytes, summary.peakMemoryBytes),
    modelBytes: statSync(model).size,
    longestPause,
    tags,
    vocabulary,
    heldOut,
  };
}

/** CPU seconds and most memory of a process so far, where the system tells them. */
function usedBy(pid) {
  try {
    // Behind the name, which may have blanks: fields 3 on; 14 and 15 are user and system time in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const most = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, peakBytes: 1024 * Number(most ?? 0) };
  } catch {
    return { cpu: 0, peakBytes: 0 };
  }
}

function table(runs) {
  const names = Object.values(PARTS).flatMap((list) => list.map(([name]) => name));
  const last = runs.at(-1);
  const before = runs.at(-2);
  const exponent = (a, b) =>
    before !== undefined && a > 0.2 && b > 0.2
      ? (Math.log(b / a) / Math.log(last.size / before.size)).toFixed(2)
      : "";
  const titles = ["", ...runs.map(({ size }) => `${size} docs`), "ms a document", "exponent"];
  const row = (name, of) => [
    name,
    ...runs.map((run) => of(run).toFixed(2)),
    ((1000 * of(last)) / last.size).toFixed(3),
    before === undefined ? "" : exponent(of(before), of(last)),
  ];
  const plain = (name, of) => [name, ...runs.map((run) => String(of(run))), "", ""];
  const memory = ({ peakBytes, size }) =>
    `${Math.round(peakBytes / 1e6)} (${(peakBytes / 1e3 / size).toFixed(1)})`;
  const rows = [
    titles,
    ...names.map((name) => row(`${name}, CPU s`, (run) => run.parts[name]?.cpu ?? 0)),
    row("all, CPU s", (run) => run.cpu),
    row("all, wall s", (run) => run.wall),
    plain("peak MB (kB a document)", memory),
    plain("model MB", ({ modelBytes }) => Math.round(modelBytes / 1e6)),
    plain("longest silence s", ({ longestPause }) => longestPause.toFixed(1)),
    plain("tags", ({ tags }) => tags),
    plain("vocabulary", ({ vocabulary }) => vocabulary),
    plain("held-out P@1, micro-F1", ({ heldOut }) =>
      [heldOut.precisionAt1, heldOut.microF1].map((f) => f.toFixed(3)).join(" "),
    ),
  ];
  const widths = titles.map((_, c) => Math.max(...rows.map((cells) => cells[c].length)));
  return rows
    .map((cells) =>
      cells
        .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
