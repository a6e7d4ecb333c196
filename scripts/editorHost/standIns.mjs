// Modules of VS Code's server that would need a compiler or a download, in plain JavaScript and no larger than it asks for.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LOG = `"use strict";
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const LEVELS = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(_kind, name, file) {
    this.name = name;
    this.file = file;
    this.level = 2;
    mkdirSync(dirname(file), { recursive: true });
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}
LEVELS.forEach((label, level) => {
  Logger.prototype[label] = function (message) {
    if (level < this.level) return;
    try {
      appendFileSync(this.file, \`\${new Date().toISOString()} [\${label}] \${message}\\n\`);
    } catch {
      // The folder of the log has gone with the session.
    }
  };
});

exports.version = 1;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (name, file) => new Logger("rotating", name, file);
`;

const NO_WATCHDOG = `"use strict";\nexports.start = () => {};\n`;

const NO_DEVICE = `"use strict";\nexports.getDeviceId = async () => "00000000-0000-0000-0000-000000000000";\n`;

const SEARCH = `"use strict";
const { join } = require("node:path");
exports.rgPath = join(__dirname, "..", "ripgrep-universal", "bin", "linux-x64", "rg");
`;

const STAND_INS = {
  "@vscode/deviceid": NO_DEVICE,
  "@vscode/spdlog": LOG,
  "@vscode/native-watchdog": NO_WATCHDOG,
  "native-watchdog": NO_WATCHDOG,
  "@vscode/ripgrep": SEARCH,
};

/** Puts them into a node_modules folder. */
export function addStandIns(modules) {
  for (const [name, text] of Object.entries(STAND_INS)) {
    const folder = join(modules, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version: "0.0.0", main: "index.js" }));
    writeFileSync(join(folder, "index.js"), text);
  }
}
