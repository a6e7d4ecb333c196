// How quickly the language server answers over its pipe, idle and while it trains: npm run bench:editor.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { EditorClient } from "./editorClient.mjs";
import { cache, folderOf, root } from "./sets.mjs";

const HELP = `npm run bench:editor -- [options]
  --set NAME      a workspace of the data, or a folder with tagged documents (default: digitalgov)
  --documents N   documents that are opened (default: 60)
  --trainings N   trainings during which is asked (default: 3)
  --program FILE  the built server (default: dist/server.js)
  --profile       writes a CPU profile of the server into .cache/bench
`;
const { values: options } = parseArgs({
  options: {
    set: { type: "string", default: "digitalgov" },
    documents: { type: "string", default: "60" },
    trainings: { type: "string", default: "3" },
    program: { type: "string", default: join(root, "dist/server.js") },
    profile: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (options.help) {
  console.log(HELP);
  process.exit(0);
}
const source = folderOf(options.set);
if (source === undefined) {
  console.log(
    `${options.set}: the data is missing; give a folder with tagged documents: npm run bench:editor -- --set FOLDER`,
  );
  process.exit(0);
}

/** A person does not ask without a break, and mostly reads before the first edit. */
const PAUSE_MS = 15;
const READING_MS = 1000;
const TITLES = "   p50    p95    CPU    p95     n";

const work = join(cache, "work", `editor-${basename(options.set)}`);
const folder = join(work, "documents");
const cacheFolder = join(work, "cache");
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
cpSync(source, folder, { recursive: true, filter: (path) => basename(path) !== ".sdlgm" });
// A file that has changed a moment ago may change again within the same tick of its clock, so the index does not trust it yet.
await pause(3000);

const starts = [];
const cold = await start("first start: no model, no index kept");
await cold.stop();
const warm = await start("second start: index kept");
const beforeTraining = performance.now();
const [outcome] = await warm.ask("sdlgm/train", {});
if (outcome.kind !== "trained") throw new Error(JSON.stringify(outcome));
const trainingSeconds = (performance.now() - beforeTraining) / 1000;
await warm.stop();
const profile = options.profile ? ["--cpu-prof", `--cpu-prof-dir=${cache}`] : [];
const client = await start("third start: index and model kept", profile);

const opened = chosenDocuments(Number(options.documents));
const idle = new Map();
for (const [number, document] of opened.entries()) await askAbout(document, idle, number);
const training = new Map();
let trained = 0;
for (let next = 0; trained < Number(options.trainings); trained++) {
  let isOver = false;
  const run = client.ask("sdlgm/train", {}).finally(() => {
    isOver = true;
  });
  for (; !isOver; next++) {
    await askAbout(opened[next % opened.length], training, next, () => isOver);
  }
  await run;
}
await client.stop();
report();

async function start(title, nodeArguments) {
  const started = await EditorClient.start({ program: options.program, folder, cacheFolder, nodeArguments });
  starts.push({ title, phase: started.status.phase, ...started.milliseconds });
  return started;
}

/** Documents all over the folder that have a list of tags, with the places that are asked about. */
function chosenDocuments(count) {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".md"),
  );
  const documents = paths.sort().flatMap((path) => {
    const text = readFileSync(join(folder, path), "utf8");
    const lines = text.split("\n");
    const key = lines.findIndex((line) => /^(tags|topics|keywords|categories):\s*$/.test(line));
    const title = lines.findIndex((line) => line.startsWith("title: "));
    const isListed = /^\s*- \w/.test(lines[key + 1] ?? "");
    if (key < 0 || title < 0 || !isListed) return [];
    const tag = { line: key + 1, character: lines[key + 1].length - 1 };
    const last = { line: lines.length - 1, character: lines.at(-1).length };
    return [
      { uri: pathToFileURL(join(folder, path)).href, text, title: { line: title, character: 9 }, tag, last },
    ];
  });
  const step = Math.max(1, Math.floor(documents.length / count));
  return documents.filter((_, i) => i % step === 0).slice(0, count);
}

function requestsOn({ uri, title, tag, last }) {
  const textDocument = { uri };
  const range = { start: title, end: title };
  return {
    "hover on the title": ["textDocument/hover", { textDocument, position: title }],
    "hover on a tag": ["textDocument/hover", { textDocument, position: tag }],
    completion: ["textDocument/completion", { textDocument, position: tag }],
    "code actions": ["textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } }],
    diagnostics: ["textDocument/diagnostic", { textDocument }],
    "code lens": ["textDocument/codeLens", { textDocument }],
    "hover on nothing": ["textDocument/hover", { textDocument, position: last }],
  };
}

/**
 * Opens the document, asks everything about it as it is, then each time after an edit, and closes it. Every fourth document is edited
 * as soon as it is open.
 */
async function askAbout(document, figures, number, isEnough = () => false) {
  const { uri, text, last } = document;
  const requests = Object.entries(requestsOn(document));
  let version = 1;
  const edit = () => {
    version++;
    client.tell("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: last, end: last }, text: " public outreach" }],
    });
  };
  client.tell("textDocument/didOpen", { textDocument: { uri, languageId: "markdown", version, text } });
  await measured("opened", "diagnostics", figures, ["textDocument/diagnostic", { textDocument: { uri } }]);
  if (number % 4 === 3) {
    edit();
    await measured("at once", "hover on the title", figures, requests[0][1]);
    edit();
    await measured("at once", "completion", figures, requests[2][1]);
  } else {
    for (const situation of ["as it is", "edited"]) {
      for (const [name, request] of requests) {
        if (isEnough()) break;
        await pause(PAUSE_MS);
        if (situation === "edited") edit();
        await measured(situation, name, figures, request);
      }
      if (situation === "as it is") await pause(READING_MS);
    }
  }
  client.tell("textDocument/didClose", { textDocument: { uri } });
}

async function measured(situation, name, figures, [method, params]) {
  const cpuBefore = client.cpuMilliseconds();
  const from = performance.now();
  await client.ask(method, params);
  const took = performance.now() - from;
  const cpu = client.cpuMilliseconds() - cpuBefore;
  const key = JSON.stringify([situation, name]);
  if (!figures.has(key)) figures.set(key, { took: [], cpu: [] });
  figures.get(key).took.push(took);
  figures.get(key).cpu.push(cpu);
}

function report() {
  const lines = [
    `${basename(options.set)}: ${client.status.documents} documents, ${client.status.tags} tags, ${opened.length} of them opened; ${availableParallelism()} processors.`,
    "",
    "milliseconds                                   answers   index known",
    ...starts.map(
      ({ title, firstAnswer, index }) =>
        `  ${title.padEnd(42)} ${firstAnswer.toFixed(0).padStart(8)}  ${index.toFixed(0).padStart(12)}`,
    ),
    `  training, in seconds: ${trainingSeconds.toFixed(1)}`,
    "",
    "milliseconds over the pipe; of them, CPU time of the server's main thread, which other programs do not change",
    "                                               idle                          while training",
    `                                     ${TITLES}   ${TITLES}`,
  ];
  for (const key of [...idle.keys()].sort(byRow)) {
    const [situation, name] = JSON.parse(key);
    const cells = [idle, training].map((figures) => cellsOf(figures.get(key) ?? { took: [], cpu: [] }));
    lines.push(`  ${situation.padEnd(9)} ${name.padEnd(26)} ${cells.join("   ")}`);
  }
  console.log(lines.join("\n"));
  const plain = (figures) =>
    Object.fromEntries([...figures].map(([key, all]) => [JSON.parse(key).join(": "), all]));
  const file = join(cache, "editor-results.json");
  const results = {
    set: basename(options.set),
    starts,
    trainingSeconds,
    idle: plain(idle),
    training: plain(training),
  };
  writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
  console.log(`\nAll figures: ${relative(process.cwd(), file)}`);
  if (existsSync(work)) rmSync(work, { recursive: true });
}

function byRow(a, b) {
  const place = (key) => ["opened", "as it is", "edited", "at once"].indexOf(JSON.parse(key)[0]);
  return place(a) - place(b);
}

function cellsOf({ took, cpu }) {
  const figures = [at(took, 0.5), at(took, 0.95), at(cpu, 0.5), at(cpu, 0.95)];
  const cells = figures.map((value) => (Number.isFinite(value) ? value.toFixed(1) : "–").padStart(6));
  return `${cells.join(" ")} ${String(took.length).padStart(5)}`;
}

function at(all, share) {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
