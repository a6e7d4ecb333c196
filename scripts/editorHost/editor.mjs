// Starts a real VS Code: its server on loopback, with data folders that live as long as it. A browser shows the workbench.
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { editorPrograms } from "./places.mjs";
import { run, start } from "./run.mjs";
import { writeSettings } from "./settings.mjs";
import { temporaryFolder } from "./temporary.mjs";

const LISTENING = /Extension host agent listening on (\d+)/;
const START_SECONDS = 60;
const VERBOSE = process.env.VSCODE_TEST_VERBOSE !== undefined;

/** VS Code that does not start, or that refuses an extension. */
export class EditorError extends Error {}

/**
 * @param {object} options
 * @param {string} options.folder where the editor is set up, from `setUp`
 * @param {Record<string, unknown>} options.settings of the user
 * @param {string} [options.vsix] an extension to install
 * @param {number} [options.port] on loopback; by default one that is free
 * @param {boolean} [options.forTests] whether a page may name an extension and tests to run, and whether the server ends by
 *   itself some minutes after the last page has gone
 * @param {Record<string, string>} [options.env] for the extension host
 * @returns {Promise<Editor>}
 *
 * @typedef {object} Editor
 * @property {string} temporary a folder that goes with the editor
 * @property {(place: string, payload?: [string, string][]) => string} address of a page with this folder or .code-workspace
 * @property {(path: string) => string} uri of a file as the pages know it
 * @property {() => string} log what the server has printed, at most the last 200,000 characters
 * @property {Promise<number | null>} exited
 * @property {() => Promise<void>} end
 */
export async function startEditor({ folder, settings, vsix, port = 0, forTests = false, env = {} }) {
  const { server, node } = editorPrograms(folder);
  const { path: temporary, remove } = temporaryFolder("editor");
  const data = join(temporary, "data");
  const token = randomBytes(16).toString("hex");
  const tokenFile = join(temporary, "token");
  for (const name of ["extensions", "tmp"]) mkdirSync(join(temporary, name));
  writeSettings(data, settings);
  writeFileSync(tokenFile, token, { mode: 0o600 });

  const common = [
    ...["--user-data-dir", data],
    ...["--server-data-dir", join(temporary, "server")],
    ...["--extensions-dir", join(temporary, "extensions")],
    ...["--accept-server-license-terms", "--telemetry-level", "off", "--disable-telemetry"],
  ];
  const environment = { ...cleanEnvironment(temporary), ...env };
  if (vsix !== undefined) {
    const args = [server, ...common, "--install-extension", resolve(vsix), "--force"];
    const { output } = await run(node, args, { env: environment, seconds: START_SECONDS });
    if (!/successfully installed/.test(output)) {
      throw new EditorError(`VS Code did not install ${vsix}:\n${output.trim()}`);
    }
  }

  const listening = ["--host", "127.0.0.1", "--port", String(port), "--connection-token-file", tokenFile];
  const testing = [
    "--enable-smoke-test-driver",
    "--enable-remote-auto-shutdown",
    "--reconnection-grace-time",
    "5",
  ];
  const { child, exited, end } = start(
    node,
    [server, ...common, ...listening, ...(forTests ? testing : [])],
    { env: environment, cwd: temporary, stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  const listensOn = await new Promise((found, fail) => {
    const failed = (what) => fail(new EditorError(`VS Code ${what}.\n${log.trim().slice(-4000)}`));
    const timer = setTimeout(() => failed(`did not start within ${START_SECONDS} s`), START_SECONDS * 1000);
    exited.then(
      (code) => failed(`ended with status ${code}`),
      (error) => failed(`could not be started: ${error.message}`),
    );
    exited.catch(() => {}).finally(() => clearTimeout(timer));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        log = (log + text).slice(-200_000);
        if (VERBOSE) process.stderr.write(text);
        const match = LISTENING.exec(log);
        if (match === null) return;
        clearTimeout(timer);
        found(Number(match[1]));
      });
    }
  });

  const authority = `127.0.0.1:${listensOn}`;
  return {
    temporary,
    address: (place, payload = []) => {
      const query = new URLSearchParams({ tkn: token });
      query.set(place.endsWith(".code-workspace") ? "workspace" : "folder", resolve(place));
      if (payload.length > 0) query.set("payload", JSON.stringify(payload));
      // A space is no plus for VS Code, and slashes are easier to read.
      return `http://${authority}/?${query.toString().replaceAll("+", "%20").replaceAll("%2F", "/")}`;
    },
    uri: (path) => `vscode-remote://${authority}${pathToFileURL(resolve(path)).pathname}`,
    log: () => log,
    exited,
    end: async () => {
      await end();
      await remove();
    },
  };
}

/** Of the environment, what is not about the terminal or the npm that this runs in; all that VS Code writes goes to `temporary`. */
function cleanEnvironment(temporary) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_IPC|VSCODE_GIT|VSCODE_ESM|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    VSCODE_AGENT_FOLDER: join(temporary, "server"),
    XDG_CONFIG_HOME: join(temporary, "xdg/config"),
    XDG_DATA_HOME: join(temporary, "xdg/data"),
    XDG_CACHE_HOME: join(temporary, "xdg/cache"),
    XDG_RUNTIME_DIR: temporary,
    TMPDIR: join(temporary, "tmp"),
    // No marketplace.
    EXTENSIONS_GALLERY: "{}",
  };
}
