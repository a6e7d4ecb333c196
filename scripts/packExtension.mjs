import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { bundle, bundleDashboard, EXTENSION } from "./bundles.mjs";
import { ROOT } from "./editorHost/places.mjs";
import { run } from "./editorHost/run.mjs";
import { temporaryFolder } from "./editorHost/temporary.mjs";

/** All that is packed, beside the bundles and the manifest: names in the root of the repository. */
const ALLOWED = /^(l10n|media|package\.nls(\.[\w-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
/** What of the manifest only the repository needs. */
const OF_THE_REPOSITORY = ["private", "scripts", "devDependencies", "bin", "files"];

/**
 * Packs the extension as one .vsix for all platforms. It is put together in a folder of its own, so nothing else can get in,
 * and dist/ stays as it is.
 * @param {string} [target] by default sdlgm-tags-VERSION.vsix in the root of the repository
 * @returns {Promise<string>} the path of the .vsix
 */
export async function packExtension(target) {
  const { path: folder, remove } = temporaryFolder("package");
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const vsix = target ?? join(ROOT, `${manifest.name}-${manifest.version}.vsix`);
  await bundle(EXTENSION, join(folder, "dist"), { minify: true });
  await bundleDashboard(join(folder, "dist"), { minify: true });
  for (const name of readdirSync(ROOT).filter((name) => ALLOWED.test(name))) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const key of OF_THE_REPOSITORY) delete manifest[key];
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  // Everything in the folder is meant; without this file vsce doubts it.
  writeFileSync(join(folder, ".vscodeignore"), "");
  await createVSIX({
    cwd: folder,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  await remove();
  if (!existsSync(vsix)) throw new Error(`vsce packed nothing into ${vsix}.`);
  return vsix;
}

/** `packExtension` without all that vsce prints. */
export async function packQuietly(target) {
  const { code, output } = await run(process.execPath, ["scripts/package.mjs", target], {
    cwd: ROOT,
    seconds: 60,
  });
  if (code !== 0) throw new Error(`The extension could not be packed:\n${output.trim()}`);
  return target;
}
