// Bundles every entry point into dist/. Each is one self-contained CommonJS file for the oldest supported Node.
import { rm } from "node:fs/promises";
import { build } from "esbuild";

const entries = {
  api: "server/api.ts",
  cli: "server/cli.ts",
  trainer: "server/training/worker.ts",
};

await rm("dist", { recursive: true, force: true });
await build({
  entryPoints: entries,
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: true,
  sourcesContent: false,
  legalComments: "none",
  logLevel: "warning",
});
