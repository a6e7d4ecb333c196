// What is bundled: each entry point of Node becomes one self-contained CommonJS file for the oldest supported one; the pages become
// scripts, style sheets and, for the command line, one file of HTML.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./editorHost/places.mjs";
import { buildKernels } from "./kernels.mjs";

/** The command line, and the library. */
export const PROGRAMS = {
  api: "server/api.ts",
  cli: "server/cli.ts",
  demo: "server/demo.ts",
  suggester: "server/cli/suggestWorker.ts",
  trainer: "server/training/worker.ts",
};

/** What the extension is made of. */
export const EXTENSION = {
  extension: "extension/main.ts",
  server: "server/program.ts",
};

/** What the dashboard in VS Code is made of. */
const DASHBOARD = ["webview/dashboard.ts", "webview/dashboard.css"];
/** What the page of `sdlgm evaluate --html` is made of. */
const REPORT = ["webview/report.ts", "webview/report.css"];

/** What pages run in: the Chromium of the oldest supported VS Code, and what people look at files with. */
const BROWSERS = ["chrome124", "firefox128", "safari17.4"];

/**
 * Bundles entry points into `folder`, each under its name.
 * @param {Record<string, string>} entries files by name
 * @param {{ minify?: boolean, sourcemap?: boolean }} [how]
 * @returns {Promise<string[]>} the names
 */
export async function bundle(entries, folder, { minify = false, sourcemap = false } = {}) {
  await buildKernels();
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

/**
 * Bundles the dashboard into `folder`: dashboard.js and dashboard.css.
 * @returns {Promise<string[]>} the files
 */
export async function bundleDashboard(folder, { minify = false, sourcemap = false } = {}) {
  const files = await bundlePage(DASHBOARD, { minify, sourcemap: sourcemap && "inline" });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return Object.keys(files);
}

/**
 * Writes `folder`/report.html, a page that needs nothing else and may do nothing but show the report that the command line writes into
 * it: all that runs is known by its hash.
 * @returns {Promise<string[]>} the files
 */
export async function bundleReport(folder) {
  const { "report.js": script, "report.css": style } = await bundlePage(REPORT, { minify: true });
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  const html = `<!doctype html><!-- SDLGM Tags report -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>SDLGM Tags</title>
<style>${style}</style>
</head>
<body>
<script type="application/json" id="report"></script>
<script>${script}</script>
</body>
</html>
`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "report.html"), html);
  return ["report.html"];
}

/** @returns {Promise<Record<string, string>>} the text of each file by name */
async function bundlePage(files, { minify, sourcemap = false }) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: files,
    outdir: join(ROOT, "dist"),
    write: false,
    bundle: true,
    platform: "browser",
    target: BROWSERS,
    format: "iife",
    charset: "utf8",
    minify,
    sourcemap,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
  });
  return Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text]));
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
