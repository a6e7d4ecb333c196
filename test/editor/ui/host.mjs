// What all stories share: a browser, an editor that is set up, and the packed extension.
import { join } from "node:path";
import { openBrowser } from "../../../scripts/editorHost/browser.mjs";
import { setUp } from "../../../scripts/editorHost/setUp.mjs";
import { temporaryFolder } from "../../../scripts/editorHost/temporary.mjs";
import { packQuietly } from "../../../scripts/packExtension.mjs";

/**
 * @typedef {object} Host
 * @property {Awaited<ReturnType<typeof openBrowser>>} browser
 * @property {string} editor the folder that VS Code is set up in
 * @property {string} vsix
 */

/** @type {Host | undefined} */
let current;

/** @param {string} name "newest" or "oldest" */
export async function openHost(name) {
  const folders = await setUp([name, "browser"]);
  const vsix = await packQuietly(join(temporaryFolder("vsix").path, "extension.vsix"));
  current = { browser: await openBrowser(folders.browser), editor: folders[name], vsix };
}

/** The one that is open; the runner opens it before the first story. */
export function host() {
  if (current === undefined) throw new Error("The stories are told by run.mjs.");
  return current;
}
