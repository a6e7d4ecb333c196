import { appendFileSync, writeFileSync } from "node:fs";
import { format } from "node:util";
import { takeCoverage } from "node:v8";
import Mocha from "mocha";

/** What the runner and the tests in the editor agree on, in the environment of the extension host. */
const environment = {
  /** The bundled suite to run. */
  suite: process.env["SDLGM_TEST_SUITE"],
  /** A file that the runner shows as it grows: VS Code mixes what is printed with its own log. */
  output: process.env["SDLGM_TEST_OUTPUT"],
  /** A file for the result as JSON. */
  result: process.env["SDLGM_TEST_RESULT"],
  grep: process.env["VSCODE_TEST_GREP"],
};

interface Failure {
  readonly title: string;
  readonly message: string;
}

/**
 * Runs one suite. The extension host calls it where a page or `@vscode/test-electron` names this file as `extensionTestsPath`.
 * Rejects where a test fails, or where there is nothing to run.
 */
export async function run(): Promise<void> {
  const { suite, output, result, grep } = environment;
  if (suite === undefined) throw new Error("SDLGM_TEST_SUITE has to name a suite.");
  if (output !== undefined) printInto(output);
  const mocha = new Mocha({
    ui: "bdd",
    reporter: "spec",
    timeout: 30_000,
    color: process.env["FORCE_COLOR"] !== undefined,
    forbidOnly: process.env["CI"] !== undefined,
    ...(grep === undefined ? {} : { grep }),
  });
  mocha.addFile(suite);
  const failed = await new Promise<number>((done) => {
    const failures: Failure[] = [];
    const runner = mocha.run((count) => {
      const { passes, pending } = runner.stats!;
      const counts = { passed: passes, failed: count, skipped: pending, failures };
      if (result !== undefined) writeFileSync(result, JSON.stringify(counts));
      // The host ends before Node would write it.
      if (process.env["NODE_V8_COVERAGE"] !== undefined) takeCoverage();
      done(count);
    });
    runner.on("fail", (test, error: Error) =>
      failures.push({ title: test.fullTitle(), message: error.stack ?? String(error) }),
    );
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}

/** The extension host ignores `console.log = …`. */
function printInto(file: string): void {
  const print = (...values: unknown[]) => appendFileSync(file, `${format(...values)}\n`);
  Object.defineProperty(console, "log", { value: print, configurable: true });
  Object.defineProperty(Mocha.reporters.Base, "consoleLog", { value: print, configurable: true });
}
