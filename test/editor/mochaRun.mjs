// Runs test files with Mocha in this process, as one suite of `npm test`: prints, writes the result, and ends the process.
import Mocha from "mocha";
import { endAll } from "../../scripts/editorHost/ending.mjs";
import { whyNoEditor } from "../../scripts/editorHost/places.mjs";
import { addFailure, countsOf, emptyResult, writeResult } from "../../scripts/testResults.mjs";

/**
 * Where there can be no editor, every file counts as one that is skipped. VSCODE_TEST_GREP picks tests.
 *
 * @param {object} suite
 * @param {string} suite.name of its result
 * @param {string} suite.title such as "Stories"
 * @param {string} suite.what the files, in the plural, such as "stories"
 * @param {readonly string[]} suite.files
 * @param {import("mocha").MochaOptions} suite.options
 * @param {() => Promise<void>} [suite.prepare] done before the first file
 * @returns {Promise<never>}
 */
export async function runFiles({ name, title, what, files, options, prepare }) {
  const result = emptyResult();
  const reason = whyNoEditor();
  if (reason !== undefined) {
    console.log(`Skipped ${files.length} ${what}: ${reason}`);
    result.skipped = files.length;
  } else {
    try {
      await prepare?.();
      await run(files, options, result);
    } catch (error) {
      addFailure(result, `The ${title.toLowerCase()}`, error.stack ?? String(error));
    }
  }
  if (result.passed + result.failed + result.skipped === 0)
    addFailure(result, `The ${title.toLowerCase()}`, "no test ran");
  for (const { title: test, message } of result.failures) console.log(`\nFAILED ${test}\n${message}`);
  console.log(`\n${title}: ${countsOf(result)}`);
  writeResult(name, result);
  await endAll();
  process.exit(result.failed > 0 ? 1 : 0);
}

async function run(files, options, result) {
  const mocha = new Mocha({
    reporter: "spec",
    color: process.env.FORCE_COLOR !== undefined,
    forbidOnly: process.env.CI !== undefined,
    grep: process.env.VSCODE_TEST_GREP,
    ...options,
  });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  await new Promise((done) => {
    const runner = mocha.run(done);
    runner.on("pass", () => result.passed++);
    runner.on("pending", () => result.skipped++);
    runner.on("fail", (test, error) => addFailure(result, test.fullTitle(), error.stack ?? String(error)));
  });
}
