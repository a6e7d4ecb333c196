// The language servers that run beneath this process: those of the windows that are open, and never anybody else's.
import { readdirSync, readFileSync } from "node:fs";

/** @returns {number[]} process ids */
export function serverProcesses() {
  const parents = new Map(allProcesses().map((pid) => [pid, parentOf(pid)]));
  const isOurs = (pid) => pid === process.pid || (parents.has(pid) && isOurs(parents.get(pid)));
  return [...parents.keys()].filter((pid) => isOurs(pid) && /dist\/server\.js\0/.test(commandLineOf(pid)));
}

function allProcesses() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Undefined for one that has ended meanwhile. */
function parentOf(pid) {
  // The name in parentheses may have blanks.
  const [, parent] = /\) \S (\d+) /.exec(read(`/proc/${pid}/stat`)) ?? [];
  return parent === undefined ? undefined : Number(parent);
}

function commandLineOf(pid) {
  return read(`/proc/${pid}/cmdline`);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
