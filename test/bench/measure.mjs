// Runs a command and says what it took. Node tells resource use of itself only, so a small parent asks the system.
import { spawnSync } from "node:child_process";

/** Starts the command that follows its first argument, with its output into that file, and prints the system's account of it. */
const ACCOUNTANT = `
import json, os, sys, time
out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
started = time.monotonic()
actions = [(os.POSIX_SPAWN_DUP2, out, 1)]
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=actions)
_, status, used = os.wait4(pid, 0)
scale = 1 if sys.platform == "darwin" else 1024
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "wallSeconds": time.monotonic() - started,
  "cpuSeconds": used.ru_utime + used.ru_stime, "peakBytes": used.ru_maxrss * scale}))
`;

/** The same with bash alone, which knows no peak memory. */
const BASH = `out=$1; shift; TIMEFORMAT='%R %U %S'; time { "$@" >"$out" 2>"$out.err"; code=$?; }; cat "$out.err" >&2; exit $code`;

const python = ["/usr/bin/python3", "python3"].find((name) =>
  works(name, ["-c", "import os; os.posix_spawn"]),
);

/** What Python the peers can use. */
export { python };

/** Whether a program is there and runs. */
export function works(program, words) {
  return spawnSync(program, words, { stdio: "ignore" }).status === 0;
}

/**
 * @param {readonly string[]} command
 * @param {string} output file for what the command prints
 * @returns {{ cpuSeconds: number, wallSeconds: number, peakBytes: number | undefined }}
 * @throws Error when the command fails
 */
export function measure(command, output) {
  const measured = python === undefined ? byBash(command, output) : byPython(command, output);
  const { code, errors, ...figures } = measured;
  if (code !== 0) throw new Error(`${command.join(" ")} ended with exit code ${code}: ${errors.trim()}`);
  return figures;
}

function byPython(command, output) {
  const { stdout, stderr } = spawnSync(python, ["-c", ACCOUNTANT, output, ...command], { encoding: "utf8" });
  if (stdout === "") return { code: -1, errors: stderr };
  return { ...JSON.parse(stdout), errors: stderr };
}

function byBash(command, output) {
  const { status, stderr } = spawnSync("bash", ["-c", BASH, "bash", output, ...command], {
    encoding: "utf8",
  });
  const times = /(?<wall>[\d.]+) (?<user>[\d.]+) (?<system>[\d.]+)\n/.exec(stderr ?? "")?.groups;
  if (times === undefined) return { code: -1, errors: stderr ?? "bash is not there" };
  return {
    code: status,
    errors: stderr,
    wallSeconds: Number(times.wall),
    cpuSeconds: Number(times.user) + Number(times.system),
    peakBytes: undefined,
  };
}
