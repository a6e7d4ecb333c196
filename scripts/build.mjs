// Bundles every entry point into dist/, readable and with source maps. Files that no entry point makes are removed.
import { chmodSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle, bundleDashboard, bundleReport, EXTENSION, PROGRAMS } from "./bundles.mjs";
import { ROOT } from "./editorHost/places.mjs";

const folder = join(ROOT, "dist");
const [names, ...pages] = await Promise.all([
  bundle({ ...PROGRAMS, ...EXTENSION }, folder, { sourcemap: true }),
  bundleDashboard(folder, { sourcemap: true }),
  bundleReport(folder),
]);
for (const file of readdirSync(folder)) {
  const isMade = names.includes(file.replace(/\.js(\.map)?$/, "")) || pages.flat().includes(file);
  if (!isMade) rmSync(join(folder, file), { recursive: true });
}
chmodSync(join(folder, "cli.js"), 0o755);
