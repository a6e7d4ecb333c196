#!/usr/bin/env node
import { runCommandLine } from "./cli/commandLine.ts";
import { openSession } from "./cli/session.ts";

const session = openSession(__dirname);
void runCommandLine(process.argv.slice(2), session).then((code) => {
  process.exitCode = code;
  // What a stopped worker has not given back must not keep anybody waiting.
  if (session.signal.aborted) process.exit(code);
});
