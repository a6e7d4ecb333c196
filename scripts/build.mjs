// Bundles every entry point into dist/. Each is one self-contained CommonJS file for the oldest supported Node.
import { chmod, rm } from "node:fs/promises";
import { build } from "esbuild";

const entries = {
  api: "server/api.ts",
  cli: "server/cli.ts",
  demo: "server/demo.ts",
  suggester: "server/cli/suggestWorker.ts",
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
await chmod("dist/cli.js", 0o755);
