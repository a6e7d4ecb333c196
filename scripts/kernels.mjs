// Compiles the AssemblyScript kernels, once for each flavour of SIMD, into server/kernels/wasm/binaries.js, which git does not keep:
// node scripts/kernels.mjs. Nothing is done while the sources and the compiler are what they were.
//
// A module with the binaries as text is the one form that esbuild, vitest and a Node that runs TypeScript all load without a plugin;
// its types are in binaries.d.ts, so that a fresh clone is type-checked without a build.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const SOURCES = join(ROOT, "server/kernels/assembly");
const OUTPUT = join(ROOT, "server/kernels/wasm/binaries.js");

/** Each flavour, and what the machine must have for it. */
const FLAVOURS = {
  simd128: ["simd", "threads"],
  relaxed: ["simd", "threads", "relaxed-simd"],
};
// The memory is the caller's. It may have any number of pages, and nothing is ever freed in it by the kernels.
const OPTIONS = [
  ...["index.ts", "--baseDir", SOURCES, "--outFile", "kernels.wasm"],
  ...["--runtime", "stub", "-O3", "--noAssert", "--use", "abort="],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
];

/** Compiles them where that has to be done. */
export async function buildKernels() {
  const key = keyOf();
  if (existsSync(OUTPUT) && readFileSync(OUTPUT, "utf8").startsWith(headOf(key))) return;
  const lines = [headOf(key)];
  for (const [flavour, features] of Object.entries(FLAVOURS)) {
    const binary = await compile(features);
    lines.push(`export const ${flavour} = "${Buffer.from(binary).toString("base64")}";\n`);
  }
  // Several programs may do this at once, and each shall see a whole file.
  const unfinished = `${OUTPUT}.${process.pid}`;
  writeFileSync(unfinished, lines.join(""));
  renameSync(unfinished, OUTPUT);
}

/** What vitest calls before the tests. */
export const setup = buildKernels;

function headOf(key) {
  return `// Made by scripts/kernels.mjs from server/kernels/assembly: ${key}\n`;
}

function keyOf() {
  const hash = createHash("sha256");
  const { version } = createRequire(import.meta.url)("assemblyscript/package.json");
  hash.update(JSON.stringify([version, FLAVOURS, OPTIONS.slice(4)]));
  for (const name of sourceNames()) hash.update(`\n${name}\n`).update(readFileSync(join(SOURCES, name)));
  return hash.digest("hex");
}

function sourceNames() {
  return readdirSync(SOURCES)
    .filter((name) => name.endsWith(".ts"))
    .sort();
}

/** @returns {Promise<Uint8Array>} */
async function compile(features) {
  const { main } = await import("assemblyscript/asc");
  let binary;
  const enabled = features.flatMap((feature) => ["--enable", feature]);
  const { error, stderr } = await main([...OPTIONS, ...enabled], {
    writeFile(_, content) {
      binary = content;
    },
  });
  if (error || binary === undefined) throw new Error(`The kernels could not be compiled.\n${stderr}`);
  return binary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
