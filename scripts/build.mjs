// Bundles every entry point into dist/, readable and with source maps. Files that no entry point makes are removed.
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle, EXTENSION, PROGRAMS } from "./bundles.mjs";
import { ROOT } from "./editorHost/places.mjs";

const folder = join(ROOT, "dist");
const names = await bundle({ ...PROGRAMS, ...EXTENSION }, folder, { sourcemap: true });
for (const file of readdirSync(folder)) {
  if (!names.includes(file.replace(/\.js(\.map)?$/, ""))) rmSync(join(folder, file), { recursive: true });
}
chmodSync(join(folder, "cli.js"), 0o755);
