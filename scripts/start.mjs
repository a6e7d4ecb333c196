// Opens VS Code with the extension in the browser: npm start [-- FOLDER] [--port N] [--no-open]
import { spawn } from "node:child_process";
import { cpSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { EditorError, startEditor } from "./editorHost/editor.mjs";
import { endAll, isStopping } from "./editorHost/ending.mjs";
import { editorVersion, ROOT, whyNoEditor } from "./editorHost/places.mjs";
import { QUIET_SETTINGS } from "./editorHost/settings.mjs";
import { SetUpError, setUp } from "./editorHost/setUp.mjs";
import { temporaryFolder } from "./editorHost/temporary.mjs";
import { packQuietly } from "./packExtension.mjs";

const SAMPLE = join(ROOT, "test/editor/fixtures/notes");

const USAGE = `npm start                    VS Code with the extension, on a copy of a sample folder
npm start -- FOLDER          … on a folder of yours

  --port N     the port on this machine; by default one that is free
  --no-open    do not open the browser`;

/** What is wrong with the call; the message is for people. */
class CallError extends Error {}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const forPeople = error instanceof CallError || error instanceof SetUpError || error instanceof EditorError;
  console.error(forPeople ? error.message : error);
  process.exitCode = error instanceof CallError ? 2 : 1;
} finally {
  await endAll();
}

/** @returns {Promise<number>} the exit status, when VS Code has ended; Ctrl-C ends it and this script */
async function main(args) {
  const { folder, port, open, help } = understood(args);
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const reason = whyNoEditor();
  if (reason !== undefined) {
    console.log(`VS Code in the browser runs on Linux on x64 only. With VS Code on this machine instead:

  npm run package
  code --install-extension sdlgm-tags-*.vsix
  code ${folder ?? SAMPLE}`);
    return 0;
  }
  const { newest } = await setUp(["newest"]);
  console.log("Packing the extension …");
  const vsix = await packQuietly(join(temporaryFolder("vsix").path, "extension.vsix"));
  const place = folder ?? copyOfSample();
  const trust = folder === undefined ? { "security.workspace.trust.enabled": false } : {};
  const editor = await startEditor({
    folder: newest,
    settings: { ...QUIET_SETTINGS, ...trust },
    vsix,
    port,
  }).catch((error) => {
    if (!/EADDRINUSE/.test(error.message)) throw error;
    throw new CallError(`Port ${port} is in use; choose another one, or leave --port out.`);
  });
  const address = editor.address(place);
  console.log(`
VS Code ${editorVersion(newest)} with SDLGM Tags, on ${folder === undefined ? "a copy of the sample folder" : place}:

  ${address}

Press F1 there and choose "SDLGM: Train Tag Model". The address works on this machine only.
Ctrl-C here ends it${folder === undefined ? " and removes the copy" : ""}; settings made there are forgotten then.`);
  if (open) openInBrowser(address);
  const code = await editor.exited;
  if (isStopping()) return 0;
  throw new EditorError(`VS Code ended by itself, with status ${code}.\n${editor.log().slice(-2000)}`);
}

function understood(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: {
        port: { type: "string" },
        open: { type: "boolean", default: true },
        help: { type: "boolean" },
      },
    });
    if (positionals.length > 1) throw new CallError(`One folder at a time, please.\n\n${USAGE}`);
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      throw new CallError(`--port takes a number from 1 to 65535, not ${values.port}.`);
    }
    const folder =
      positionals[0] === undefined ? undefined : resolve(process.env.INIT_CWD ?? "", positionals[0]);
    if (folder !== undefined && statSync(folder, { throwIfNoEntry: false }) === undefined) {
      throw new CallError(`There is no ${folder}.`);
    }
    return { folder, port, open: values.open, help: values.help };
  } catch (error) {
    if (error.code?.startsWith("ERR_PARSE_ARGS")) throw new CallError(`${error.message}\n\n${USAGE}`);
    throw error;
  }
}

function copyOfSample() {
  const copy = join(temporaryFolder("sample").path, "notes");
  cpSync(SAMPLE, copy, { recursive: true });
  return copy;
}

/** Where there is no browser the address is printed all the same. */
function openInBrowser(address) {
  const child = spawn("xdg-open", [address], { detached: true, stdio: "ignore" });
  child.on("error", () => {});
  child.unref();
}
