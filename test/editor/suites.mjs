// The suites that run inside of an editor: what there is, bundled, and each with a workspace of its own.
import { cpSync, existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { CACHE, ROOT } from "../../scripts/editorHost/places.mjs";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const BUNDLES = join(CACHE, "editor-tests");

/** What the extension host is given as `extensionTestsPath`. */
export const ENTRY = join(BUNDLES, "index.js");

/**
 * Bundles all suites.
 * @param {readonly string[]} wanted parts of names; empty for all
 * @returns {Promise<{ name: string, situation: string, bundle: string }[]>} such as "notes/smoke", which runs in a copy of
 *   fixtures/notes
 */
export async function bundleSuites(wanted = []) {
  const folder = join(HERE, "suite");
  const names = readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => file.replaceAll("\\", "/").slice(0, -".test.ts".length))
    .sort();
  await build({
    entryPoints: [join(HERE, "index.ts"), ...names.map((name) => join(folder, `${name}.test.ts`))],
    outbase: HERE,
    outdir: BUNDLES,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    // One Mocha for the runner and for all suites.
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return names
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .map((name) => ({ name, situation: dirname(name), bundle: join(BUNDLES, "suite", `${name}.test.js`) }));
}

/**
 * Copies the workspace of a situation below `folder`.
 * @returns {string} what VS Code opens: the copy, or the .code-workspace file in it
 */
export function copyOfSituation(situation, folder) {
  const fixture = join(HERE, "fixtures", situation);
  if (!existsSync(fixture))
    throw new Error(`There is no ${relative(ROOT, fixture)} for the suites in ${situation}/.`);
  const copy = join(folder, situation);
  cpSync(fixture, copy, { recursive: true });
  const workspace = readdirSync(copy).find((file) => file.endsWith(".code-workspace"));
  return workspace === undefined ? copy : join(copy, workspace);
}
