// What is bundled: each entry point becomes one self-contained CommonJS file for the oldest supported Node.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./editorHost/places.mjs";

/** The command line, and the library. */
export const PROGRAMS = {
  api: "server/api.ts",
  cli: "server/cli.ts",
  demo: "server/demo.ts",
  suggester: "server/cli/suggestWorker.ts",
};

/** What the extension is made of. */
export const EXTENSION = {
  extension: "extension/main.ts",
  server: "server/main.ts",
  trainer: "server/training/worker.ts",
};

/**
 * Bundles entry points into `folder`, each under its name.
 * @param {Record<string, string>} entries files by name
 * @param {{ minify?: boolean, sourcemap?: boolean }} [how]
 * @returns {Promise<string[]>} the names
 */
export async function bundle(entries, folder, { minify = false, sourcemap = false } = {}) {
  const present = Object.entries(entries).filter(([, file]) => existsSync(join(ROOT, file)));
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(present),
    outdir: folder,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    minify,
    sourcemap,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
  });
  return present.map(([name]) => name);
}
