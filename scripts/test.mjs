// Everything that can be tested, one after the other: npm test [-- SUITE …]. It goes on after a failure, and ends with
// "N passed, N failed, N skipped" over all suites and a status of its own.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { endAll } from "./editorHost/ending.mjs";
import { ROOT } from "./editorHost/places.mjs";
import { run } from "./editorHost/run.mjs";
import { addFailure, addResult, countsOf, emptyResult, forgetResult, readResult } from "./testResults.mjs";

/** A check has no tests to count: it fails or it does not. */
const CHECKS = [
  { name: "build", seconds: 60 },
  { name: "typecheck", seconds: 120 },
  { name: "lint", seconds: 60 },
];
/** The command of a suite is one of Node's. The limits leave the slowest machine some room and are there against hangs. */
const SUITES = [
  {
    name: "unit",
    title: "Units, protocol and command line",
    seconds: 900,
    command: ["node_modules/vitest/vitest.mjs", "run"],
  },
  {
    name: "editor-newest",
    title: "In the newest VS Code",
    seconds: 900,
    command: ["test/editor/runInHost.mjs", "newest"],
  },
  {
    name: "editor-oldest",
    title: "In the oldest VS Code",
    seconds: 900,
    command: ["test/editor/runInHost.mjs", "oldest"],
  },
  {
    name: "dashboard",
    title: "The dashboard in a browser",
    seconds: 900,
    command: ["test/editor/dashboard/run.mjs"],
  },
  { name: "ui", title: "By keyboard and mouse", seconds: 900, command: ["test/editor/ui/run.mjs"] },
];
if (process.env.SDLGM_DESKTOP === "1") {
  const command = ["test/editor/runOnDesktop.mjs"];
  SUITES.push({ name: "editor-desktop", title: "In a desktop VS Code", seconds: 900, command });
}

/** For a suite to clean up after itself, which takes it some seconds. */
const GRACE_MILLISECONDS = 15_000;

const wanted = process.argv.slice(2);
const isWanted = ({ name }) => wanted.length === 0 || wanted.some((part) => name.startsWith(part));
const unknown = wanted.filter((part) => ![...CHECKS, ...SUITES].some(({ name }) => name.startsWith(part)));
if (unknown.length > 0) {
  console.error(
    `There is no suite ${unknown.join(", ")}: ${[...CHECKS, ...SUITES].map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

const started = performance.now();
const total = emptyResult();
const lines = [];
for (const check of CHECKS.filter(isWanted)) await runCheck(check);
for (const suite of SUITES.filter(isWanted)) await runSuite(suite);
await endAll();

console.log(`\n${"=".repeat(80)}\n`);
for (const { title, message } of total.failures) {
  console.log(`FAILED ${title}\n${indented(message.split("\n").slice(0, 12).join("\n"))}\n`);
}
console.log(lines.join("\n"));
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s in all`);
console.log(countsOf(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function runCheck({ name, seconds }) {
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm?.endsWith("npm-cli.js") ? [process.execPath, npm] : ["npm"];
  const result = emptyResult();
  const { code, output, timedOut, took } = await shown(
    name,
    program,
    [...first, "run", "--silent", name],
    seconds,
    {},
  );
  if (code !== 0) addFailure(result, name, timedOut ? `no end within ${seconds} s` : output.trim());
  addResult(total, result);
  lines.push(`${name.padEnd(34)} ${code === 0 ? "good" : "FAILED"}, ${took} s`);
}

async function runSuite({ name, title, seconds, command }) {
  forgetResult(name);
  const env = { SDLGM_TEST_RESULTS: name };
  const { code, output, timedOut, took } = existsSync(join(ROOT, command[0]))
    ? await shown(title, process.execPath, command, seconds, env)
    : { code: 1, output: `there is no ${command[0]}; run npm ci first`, took: 0 };
  const result = readResult(name) ?? emptyResult();
  const none = result.passed + result.failed + result.skipped === 0;
  if (timedOut) addFailure(result, title, `no end within ${seconds} s\n${tail(output)}`);
  else if (code !== 0 && result.failed === 0)
    addFailure(result, title, `ended with status ${code}\n${tail(output)}`);
  else if (none) addFailure(result, title, "no test ran");
  addResult(total, result);
  lines.push(`${title.padEnd(34)} ${countsOf(result)}, ${took} s`);
}

async function shown(title, program, args, seconds, env) {
  console.log(`\n${"=".repeat(80)}\n${title}\n`);
  const began = performance.now();
  const color = process.stdout.isTTY && process.env.NO_COLOR === undefined ? { FORCE_COLOR: "1" } : {};
  const ended = await run(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...color, ...env },
    seconds,
    echo: true,
    graceMilliseconds: GRACE_MILLISECONDS,
  });
  return { ...ended, took: ((performance.now() - began) / 1000).toFixed(0) };
}

function tail(output) {
  return output.trim().split("\n").slice(-10).join("\n");
}

function indented(text) {
  return text.replace(/^/gm, "  ");
}
