// How long the extension holds up the extension host: npm run bench:activation. Each run is a Node of its own, which loads the extension
// as it is packed, as VS Code does, with a stand-in for the module `vscode` that answers at once.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, EXTENSION } from "../../scripts/bundles.mjs";

const RUNS = 10;
const HERE = fileURLToPath(import.meta.url);

const [extension] = process.argv.slice(2);
if (extension === undefined) await measure();
else await once(extension);

async function measure() {
  const folder = mkdtempSync(join(tmpdir(), "sdlgm-activation-"));
  try {
    await bundle({ extension: EXTENSION.extension }, folder, { minify: true });
    const words = [HERE, join(folder, "extension.js")];
    report(Array.from({ length: RUNS }, () => JSON.parse(execFileSync(process.execPath, words))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints, in milliseconds, how long loading and activating take, and what comes in a turn of its own afterwards. */
async function once(file) {
  const load = Module._load;
  const vscode = vscodeStandIn();
  Module._load = (name, ...others) => (name === "vscode" ? vscode : load(name, ...others));
  const started = performance.now();
  const extension = createRequire(HERE)(file);
  const loaded = performance.now();
  const api = extension.activate(standIn({ subscriptions: [], storageUri: undefined }));
  const activated = performance.now();
  // What is not part of the activation: the language client is loaded in the next turn.
  await api.client;
  const client = performance.now();
  console.log(
    JSON.stringify({ load: loaded - started, activate: activated - loaded, client: client - activated }),
  );
  process.exit();
}

function report(runs) {
  const figures = {
    activation: runs.map(({ load, activate }) => load + activate),
    "  loading the bundle": runs.map(({ load }) => load),
    "  activate()": runs.map(({ activate }) => activate),
    "then, in a turn of its own, the language client": runs.map(({ client }) => client),
  };
  console.log(`Milliseconds in ${RUNS} runs of Node ${process.version}; the bar for the activation is 50.\n`);
  for (const [name, values] of Object.entries(figures)) {
    const sorted = values.toSorted((a, b) => a - b);
    const median = (sorted[RUNS / 2 - 1] + sorted[RUNS / 2]) / 2;
    console.log(
      `${name.padEnd(50)} median ${median.toFixed(1).padStart(6)}   max ${sorted.at(-1).toFixed(1).padStart(6)}`,
    );
  }
}

/** With all names that there are in VS Code: a bundle copies them. */
function vscodeStandIn() {
  const types = readFileSync(new URL("../../node_modules/@types/vscode/index.d.ts", import.meta.url), "utf8");
  const names = types.matchAll(/^\texport (?:abstract )?(?:class|enum|namespace|const|function) (\w+)/gm);
  return { ...Object.fromEntries([...names].map(([, name]) => [name, standIn()])), version: "1.100.0" };
}

/** Unlike an arrow function it can be constructed, and unlike a class called. */
function anything() {}

/** Anything that can be called, constructed and asked for members, which are such things, too. */
function standIn(known = {}) {
  const members = new Map(Object.entries(known));
  return new Proxy(anything, {
    get: (_, name) => {
      if (name === Symbol.toPrimitive) return () => "";
      if (name === "then" || typeof name === "symbol") return undefined;
      if (!members.has(name)) members.set(name, standIn());
      return members.get(name);
    },
    set: () => true,
    apply: () => standIn(),
    construct: () => standIn(),
  });
}
